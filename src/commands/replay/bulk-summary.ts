import { isSuccess } from '../../core/delivery/delivery.ts';
import { toDuration } from '../../core/duration.ts';
import { toShownMessageId } from '../../core/events/masking.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { findWrong, toToldId } from '../../core/sending/make-request.ts';
import type { Payload } from '../../core/sending/payload.ts';
import type { BulkOrder, BulkResult, BulkStanding, Pace } from '../../io/bulk-sender.ts';
import type { Failure } from '../../io/failure.ts';
import { type EndpointAnswer, findAnswerHint } from '../../report/answer-hints.ts';
import { explainMixedRun, toFacts } from '../../report/mixed-run.ts';
import { toTenths } from '../app-answer.ts';
import type { Context } from '../command.ts';
import type { BulkOptions } from './bulk-flags.ts';
import type { RunResult, Sending } from './deliver.ts';
import { hintForAnswer, hintForSilence, isFarFromNow } from './sent.ts';

type Summary = RunResult['summary'];

/** Payloads to send in bulk, over and over. */
export interface Bulk extends Omit<Sending, 'keeper'> {
  readonly payloads: readonly Payload[];
  readonly pace: Pace;
  readonly options: Pick<BulkOptions, 'count' | 'duration'>;
}

/** Payloads by the status of their answers: a bounded number of each. */
export type Settled = Map<number, Set<number>>;

/** The bulk and its order, as the summary needs them. */
export interface Outlook {
  readonly bulk: Bulk;
  readonly order: BulkOrder;
  readonly idOf: (index: number) => string | null;
  /** Names of what cannot be sent, as a sentence. */
  readonly unsendable: string | undefined;
  readonly settled: Settled;
  readonly context: Context;
}

/** Summary of a bulk. Never throws. */
export function toBulkSummary(
  result: BulkResult,
  { bulk, order, idOf, unsendable, settled, context }: Outlook,
): Summary {
  const { started, ok, failed, notStarted, resent, attempts, elapsedMs, latencies } = result;
  const toId = (index: number) => {
    const id = toToldId(idOf(index), bulk.signing.mode);
    return id === null ? null : toShownMessageId(id, context.showPii);
  };
  const isOpen = bulk.pace.kind === 'open';
  const { success } = bulk.manner;
  return {
    type: 'summary',
    command: 'replay',
    url: toShownUrl(bulk.target.url, context.showPii),
    sent: started,
    ok,
    failed,
    notSent: Number.isFinite(order.count) ? order.count - started : notStarted,
    ...(!success.isUsual && { expected: success.text }),
    requests: attempts,
    ...(isOpen && { notStarted }),
    resent,
    ...(result.stoppedAfterMs !== undefined && {
      stopped: { afterMs: toTenths(result.stoppedAfterMs), ofMs: order.durationMs },
    }),
    ...toHints(result, bulk, { unsendable, settled, showPii: context.showPii }),
    byStatus: Object.fromEntries(result.byStatus),
    errors: Object.fromEntries(result.errors),
    ...(latencies !== undefined && {
      latencyMs: { ...toRounded(latencies), from: isOpen ? 'due' : 'start' },
    }),
    slowest: result.slowest.map(({ index, latencyMs }) => ({
      svixId: toId(index),
      latencyMs: toTenths(latencyMs),
    })),
    durationMs: toTenths(elapsedMs),
    perSecond: toTenths((attempts * 1_000) / elapsedMs),
  };
}

const MOST_HINTS = 3;

/** The usual meaning of the answers and failures, the most frequent first. */
function toHints(
  { byStatus, examples, errors, failures }: BulkResult,
  bulk: Bulk,
  { unsendable, settled, showPii }: Pick<Outlook, 'unsendable' | 'settled'> & { readonly showPii: boolean },
) {
  const { payloads, target, signing, manner } = bulk;
  const { url } = target;
  const { mode, isDevelopment: development } = signing;
  const isFar = isFarFromNow(payloads, mode);
  const wrong = findWrong(mode);
  const setting = { url, development, success: manner.success, wrong, isFar, showPii };
  const taken = [...byStatus.keys()]
    .filter(isSuccess)
    .map((status) => ({ status, headers: [], body: NOTHING }));
  const answers = [...taken, ...examples].map((each) => ({ ...each, url }));
  const doubts = (answer: EndpointAnswer) => findAnswerHint(answer, showPii)?.doubtsSecret === true;
  const doubting = new Set(answers.filter(doubts).map(({ status }) => status));
  const mixed = wrong === undefined && manner.success.isUsual ? explainMixed(settled, bulk, doubting) : [];
  const said = [
    ...answers
      .filter((each) => mixed.length === 0 || !doubts(each))
      .map((each) => ({ count: byStatus.get(each.status) ?? 0, hint: hintForAnswer(each, setting) })),
    ...Array.from(failures, ([code, failure]) => ({
      count: errors.get(code) ?? 0,
      hint: toFailureHint(failure, url),
    })),
  ];
  const hints = said
    .toSorted((one, other) => other.count - one.count)
    .flatMap(({ hint }) => (hint === undefined ? [] : [hint]));
  const named = errors.has('unsendable') && unsendable !== undefined ? [unsendable] : [];
  const told = [...named, ...mixed, ...[...new Set(hints)].slice(0, MOST_HINTS)];
  return told.length === 0 ? {} : { hints: told };
}

function explainMixed(settled: Settled, bulk: Bulk, doubting: ReadonlySet<number>): readonly string[] {
  const answers = [...settled].flatMap(([status, indexes]) =>
    [...indexes].flatMap((index) => {
      const payload = bulk.payloads[index];
      if (payload === undefined) return [];
      const facts = toFacts(payload.body, isFarFromNow([payload], bulk.signing.mode));
      return [{ key: String(index), status, doubtsSecret: doubting.has(status), facts }];
    }),
  );
  return explainMixedRun(answers);
}

const NOTHING = new Uint8Array();

/** With the cause, where the code alone does not tell it. */
function toFailureHint(failure: Failure, url: string): string | undefined {
  const { code, message, hint = hintForSilence(code, { url }) } = failure;
  return code === 'not_http' || code === 'tls' ? `${toSentence(message)} ${hint ?? ''}`.trim() : hint;
}

function toSentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function toRounded<Name extends string>(values: Readonly<Record<Name, number>>): Record<Name, number> {
  const rounded = Object.entries<number>(values).map(([name, value]) => [
    name,
    Math.round(value * 1_000) / 1_000,
  ]);
  return Object.fromEntries(rounded) as Record<Name, number>;
}

/** Where a run in bulk stands, on one line: how much, how fast, how much longer, and what failed. Never throws. */
export function toProgressText(
  standing: BulkStanding,
  { count, durationMs }: Pick<BulkOrder, 'count' | 'durationMs'>,
): string {
  const { started, attempts, errors, byStatus, ok, elapsedMs, waiting, notStarted } = standing;
  const answered = [...byStatus.values()].reduce((sum, each) => sum + each, 0);
  const lost = [...errors.values()].reduce((sum, each) => sum + each, 0);
  const done = started + notStarted;
  const perMs = elapsedMs === 0 ? 0 : done / elapsedMs;
  const leftMs = Math.min(
    durationMs - elapsedMs,
    perMs === 0 ? Number.POSITIVE_INFINITY : (count - done) / perMs,
  );
  const failures = answered - ok + lost;
  return [
    `Sent ${started}${Number.isFinite(count) ? ` of ${count}` : ''}`,
    `${Math.round(elapsedMs === 0 ? 0 : (attempts * 1_000) / elapsedMs)}/s`,
    `${failures} failed`,
    ...(waiting > 0 ? [`${waiting} to be sent again`] : []),
    ...(notStarted > 0 ? [`${notStarted} not started`] : []),
    ...(Number.isFinite(leftMs) && leftMs > 0 ? [`${toDuration(Math.ceil(leftMs / 1_000))} left`] : []),
  ].join(' · ');
}
