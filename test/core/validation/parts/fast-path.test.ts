import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Entry } from '../../../../src/core/capture/records.ts';
import { isPayloadObject, type PayloadObject } from '../../../../src/core/events/payload.ts';
import { checkPart } from '../../../../src/core/validation/parts/check-part.ts';
import type { RecordChecker } from '../../../../src/core/validation/parts/record-checker.ts';
import { toLevels } from '../../../../src/core/validation/rules/rules.ts';
import { outline, toPart } from './checking.ts';

const settings = { levels: toLevels(new Map()), nowMs: Date.parse('2026-11-25T00:00:00Z') };
const readers = {
  mayHoldCaptures: false,
  decodeCapture: () => ({ kind: 'not_capture' }) as const,
  readHar: () => undefined,
};

/** Says of an event that it is older than one of the same person before it, and writes down what it hears of. */
function createChecker(heard: string[]): RecordChecker {
  const events: { readonly id: unknown; readonly time: string }[] = [];
  const isOlder = ({ fp_id: id, timestamp }: PayloadObject) =>
    events.some((event) => event.id === id && event.time.slice(0, 19) > String(timestamp).slice(0, 19));
  const remember = ({ fp_id: id, timestamp }: PayloadObject) => {
    heard.push(String(timestamp));
    events.push({ id, time: String(timestamp) });
  };
  return {
    check: (entry: Entry) => {
      if (entry.kind !== 'payload' || !isPayloadObject(entry.value)) return [];
      const { startLine: line, startColumn: column } = entry.source.piece;
      const about = { path: [], event: null, line, column, message: '' };
      const older = isOlder(entry.value);
      remember(entry.value);
      return older ? [{ ...about, code: 'timestamp_out_of_order', severity: 'warning' }] : [];
    },
    pass: (person, time) => {
      const payload = { fp_id: person, timestamp: toText(time) };
      if (isOlder(payload)) return false;
      remember(payload);
      return true;
    },
  };
}

/** From 20250505100000. */
function toText(time: number): string {
  return String(time).replace(/(....)(..)(..)(..)(..)(..)/, '$1-$2-$3T$4:$5:$6Z');
}

function event(second: number, person: string, more: object = {}): string {
  const [timestamp, fp_id] = [`2025-05-05T10:00:0${second}Z`, `fp_id_${person}`];
  return JSON.stringify({
    event_kind: 'footprint.user.info_requested',
    fp_id,
    is_live: false,
    timestamp,
    ...more,
  });
}

function checkLines(lines: readonly string[], form: 'lines' | 'elements' = 'lines') {
  const heard: string[] = [];
  const part = toPart(lines.join(form === 'lines' ? '\n' : ',\n'), { form });
  const result = checkPart(part, { settings, checker: createChecker(heard), readers });
  return { heard, result };
}

test('of events in order the checker hears only what is not clean', () => {
  const { heard, result } = checkLines([event(1, 'a'), event(2, 'a', { x: 1 }), '7', 'x', event(2, 'a')]);
  expect([heard.length, result.payloads]).toEqual([1, 5]);
});

test('where an event is older than the newest the checker hears everything in its order, and nothing is counted twice', () => {
  const { heard, result } = checkLines([
    event(2, 'a'),
    event(3, 'b'),
    event(1, 'a'),
    event(4, 'a', { x: 1 }),
  ]);
  expect(heard.map((time) => time.slice(18, 19))).toEqual(['2', '3', '1', '4']);
  expect(outline(result)).toEqual(['timestamp_out_of_order 3:1']);
  expect([result.payloads, result.seen['footprint.user.info_requested']?.count]).toEqual([4, 4]);
});

const events = fc.array(
  fc.tuple(
    fc.nat(9),
    fc.constantFrom('a', 'b'),
    fc.constantFrom({}, {}, {}, { x: 1 }, { timestamp: 'soon' }),
  ),
  { maxLength: 12 },
);

test('the same is out of order as when the checker hears of everything', () => {
  fc.assert(
    fc.property(events, fc.constantFrom('lines', 'elements'), (made, form) => {
      const { result } = checkLines(
        made.map((each) => event(...each)),
        form,
      );
      // White space behind the brace makes that nothing is clean.
      const { result: full } = checkLines(
        made.map((each) => event(...each).replace('{', '{ ')),
        form,
      );
      expect(result).toEqual(full);
    }),
  );
});
