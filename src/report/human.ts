import { renderAssertion } from './human/assertion.ts';
import {
  renderEventLine,
  renderEventPage,
  renderFixture,
  renderRule,
  renderScenario,
  renderWritten,
} from './human/catalogue.ts';
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
  const { view, pending, printed, forwards } = state;
  switch (record.type) {
    case 'ready':
      return renderReady(record, view);
    case 'received':
      if (forwards || record.forwards !== undefined) remember(printed, record);
      if (record.forwards === undefined && record.verdict.kind === 'valid')
        return renderReceived(record, view, forwards ? 'not_forwarded' : 'kept');
      pending.set(record.id, { received: record, answers: [] });
      return '';
    case 'waiting':
      return renderWaiting(record, state);
    case 'forwarded':
      return renderForwarded(record, state);
    case 'refused':
      return renderRefused(record, view);
    case 'diagnosed': {
      const held = take(pending, record.id);
      if (held === undefined) return '';
      return renderReceived(held.received, view, forwards ? 'not_forwarded' : 'kept', record);
    }
    case 'judged':
      return renderJudged(record, view);
    case 'computed':
      return renderComputed(record, view);
    case 'kept':
      return renderKept(record, view);
    case 'delivery':
      return renderDelivery(record, view);
    case 'exported':
      return renderExported(record, view);
    case 'location':
      return `${toVisible(record.path)}\n`;
    case 'signed':
      return renderSigned(record);
    case 'sent':
      return renderSent(record, view);
    case 'request':
      return renderRequest(record, view);
    case 'finding':
      return renderFinding(record, view);
    case 'rule':
      return renderRule(record, view);
    case 'coverage':
      return renderCoverage(record, view);
    case 'assertion':
      return renderAssertion(record, view);
    case 'summary':
      return renderSummary(record, view);
    case 'event':
      return record.example === undefined ? renderEventLine(record, view) : renderEventPage(record, view);
    case 'schema':
      return `${JSON.stringify(record.schema, null, 2)}\n`;
    case 'contract':
      return typeof record.content === 'string'
        ? record.content
        : `${JSON.stringify(record.content, null, 2)}\n`;
    case 'setting':
      return renderSetting(record, view);
    case 'fixture':
      return renderFixture(record, view);
    case 'scenario':
      return renderScenario(record, view);
    case 'written':
      return renderWritten(record, view);
    // Its reader is a program, and what could steer a terminal was taken out when it was made.
    case 'document':
      return record.text;
    case 'notice':
    case 'error':
      return renderMessage(record, view);
  }
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
