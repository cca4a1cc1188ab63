import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../../../src/core/capture/capture.ts';
import { decodeCaptureValue } from '../../../../src/core/capture/decode.ts';
import { splitDocument } from '../../../../src/core/capture/records.ts';
import { EVENTS } from '../../../../src/core/events/catalogue.ts';
import { isPayloadObject, type PayloadObject } from '../../../../src/core/events/payload.ts';
import { createGenerator } from '../../../../src/core/payloads/generation/generate.ts';
import { NO_TIME, toPlainTime } from '../../../../src/core/validation/clean/plain-time.ts';
import {
  createRecordChecker,
  type RecordChecker,
  type Surroundings,
} from '../../../../src/core/validation/parts/record-checker.ts';
import type { Level } from '../../../../src/core/validation/rules/rule.ts';
import { type FindingCode, RULES, toLevels } from '../../../../src/core/validation/rules/rules.ts';
import { createDice } from '../../../../src/io/dice.ts';
import { volume } from '../../../harness/volume.ts';
import { sample } from '../../capture/cases.ts';

const nowMs = Date.parse('2026-01-01T00:00:00Z');
const quiet: Surroundings = { explainSignature: () => undefined, isCommitted: true };

function checkerWith(changes: readonly (readonly [FindingCode, Level])[] = [], surroundings = quiet) {
  return createRecordChecker({ levels: toLevels(new Map(changes)), nowMs }, surroundings);
}

function entriesOf(text: string) {
  return [...splitDocument(Buffer.from(text), 'a.ndjson', decodeCaptureValue)];
}

const anyGenerated = fc
  .tuple(fc.constantFrom(...EVENTS), fc.nat(200), fc.nat(1_000))
  .map(([event, index, seed]) => {
    const { body } = createGenerator(event, { seed, createDice }).at(index);
    return Buffer.from(body).toString();
  });

test('of generated payloads nothing is said but what their event and the documentation call for', () => {
  fc.assert(
    fc.property(fc.array(anyGenerated, { maxLength: 8 }), (lines) => {
      const { check } = checkerWith([['timestamp_out_of_order', 'off']]);
      const codes = entriesOf(lines.join('\n')).flatMap((entry) => check(entry).map(({ code }) => code));
      expect(codes.filter((code) => !['deprecated_event', 'zone_missing'].includes(code))).toEqual([]);
    }),
    { numRuns: volume(60, 300) },
  );
});

function passes({ pass }: RecordChecker, { fp_id: person, timestamp }: PayloadObject): boolean {
  const text = Buffer.from(String(timestamp));
  const time = toPlainTime(text, 0, text.length);
  return time !== NO_TIME && pass?.(String(person), time) === true;
}

test('whether clean payloads are passed or checked changes nothing', () => {
  const fewPeople = fc
    .tuple(anyGenerated, fc.nat(2))
    .map(([line, person]) => JSON.stringify({ ...JSON.parse(line), fp_id: `fp_id_test_${person}` }));
  const seen = { passed: 0, late: 0 };
  fc.assert(
    fc.property(fc.array(fewPeople, { maxLength: 12 }), (lines) => {
      const [all, some] = [checkerWith(), checkerWith()];
      for (const entry of entriesOf(lines.join('\n'))) {
        const findings = all.check(entry);
        const value = entry.kind === 'payload' ? entry.value : undefined;
        const isLate = findings.some(({ code }) => code === 'timestamp_out_of_order');
        const mayPass = findings.length === 0 || (isLate && findings.length === 1);
        seen.late += Number(isLate);
        if (mayPass && isPayloadObject(value) && passes(some, value)) {
          seen.passed += 1;
          expect(findings).toEqual([]);
        } else expect(some.check(entry)).toEqual(findings);
      }
    }),
    { numRuns: volume(60, 300) },
  );
  expect(Math.min(seen.passed, seen.late)).toBeGreaterThan(50);
});

test('personal data is looked for in files alone', () => {
  const [entry] = entriesOf('{"event_kind":"footprint.vault.updated","x":"jane@my.internal"}');
  const codesOf = (isCommitted: boolean) =>
    entry &&
    checkerWith([], { ...quiet, isCommitted })
      .check(entry)
      .map(({ code }) => code);
  expect(codesOf(true)).toContain('personal_data');
  expect(codesOf(false)).not.toContain('personal_data');
});

test('a signature whose rule is off is not judged', () => {
  const [entry] = entriesOf(encodeCapture(sample));
  let judged = 0;
  const explainSignature = () => {
    judged += 1;
    return 'It does not match.';
  };
  const run = (level: Level) =>
    entry && checkerWith([['signature_invalid', level]], { ...quiet, explainSignature }).check(entry);
  expect(run('warning')).toContainEqual(
    expect.objectContaining({
      code: 'signature_invalid',
      severity: 'warning',
      message: 'It does not match.',
    }),
  );
  expect(judged).toBe(1);
  expect(run('off')?.map(({ code }) => code)).not.toContain('signature_invalid');
  expect(judged).toBe(1);
});

test('a checker whose rules are all off says nothing', () => {
  const { check } = checkerWith((Object.keys(RULES) as FindingCode[]).map((code) => [code, 'off']));
  const lines = [
    '7',
    '{oops}',
    '{"capture":1,"id"',
    '{"capture":1}',
    '{"event_kind":"x","a":1,"a":0.1e400}',
    encodeCapture(sample),
  ];
  expect(entriesOf(lines.join('\n')).flatMap((entry) => check(entry))).toEqual([]);
});
