import { expect, test } from 'vitest';
import type { Verdict } from '../../src/core/signature/verdict.ts';
import { explainVerdict, explainWrong } from '../../src/report/explain.ts';

const tooOld = (ageSeconds: number): Verdict => ({
  kind: 'timestamp_out_of_range',
  ageSeconds,
  toleranceSeconds: 300,
});

test.each<[Verdict, string, RegExp]>([
  [{ kind: 'header_missing', header: 'svix-id' }, 'header svix-id is missing', /proxy/],
  [{ kind: 'timestamp_malformed', value: '1614265330000' }, 'not a whole number', /milliseconds/],
  [{ kind: 'timestamp_malformed', value: '2026-01-01T00:00:00Z' }, 'not a whole number', /date/],
  [{ kind: 'timestamp_malformed', value: 'x' }, 'not a whole number', /1614265330/],
  [tooOld(301), 'the timestamp is 5 min 1 s old, more than the 5 min', /signed anew/],
  [tooOld(3_600), 'the timestamp is 1 h old', /clock/],
  [tooOld(187_200), 'the timestamp is 2 d 4 h old', /clock/],
  [tooOld(-400), 'the timestamp is 6 min 40 s in the future', /clock/],
  [{ kind: 'signature_unusable', versions: ['v1a'], reason: 'other_scheme' }, 'only v1a', /whpk_/],
  [
    { kind: 'signature_unusable', versions: [], reason: 'malformed' },
    'no item of the form v1,<base64>',
    /spaces/,
  ],
  [{ kind: 'signature_mismatch', itemCount: 1 }, 'signature does not match', /secret/],
])('the verdict %j is explained, with what to look at next', (verdict, message, hint) => {
  const explanation = explainVerdict(verdict);
  expect(explanation?.message).toContain(message);
  expect(explanation?.hints.join(' ')).toMatch(hint);
  expect(explanation?.message).not.toMatch(/^[A-Z]|\.$/);
});

test('a valid delivery needs no explanation', () => {
  const verdict = {
    ageSeconds: 0,
    headerFamily: 'svix',
    scheme: 'v1',
    keyIndex: 0,
    keyName: '',
    itemIndex: 0,
  } as const;
  expect(explainVerdict({ kind: 'valid', ...verdict, itemCount: 1 })).toBe(undefined);
});

test('a verdict on what is wrong on purpose is explained', () => {
  expect(explainWrong(true, 'timestamp')).toBe(
    'The app took it although its time was changed after signing: it does not verify signatures as it should.',
  );
  expect(explainWrong(false, 'timestamp')).toBe(
    'It was refused, as it should be: its time was changed after signing.',
  );
});
