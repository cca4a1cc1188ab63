import { type Field, field, type Page, paragraph, row, termed } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toCount, toShort, toShortName } from '../text.ts';
import { toTryCommand } from '../try-command.ts';
import { isRepeated, renderKnown, renderReferee } from './diagnosis.ts';

/** What the words below need besides the record. `timeOfDay` turns an RFC 3339 moment into HH:MM:SS. */
export interface View extends Page {
  readonly timeOfDay: (moment: string) => string;
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
    ['forwarding to', record.forward],
    ['only on path', record.path],
    ['secret', record.secrets.map(({ name, source }) => name + (SOURCE_NOTES.get(source) ?? '')).join(', ')],
    ['kept in', record.save],
  ];
  const lines = settings.map(([label, value]) => {
    return value === undefined ? '' : termed(field(`  ${label}`, 'quiet'), value, page, { indent: 18 });
  });
  const title = row([field('Ready:', 'good'), field(record.url, 'strong')], page, 2);
  return `${title}${lines.join('')}${record.development ? renderDevelopment(record.url, page) : ''}\n`;
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

/** What became of a delivery so far: the app's answer, or where it stands without one. */
export type Fate = Forwarded | 'waiting' | 'kept' | 'not_forwarded';

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
      : [field(record.explanation.message, 'bad', 62)]),
    resultField(record, fate),
  ];
  const details =
    diagnosed === undefined ? adviceLines(record, view) : diagnosisLines(record, diagnosed, view);
  const late = typeof fate === 'object' ? answerLines(fate, view) : '';
  return row(fields, view, HANG) + details + noteLines(record, view) + late;
}

function eventField(record: Received): Field {
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

function factFields(record: Received): Field[] {
  const { subject, isLive, findings } = record;
  const isExample = findings.some(({ code }) => code === 'example_data');
  const environment = isExample ? 'example' : isLive === undefined ? '' : isLive ? 'live' : 'sandbox';
  return [
    field(subject === undefined ? '' : `${subject.kind} ${toShort(subject.id, 24)}`, 'plain', 20),
    field(record.facts.map((fact) => toShort(fact, 60)).join(' · '), 'accent', 22),
    field(environment, isLive === true ? 'warn' : 'quiet', 7),
    field(record.attempt > 1 ? `attempt ${record.attempt}` : '', 'warn'),
  ];
}

function resultField(record: Received, fate: Fate): Field {
  if (typeof fate === 'object') return answerField(fate);
  if (fate === 'waiting') return field('→ waiting for the app', 'warn');
  if (record.verdict.kind === 'valid') return field('');
  return field(fate === 'kept' ? `→ answered ${record.answerStatus ?? 400}` : '→ not forwarded', 'bad');
}

function answerField(forwarded: Forwarded): Field {
  const latency = `${Math.round(forwarded.latencyMs)} ms`;
  if (forwarded.status === null) {
    return {
      spans: [
        { text: `→ ${forwarded.error?.message ?? 'no answer'}`, style: 'bad' },
        { text: `  ${latency}`, style: 'quiet' },
      ],
    };
  }
  const good = forwarded.status >= 200 && forwarded.status <= 299;
  return {
    spans: [
      { text: `→ ${forwarded.status}`, style: good ? 'good' : 'bad' },
      { text: `  ${latency}`, style: 'quiet' },
    ],
  };
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
    (isRepeated(diagnosed) ? '' : renderReferee(record.referee, view, DETAIL))
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
  const referee =
    record.referee?.note === undefined
      ? ''
      : paragraph(`note: ${record.referee.note}`, view, { indent: DETAIL, style: 'warn' });
  return findings.join('') + referee;
}

function answerLines(forwarded: Forwarded, view: View): string {
  return forwarded.hint === undefined
    ? ''
    : paragraph(forwarded.hint, view, { indent: DETAIL, style: 'warn' });
}

/** The app's answer when its delivery was already printed, because the app took its time. */
export function renderLateAnswer(record: Forwarded, event: string | null, view: View): string {
  const name = event === null ? 'the delivery above' : toShort(toShortName(event), 48);
  return (
    row([field(' '.repeat(HANG)), field(`${name} answered late`, 'quiet'), answerField(record)], view, HANG) +
    answerLines(record, view)
  );
}

/** A request that never became a delivery. */
export function renderRefused(record: RecordOf<'refused'>, page: Page): string {
  return row(
    [
      field(' '.repeat(8)),
      field('–', 'warn'),
      field(record.message, 'warn'),
      field(`→ answered ${record.status}`, 'quiet'),
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
  const parts = [
    `${toCount(record.received, 'delivery', 'deliveries')} received`,
    `${record.verified} verified`,
    `${record.failed} not`,
    ...(record.forwarded > 0 ? [`${record.forwarded} forwarded`] : []),
    ...(record.refused > 0 ? [`${toCount(record.refused, 'request')} refused`] : []),
  ];
  const kept = record.save === undefined || record.received === 0 ? '' : `; kept in ${record.save}`;
  return `\n${paragraph(`${parts.join(', ')}${kept}.`, page, { indent: 0 })}`;
}
