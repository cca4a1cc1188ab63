import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Capture, encodeCapture } from '../../../../src/core/capture/capture.ts';
import { decodeCaptureValue } from '../../../../src/core/capture/decode.ts';
import { splitDocument } from '../../../../src/core/capture/records.ts';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import { toPlacedBody } from '../../../../src/core/json/locate.ts';
import type { PathStep } from '../../../../src/core/json/places.ts';
import { findJson } from '../../../../src/core/json/scan.ts';
import {
  createGenerator,
  createInvalidGenerator,
} from '../../../../src/core/payloads/generation/generate.ts';
import { createRecordChecker } from '../../../../src/core/validation/parts/record-checker.ts';
import { toLevels } from '../../../../src/core/validation/rules/rules.ts';
import { createDice } from '../../../../src/io/dice.ts';
import { CODE_POINT } from '../../../harness/code-point.ts';
import { volume } from '../../../harness/volume.ts';
import { sample } from '../../capture/cases.ts';

const levels = toLevels(new Map());
const nowMs = Date.parse('2026-01-01T00:00:00Z');
const surroundings = { explainSignature: () => undefined, isCommitted: true };

function toLine(body: string): string {
  return encodeCapture({ ...sample, delivery: { ...sample.delivery, body: Buffer.from(body) } });
}

function entriesOf(text: string) {
  return [...splitDocument(Buffer.from(text), 'c.ndjson', decodeCaptureValue)];
}

function pathsOf(value: unknown): PathStep[][] {
  if (typeof value !== 'object' || value === null) return [[]];
  const steps: [PathStep, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [[], ...steps.flatMap(([step, child]) => pathsOf(child).map((path) => [step, ...path]))];
}

function valueAt(value: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>((inner, step) => Object(inner)[step], value);
}

/** Some letters as escapes, which JSON allows for any. */
function escapeSome(json: string, every: number): string {
  return json.replace(/\\u.{4}|\\.|[a-zé京]/g, (letter, at: number) =>
    letter.length === 1 && every > 0 && at % every === 0
      ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
      : letter,
  );
}

const text = fc.string({ unit: CODE_POINT, maxLength: 6 });
const anyText = fc.oneof(text, fc.constantFrom('Zoë 北京 😀 é', '"\\/\b\f\n\r\t', '\u2028\u0000'));
const payloads = fc
  .tuple(
    fc.constantFrom(...EVENTS),
    fc.nat(60),
    fc.dictionary(anyText, fc.oneof(anyText, fc.array(anyText, { maxLength: 2 }))),
  )
  .map(([event, index, more]) => {
    const { body } = createGenerator(event, { seed: 1, createDice }).at(index);
    return { ...more, ...JSON.parse(Buffer.from(body).toString()) };
  });

test('the place of any value in a capture is where its text begins, among the escapes of the line', () => {
  fc.assert(
    fc.property(payloads, fc.constantFrom(undefined, 1, '\t'), fc.nat(4), (payload, indent, every) => {
      const body = JSON.stringify(payload, null, indent);
      const line = toLine(body).replace(JSON.stringify(body).slice(1, -1), (same) => escapeSome(same, every));
      const [entry] = entriesOf(line);
      if (entry?.kind !== 'capture') throw new Error('It is a capture.');
      const placed = toPlacedBody(entry.source, ['bodyText'], entry.capture.delivery.body);
      for (const path of pathsOf(payload)) {
        const { line: row, column } = placed.placeAt(placed.startOf(path));
        const rest = line.slice(column - 1, line.indexOf('","verdict":'));
        const said: string = JSON.parse(`"${rest}"`);
        expect(row).toBe(1);
        const own = JSON.stringify(valueAt(payload, path), null, indent);
        // Inside, the lines of a value are indented further.
        expect(said.replaceAll(/\n\s*/g, '\n').startsWith(own.replaceAll(/\n\s*/g, '\n'))).toBe(true);
      }
    }),
    { numRuns: volume(40, 200) },
  );
});

test('what is wrong in the body of a capture has its place and its path there, on any line', () => {
  const body = '{\n "event_kind": "footprint.vault.updated",\n "fp_id": 7, "é": "jane@my.internal"\n}';
  const good = toLine('{}');
  const content = `${good}\n${toLine(body)}`;
  const { check } = createRecordChecker({ levels, nowMs }, surroundings);
  const found = entriesOf(content).flatMap((entry) => check(entry));
  const second = content.split('\n')[1] ?? '';
  const columnOf = (value: string) => second.indexOf(value) + 1;
  expect(
    found
      .filter(({ line }) => line === 2)
      .map(({ code, column, path, event }) => [code, column, path, event]),
  ).toEqual(
    expect.arrayContaining([
      ['wrong_type', columnOf('7, '), ['fp_id'], 'footprint.vault.updated'],
      ['personal_data', columnOf('\\"jane@'), ['é'], 'footprint.vault.updated'],
      ['field_missing', columnOf('{\\n'), ['is_live'], 'footprint.vault.updated'],
    ]),
  );
});

test('in a body that is written in base64 the place is that of the whole', () => {
  const line = toLine('7').replace('"bodyText":"7"', '"bodyBase64":"Nw=="');
  const { check } = createRecordChecker({ levels, nowMs }, surroundings);
  const [found] = entriesOf(line).flatMap((entry) => check(entry));
  expect(found).toMatchObject({ code: 'not_an_object', line: 1, column: line.indexOf('"Nw==') + 1 });
});

test.each(EVENTS)(
  '$name: every violation is found where its value stands, or where it is missing',
  (event) => {
    const { size, at } = createInvalidGenerator(event, { seed: 5, createDice });
    for (let index = 0; index < size; index += 1) {
      const { name, body, violation } = at(index);
      const text = Buffer.from(body).toString();
      const value = findJson(text)?.value;
      if (violation === undefined || value === undefined || violation.code === 'not_utf8') continue;
      const { check } = createRecordChecker({ levels, nowMs }, surroundings);
      const found = entriesOf(text).flatMap((entry) => check(entry));
      const own = found.find(({ code }) => code === violation.code);
      const path = [...violation.path];
      while (valueAt(value, path) === undefined) path.pop();
      const wanted = JSON.stringify(valueAt(value, path));
      const start = (own?.column ?? 0) - 1;
      expect([name, own?.line, text.slice(start, start + wanted.length)]).toEqual([name, 1, wanted]);
    }
  },
);

test('where the parts of a capture stand elsewhere in its record, as in a HAR, they are found there', () => {
  const body = '{"event_kind":"footprint.vault.updated","fp_id":7}';
  const record = `{"response":{"status":500},"request":{"postData":{"text":${JSON.stringify(body)}}}}`;
  const [payload] = entriesOf(record);
  const delivery = { ...sample.delivery, body: Buffer.from(body) };
  const capture: Capture = { ...sample, delivery, answer: { by: 'app', status: 500 }, forwardings: [] };
  const places = {
    body: ['request', 'postData', 'text'],
    headers: ['request'],
    status: ['response', 'status'],
  };
  const { check } = createRecordChecker({ levels, nowMs }, surroundings);
  const found = payload && check({ kind: 'capture', source: payload.source, capture, places });
  expect(found?.map(({ code, column, path }) => [code, record.slice(column - 1, column + 2), path])).toEqual(
    expect.arrayContaining([
      ['answer_not_2xx', '500', ['response', 'status']],
      ['wrong_type', '7}"', ['fp_id']],
    ]),
  );
});
