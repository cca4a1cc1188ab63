import type { RecordOf } from './records.ts';
import { toCount } from './text.ts';

type Summary = Extract<RecordOf<'summary'>, { command: 'replay' }>;

/** What was sent and what came of it, as parts of a sentence. Never throws. */
export function toOutcomeParts({
  ok,
  failed,
  notSent,
  notStarted = 0,
  stopped,
  scenario,
  expected = scenario === undefined ? '2xx' : 'as expected',
}: Summary): readonly string[] {
  return [
    `${ok} answered ${expected}`,
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(notSent - notStarted > 0 ? [`${notSent - notStarted} not sent`] : []),
    ...(notStarted > 0 ? [`${notStarted} not started`] : []),
    ...(stopped === undefined
      ? []
      : [`stopped after ${toSeconds(stopped.afterMs)} of ${toSeconds(stopped.ofMs)}`]),
  ];
}

/** The figures of a run in bulk, and the hints of any run: a name and its words each. Never throws. */
export function toFigures(summary: Summary): readonly (readonly [name: string, words: string])[] {
  const { byStatus, errors, latencyMs, slowest = [], durationMs, perSecond, requests, notStarted } = summary;
  const hints = (summary.hints ?? []).map((hint) => ['hint', hint] as const);
  if (byStatus === undefined || durationMs === undefined || perSecond === undefined) return hints;
  const rows: readonly (readonly [string, string])[] = [
    [
      'requests',
      `${toCount(requests ?? 0, 'request')} in ${toSeconds(durationMs)}, ${toRate(perSecond)} a second`,
    ],
    ['status', toTally(byStatus)],
    ['errors', toTally(errors ?? {})],
    ...hints,
    ['latency', latencyMs === undefined ? '' : toLatency(latencyMs)],
    ['slowest', slowest.map(({ svixId, latencyMs }) => `${svixId ?? 'no id'} ${toMs(latencyMs)}`).join(', ')],
    ['not started', notStarted === undefined || notStarted === 0 ? '' : NOT_STARTED],
    ['resent', toResent(summary.resent ?? 0)],
  ];
  return rows.filter(([, words]) => words !== '');
}

const NOT_STARTED =
  'There was no room at their time: as many as may be were in flight, or waited to be sent again. The app is too slow for this rate; --concurrency lets more be in flight.';

function toResent(count: number): string {
  return count === 0
    ? ''
    : `${toCount(count, 'request')} went out once more at once, because the app had closed the connection that was kept.`;
}

/** The most frequent first. */
function toTally(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([name, count]) => `${name} × ${count}`)
    .join(', ');
}

function toLatency({ from, ...values }: NonNullable<Summary['latencyMs']>): string {
  const parts = (['min', 'p50', 'p90', 'p99', 'max'] as const).map((name) => `${name} ${toMs(values[name])}`);
  const meaning =
    from === 'due'
      ? 'from when each was due, so that waiting counts'
      : 'from when each was sent; --rate counts waiting too';
  return `${parts.join(', ')} (${meaning})`;
}

function toMs(milliseconds: number): string {
  return `${milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0)} ms`;
}

function toSeconds(milliseconds: number): string {
  return `${(milliseconds / 1_000).toFixed(milliseconds < 10_000 ? 2 : 0)} s`;
}

function toRate(perSecond: number): string {
  return perSecond.toFixed(perSecond < 10 ? 1 : 0);
}
