import { renderAssertion } from './human/assertion.ts';
import { renderEvent, renderFixture, renderRule, renderScenario, renderWritten } from './human/catalogue.ts';
import { renderConfigSummary, renderSetting } from './human/config.ts';
import { renderDelivery } from './human/delivery.ts';
import { renderComputed, renderJudged } from './human/diagnosis.ts';
import { type Answers, type Printed, renderOtherAnswer } from './human/forwarded.ts';
import {
  renderExported,
  renderImportSummary,
  renderKept,
  renderPruneSummary,
  renderRecoverSummary,
} from './human/history.ts';
import {
  renderListenSummary,
  renderReady,
  renderReceived,
  renderRefused,
  type View,
} from './human/listen.ts';
import { renderReplaySummary, renderRequest, renderSent, renderSigned } from './human/sending.ts';
import { renderCoverage, renderFinding, renderValidateSummary } from './human/validate.ts';
import { type Page, paragraph } from './layout.ts';
import { type Renderer, streamOf } from './ndjson.ts';
import type { OutputRecord, RecordOf } from './records.ts';
import { toVisible } from './text.ts';

/**
 * Text for people. A delivery that is forwarded is held back until the answers of all apps complete its line,
 * or until `waiting` says that this takes long.
 */
export function createHumanRenderer(view: View): Renderer {
  const pending = new Map<string, Held>();
  const printed = new Map<string, Printed>();
  let forwards = false;
  return (record) => {
    if (record.type === 'ready') forwards = record.forwards !== undefined;
    const text = render(record, { view, pending, printed, forwards });
    return text === '' ? [] : [{ stream: streamOf(record), text }];
  };
}

/** A delivery whose line is not printed yet, and the answers to it so far. */
interface Held {
  readonly received: RecordOf<'received'>;
  readonly answers: RecordOf<'forwarded'>[];
}

interface State {
  readonly view: View;
  /** By capture id. */
  readonly pending: Map<string, Held>;
  /** The latest deliveries by capture id, where they are passed on: answers to them can come late, or again. */
  readonly printed: Map<string, Printed>;
  /** Whether this listener passes deliveries on at all. */
  readonly forwards: boolean;
}

function render(record: OutputRecord, state: State): string {
  switch (record.type) {
    case 'received':
      return renderDelivered(record, state);
    case 'waiting':
      return renderWaiting(record, state);
    case 'forwarded':
      return renderForwarded(record, state);
    case 'diagnosed': {
      const held = take(state.pending, record.id);
      return held === undefined ? '' : renderUnforwarded(held.received, state, record);
    }
    default:
      return renderAlone(record.type, record, state.view);
  }
}

/** The records whose words depend on no record before them. */
type AloneType = Exclude<OutputRecord['type'], 'received' | 'waiting' | 'forwarded' | 'diagnosed'>;

function renderAlone<Type extends AloneType>(type: Type, record: RecordOf<Type>, view: View): string {
  return ALONE[type](record, view);
}

const ALONE: { readonly [Type in AloneType]: (record: RecordOf<Type>, view: View) => string } = {
  ready: renderReady,
  refused: renderRefused,
  judged: renderJudged,
  computed: renderComputed,
  kept: renderKept,
  delivery: renderDelivery,
  exported: renderExported,
  location: ({ path }) => `${toVisible(path)}\n`,
  signed: renderSigned,
  sent: renderSent,
  request: renderRequest,
  finding: renderFinding,
  rule: renderRule,
  coverage: renderCoverage,
  assertion: renderAssertion,
  summary: renderSummary,
  event: renderEvent,
  schema: ({ schema }) => `${JSON.stringify(schema, null, 2)}\n`,
  contract: ({ content }) =>
    typeof content === 'string' ? content : `${JSON.stringify(content, null, 2)}\n`,
  setting: renderSetting,
  fixture: renderFixture,
  scenario: renderScenario,
  written: renderWritten,
  // Its reader is a program, and what could steer a terminal was taken out when it was made.
  document: ({ text }) => text,
  notice: renderMessage,
  error: renderMessage,
};

/** A delivery that no app answers has its line at once; one that failed waits for its diagnosis. */
function renderDelivered(record: RecordOf<'received'>, state: State): string {
  if (state.forwards || record.forwards !== undefined) remember(state.printed, record);
  if (record.forwards === undefined && record.verdict.kind === 'valid')
    return renderUnforwarded(record, state);
  state.pending.set(record.id, { received: record, answers: [] });
  return '';
}

function renderUnforwarded(
  received: RecordOf<'received'>,
  { view, forwards }: State,
  diagnosed?: RecordOf<'diagnosed'>,
): string {
  return renderReceived(received, view, forwards ? 'not_forwarded' : 'kept', diagnosed);
}

function renderWaiting(record: RecordOf<'waiting'>, { view, pending }: State): string {
  const held = take(pending, record.id);
  if (held === undefined) return '';
  const isSeveral = toTargets(held).length > 1;
  return renderReceived(held.received, view, isSeveral ? toAnswers(held) : 'waiting');
}

/** One app's answer completes the line of its delivery; with several, each stands below it with its URL. */
function renderForwarded(record: RecordOf<'forwarded'>, { view, pending, printed }: State): string {
  const held = pending.get(record.id);
  if (held === undefined || record.replayed === true)
    return renderOtherAnswer(record, printed.get(record.id), view);
  held.answers.push(record);
  const targets = toTargets(held);
  if (held.answers.length < targets.length) return '';
  pending.delete(record.id);
  return renderReceived(held.received, view, targets.length > 1 ? toAnswers(held) : record);
}

function toTargets({ received }: Held): readonly string[] {
  return received.forwards ?? [];
}

/** In the order of the URLs, so that each app has its place. */
function toAnswers(held: Held): Answers {
  const targets = toTargets(held);
  const given = held.answers.toSorted((one, other) => targets.indexOf(one.url) - targets.indexOf(other.url));
  return { type: 'answers', given, missing: targets.length - given.length };
}

/** Later answers come to these at most. */
const MOST_PRINTED = 1_000;

function remember(printed: Map<string, Printed>, { id, event, forwards = [] }: RecordOf<'received'>): void {
  printed.set(id, { event, isSeveral: forwards.length > 1 });
  const [oldest] = printed.size > MOST_PRINTED ? printed.keys() : [];
  if (oldest !== undefined) printed.delete(oldest);
}

function take<Value>(map: Map<string, Value>, key: string): Value | undefined {
  const value = map.get(key);
  map.delete(key);
  return value;
}

function renderSummary(record: RecordOf<'summary'>, page: Page): string {
  switch (record.command) {
    case 'listen':
      return renderListenSummary(record, page);
    case 'replay':
      return renderReplaySummary(record, page);
    case 'validate':
      return renderValidateSummary(record, page);
    case 'history import':
      return renderImportSummary(record, page);
    case 'history prune':
      return renderPruneSummary(record, page);
    case 'history recover':
      return renderRecoverSummary(record, page);
    case 'config':
      return renderConfigSummary(record, page);
  }
}

function renderMessage(record: RecordOf<'notice' | 'error'>, page: Page): string {
  const message = paragraph(record.message, page, {
    indent: 0,
    style: record.type === 'error' ? 'bad' : 'warn',
  });
  return record.hint === undefined ? message : message + paragraph(record.hint, page, { indent: 2 });
}
