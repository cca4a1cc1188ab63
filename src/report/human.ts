import { renderJudged } from './human/diagnosis.ts';
import { renderEventLine, renderEventPage } from './human/events.ts';
import {
  renderLateAnswer,
  renderListenSummary,
  renderReady,
  renderReceived,
  renderRefused,
  type View,
} from './human/listen.ts';
import { renderReplaySummary, renderSent } from './human/replay.ts';
import { renderSigned } from './human/sign.ts';
import { renderFinding, renderValidateSummary } from './human/validate.ts';
import { type Page, paragraph } from './layout.ts';
import { streamOf } from './ndjson.ts';
import type { OutputRecord, RecordOf } from './records.ts';
import type { Renderer } from './renderer.ts';

/**
 * Text for people. A delivery that is forwarded is held back until the app's answer completes its line,
 * or until `waiting` says that this takes long.
 */
export function createHumanRenderer(view: View): Renderer {
  const pending = new Map<string, RecordOf<'received'>>();
  const printed = new Map<string, string | null>();
  let forwards = false;
  return (record) => {
    if (record.type === 'ready') forwards = record.forward !== undefined;
    const text = render(record, { view, pending, printed, forwards });
    return text === '' ? [] : [{ stream: streamOf(record), text }];
  };
}

interface State {
  readonly view: View;
  /** Deliveries whose line is not printed yet, by capture id. */
  readonly pending: Map<string, RecordOf<'received'>>;
  /** Events of the deliveries that were printed before their answer came, by capture id. */
  readonly printed: Map<string, string | null>;
  /** Whether this listener passes deliveries on at all. */
  readonly forwards: boolean;
}

function render(record: OutputRecord, { view, pending, printed, forwards }: State): string {
  switch (record.type) {
    case 'ready':
      return renderReady(record, view);
    case 'received':
      if (record.forward === undefined && record.verdict.kind === 'valid')
        return renderReceived(record, view, 'kept');
      pending.set(record.id, record);
      return '';
    case 'waiting': {
      const held = take(pending, record.id);
      if (held === undefined) return '';
      printed.set(held.id, held.event);
      return renderReceived(held, view, 'waiting');
    }
    case 'forwarded': {
      const held = take(pending, record.id);
      if (held !== undefined) return renderReceived(held, view, record);
      return renderLateAnswer(record, take(printed, record.id) ?? null, view);
    }
    case 'refused':
      return renderRefused(record, view);
    case 'diagnosed': {
      const held = take(pending, record.id);
      if (held === undefined) return '';
      return renderReceived(held, view, forwards ? 'not_forwarded' : 'kept', record);
    }
    case 'judged':
      return renderJudged(record, view);
    case 'signed':
      return renderSigned(record);
    case 'sent':
      return renderSent(record, view);
    case 'finding':
      return renderFinding(record, view);
    case 'summary':
      return renderSummary(record, view);
    case 'event':
      return record.example === undefined ? renderEventLine(record, view) : renderEventPage(record, view);
    case 'schema':
      return `${JSON.stringify(record.schema, null, 2)}\n`;
    case 'notice':
    case 'error':
      return renderMessage(record, view);
  }
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
  }
}

function renderMessage(record: RecordOf<'notice' | 'error'>, page: Page): string {
  const message = paragraph(record.message, page, {
    indent: 0,
    style: record.type === 'error' ? 'bad' : 'warn',
  });
  return record.hint === undefined ? message : message + paragraph(record.hint, page, { indent: 2 });
}
