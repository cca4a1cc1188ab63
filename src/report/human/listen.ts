import { toLater } from '../../core/duration.ts';
import { type Field, field, type Page, paragraph, row, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount, toShort, toShortName, toTryCommand } from '../text.ts';
import { isRepeated, renderKnown, renderReferee } from './diagnosis.ts';
import { type Answers, answerFields, answerLines, renderOwnAnswer } from './forwarded.ts';

/**
 * What the words below need besides the record. `timeOfDay` turns an RFC 3339 moment into HH:MM:SS; `dayOf` gives
 * YYYY-MM-DD, or undefined for today.
 */
export interface View extends Page {
  readonly timeOfDay: (moment: string) => string;
  readonly dayOf: (moment: string) => string | undefined;
}

type Received = RecordOf<'received'>;
type Forwarded = RecordOf<'forwarded'>;

const SOURCE_NOTES: ReadonlyMap<string, string> = new Map([
  ['environment', ' (environment)'],
  ['development', ' (development)'],
]);

const HANG = 10;
const DETAIL = 12;

/** The banner: printed when, and only when, the socket accepts connections. */
export function renderReady(record: RecordOf<'ready'>, page: Page): string {
  const settings: readonly (readonly [string, string | undefined])[] = [
    ...toRoutes(record.forwards ?? []),
    ['only on path', record.path],
    ['only shown', record.filter],
    ['secret', record.secrets.map(({ name, source }) => name + (SOURCE_NOTES.get(source) ?? '')).join(', ')],
    ['kept in', record.history],
  ];
  const lines = settings.map(([label, value]) => {
    return value === undefined ? '' : termed(field(`  ${label}`, 'quiet'), value, page, { indent: 18 });
  });
  const title = row([field('Ready:', 'good'), field(record.url, 'strong')], page, 2);
  return `${title}${lines.join('')}${record.development ? renderDevelopment(record.url, page) : ''}\n`;
}

function toRoutes(
  routes: NonNullable<RecordOf<'ready'>['forwards']>,
): readonly (readonly [string, string])[] {
  const others = routes.some(({ event }) => event !== undefined) ? ' (all others)' : '';
  return routes.map(({ url, event }) => [
    'forwarding to',
    url + (event === undefined ? others : ` (${event})`),
  ]);
}

function renderDevelopment(url: string, page: Page): string {
  const warning =
    'This secret is made up for local tries. Deliveries from Footprint are signed with the secret of their endpoint: ' +
    'copy it from the Footprint dashboard (Webhooks, your endpoint, Signing Secret) and start again with';
  return [
    '\n',
    paragraph(warning, page, { indent: 2, style: 'warn' }),
    row([field('    FP_WEBHOOKS_SECRET=whsec_… npx fp-webhooks listen')], page, 4),
    paragraph('To see a signed event arrive now, in a second terminal:', page, { indent: 2 }),
    row([field(`    ${toTryCommand(url)}`, 'accent')], page, 4),
  ].join('');
}

/**
 * What became of a delivery so far: the app's answer, those of several apps (`missing` have not given theirs), or where it
 * stands without one.
 */
export type Fate = Forwarded | Answers | 'waiting' | 'kept' | 'not_forwarded';

/** One delivery: a line, and under it what to do or what was wrong. */
export function renderReceived(
  record: Received,
  view: View,
  fate: Fate,
  diagnosed?: RecordOf<'diagnosed'>,
): string {
  const fields = [
    field(view.timeOfDay(record.receivedAt), 'quiet'),
    eventField(record),
    ...(record.explanation === undefined
      ? factFields(record)
      : [field(record.explanation.message, 'bad', 62), field(toAttempt(record), 'warn')]),
    ...resultFields(record, fate),
  ];
  const details =
    diagnosed === undefined ? adviceLines(record, view) : diagnosisLines(record, diagnosed, view);
  return row(fields, view, HANG) + details + noteLines(record, view) + renderAnswers(fate, view);
}

function renderAnswers(fate: Fate, view: View): string {
  if (typeof fate === 'string') return '';
  if (fate.type === 'forwarded') return answerLines(fate, view, DETAIL);
  return fate.given.map((each) => renderOwnAnswer(each, view)).join('');
}

/** The event with its verdict. Never throws. */
export function eventField(record: Pick<Received, 'event' | 'verdict'>): Field {
  const valid = record.verdict.kind === 'valid';
  const name = record.event === null ? '(no event)' : toShort(toShortName(record.event), 48);
  return {
    spans: [
      { text: valid ? '✓ ' : '✗ ', style: valid ? 'good' : 'bad' },
      { text: name, style: 'strong' },
    ],
    width: 26,
  };
}

/** Whom it is about and what it says. Never throws. */
export function factFields(
  record: Pick<Received, 'subject' | 'isLive' | 'facts' | 'findings' | 'attempt' | 'firstAttempt'>,
): Field[] {
  const { isLive, findings } = record;
  const isExample = findings.some(({ code }) => code === 'example_data');
  const environment = isExample ? 'example' : isLive === undefined ? '' : isLive ? 'live' : 'sandbox';
  return [
    subjectField(record),
    field(record.facts.map((fact) => toShort(fact, 60)).join(' · '), 'accent', 22),
    field(environment, isLive === true ? 'warn' : 'quiet', 7),
    field(toAttempt(record), 'warn'),
  ];
}

function toAttempt({ attempt, firstAttempt }: Pick<Received, 'attempt' | 'firstAttempt'>): string {
  if (attempt === 1) return '';
  if (firstAttempt === undefined) return `attempt ${attempt}`;
  const { secondsAgo, sameBody } = firstAttempt;
  return `attempt ${attempt}, ${toLater(secondsAgo)} after the first${sameBody ? '' : ', with another body'}`;
}

/** Whom it is about. Never throws. */
export function subjectField({ subject }: Pick<Received, 'subject'>): Field {
  return field(subject === undefined ? '' : `${subject.kind} ${toShort(subject.id, 24)}`, 'plain', 20);
}

function resultFields(record: Received, fate: Fate): Field[] {
  const own = ownAnswerField(record);
  if (typeof fate === 'object') return [...answerFields(fate), own];
  if (fate === 'waiting') return [field('→ waiting for the app', 'warn'), own];
  if (fate === 'kept') return [own];
  if (record.verdict.kind === 'valid') return [field('→ not forwarded', 'quiet'), own];
  // What is not verified is not forwarded, and everybody expects the 400.
  const isUsual = record.answerStatus === 400 && record.onPurpose !== true;
  return [field('→ not forwarded', 'bad'), ...(isUsual ? [] : [own])];
}

/** The listener's own answer, where it is not the plain 200 that everybody expects of a valid delivery. */
function ownAnswerField({ answerStatus, onPurpose, verdict }: Received): Field {
  if (answerStatus === undefined) return field('');
  const purpose = onPurpose === true ? ' on purpose' : '';
  if (answerStatus === null) return field(`→ connection closed${purpose}`, 'warn');
  const isGood = answerStatus <= 299;
  if (isGood && onPurpose !== true && verdict.kind === 'valid') return field('');
  return field(`→ answered ${answerStatus}${purpose}`, onPurpose === true || isGood ? 'warn' : 'bad');
}

function adviceLines(record: Received, view: View): string {
  const { advice } = record;
  if (advice === undefined) return '';
  const next =
    advice.nextCall === undefined ? '' : ` ${advice.nextCall.method} ${advice.nextCall.path} tells the rest.`;
  return paragraph(advice.sentence + next, view, { indent: DETAIL, style: 'quiet' });
}

function diagnosisLines(record: Received, diagnosed: RecordOf<'diagnosed'>, view: View): string {
  return (
    renderKnown(diagnosed, view, DETAIL) +
    (isRepeated(diagnosed) || record.referee?.note !== undefined
      ? ''
      : renderReferee(record.referee, view, DETAIL))
  );
}

/** Said elsewhere in the line or in the advice. */
const SAID_ALREADY: ReadonlySet<string> = new Set(['example_data', 'deprecated_event']);

function noteLines(record: Received, view: View): string {
  const worthSaying = record.findings.filter(({ code, severity }) => {
    return !SAID_ALREADY.has(code) && (severity === 'error' || record.verdict.kind === 'valid');
  });
  const findings = worthSaying.map(({ severity, message }) =>
    paragraph(`${severity}: ${message}`, view, {
      indent: DETAIL,
      style: severity === 'error' ? 'bad' : 'warn',
    }),
  );
  const referee = record.referee?.note === undefined ? '' : renderReferee(record.referee, view, DETAIL);
  return findings.join('') + referee;
}

/** A request that never became a delivery. */
export function renderRefused(record: RecordOf<'refused'>, page: Page): string {
  return row(
    [
      field(' '.repeat(8)),
      field('–', 'warn'),
      field(record.message, 'warn'),
      field(record.status === null ? '→ closed' : `→ answered ${record.status}`, 'quiet'),
    ],
    page,
    HANG,
  );
}

/** What happened while listening. */
export function renderListenSummary(
  record: Extract<RecordOf<'summary'>, { command: 'listen' }>,
  page: Page,
): string {
  const { notKept = 0 } = record;
  const parts = [
    `${toCount(record.received, 'delivery', 'deliveries')} received`,
    `${record.verified} verified`,
    `${record.failed} not`,
    ...(record.forwarded > 0 ? [`${record.forwarded} forwarded`] : []),
    ...(record.filtered > 0 ? [`${record.filtered} not shown because of the filter`] : []),
    ...(notKept > 0 ? [`${notKept} not kept`] : []),
    ...(record.refused > 0 ? [`${toCount(record.refused, 'request')} refused`] : []),
  ];
  const kept =
    record.history === undefined || record.received === notKept ? '' : `; kept in ${record.history}`;
  return `\n${paragraph(`${parts.join(', ')}${kept}.`, page, { indent: 0 })}`;
}
