import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../../../src/core/capture/capture.ts';
import { decodeCaptureValue } from '../../../../src/core/capture/decode.ts';
import { FORMS, type InputForm } from '../../../../src/core/json/cut.ts';
import { createContentCutter } from '../../../../src/core/json/cut-content.ts';
import type { Verdict } from '../../../../src/core/signature/verdict.ts';
import { checkPart } from '../../../../src/core/validation/parts/check-part.ts';
import { readHarRecords } from '../../../../src/core/validation/parts/har-records.ts';
import type { FoundGroup } from '../../../../src/core/validation/parts/part.ts';
import { createRecordChecker } from '../../../../src/core/validation/parts/record-checker.ts';
import type { RecordReaders } from '../../../../src/core/validation/parts/record-readers.ts';
import type { Level } from '../../../../src/core/validation/rules/rule.ts';
import { toLevels } from '../../../../src/core/validation/rules/rules.ts';
import { explainVerdict } from '../../../../src/report/explain.ts';
import { CODE_POINT } from '../../../harness/code-point.ts';
import { PROJECT } from '../../../harness/folder.ts';
import { UNSEEN } from '../../../harness/unseen.ts';
import { volume } from '../../../harness/volume.ts';
import { anyCapture } from '../../capture/cases.ts';

/** Also what is usually off. */
const levels = toLevels(
  new Map<'superseded_revision' | 'signature_time', Level>([
    ['superseded_revision', 'warning'],
    ['signature_time', 'warning'],
  ]),
);
const nowMs = Date.parse('2026-01-01T00:00:00Z');

/** Cut as the command cuts it, but at smaller sizes. */
function check(bytes: Uint8Array, name: string, { as, partBytes }: Manner): readonly FoundGroup[] {
  const cutter = createContentCutter({ name, as }, { partBytes, longestBytes: 16 * partBytes });
  const cuts = [...cutter.push(bytes), ...cutter.end()];
  const settings = { levels, nowMs, ...(as && { as }) };
  return cuts.flatMap((cut, part) => {
    const checker = createRecordChecker(settings, {
      explainSignature: ({ verdict }) => explainVerdict(verdict)?.message,
      isCommitted: true,
    });
    return checkPart({ input: 0, part, name, form: cutter.form(), ...cut }, { settings, checker, readers })
      .groups;
  });
}

interface Manner {
  readonly as?: InputForm | undefined;
  readonly partBytes: number;
}

const readers: RecordReaders = {
  mayHoldCaptures: true,
  decodeCapture: decodeCaptureValue,
  readHar: readHarRecords,
};

const FIXTURES = globSync('fixtures/**/*.json', { cwd: PROJECT }).map((name) =>
  readFileSync(join(PROJECT, name)),
);

/** Text in which what a terminal obeys is not rare. */
const anyText = fc.string({
  unit: fc.oneof(
    CODE_POINT,
    fc.constantFrom('\u001b', '\u0085', '\u009b', '\u202e', '\u2028', '\u00ad', 'a', '7', '@'),
  ),
});

/** A fixture with some bytes replaced, put in or taken out: mostly still JSON with something odd in it. */
const mutated = fc
  .tuple(
    fc.constantFrom(...FIXTURES),
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.nat(3),
        fc.oneof(fc.constantFrom(...Buffer.from('"\\{}[],:0e-@\n\x1b')), fc.nat(255)),
      ),
      {
        maxLength: 4,
      },
    ),
  )
  .map(([fixture, changes]) => {
    const bytes = [...fixture];
    for (const [at, removed, byte] of changes) bytes.splice(at % bytes.length, removed, byte);
    return Uint8Array.from(bytes);
  });

/** A payload with texts of any characters in known and unknown places, as they are and as escapes. */
const odd = fc
  .tuple(fc.constantFrom(...FIXTURES), fc.dictionary(anyText, fc.jsonValue()), anyText)
  .chain(([fixture, more, text]) => {
    const payload = JSON.parse(fixture.toString());
    const keys = fc.subarray(Object.keys(payload), { maxLength: 3 });
    return keys.map((names) =>
      Buffer.from(
        JSON.stringify({ ...payload, ...more, ...Object.fromEntries(names.map((name) => [name, text])) }),
      ),
    );
  });

/** What a capture may say of itself when somebody else wrote it. */
const anyVerdict = fc.oneof(
  anyText.map((header): Verdict => ({ kind: 'header_missing', header })),
  anyText.map(
    (version): Verdict => ({ kind: 'signature_unusable', versions: [version], reason: 'other_scheme' }),
  ),
);

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: 'binary' }).map((text) => Buffer.from(text)),
  fc.json().map((text) => Buffer.from(text)),
  mutated,
  odd,
  fc
    .tuple(anyCapture, fc.oneof(mutated, odd), fc.option(anyVerdict, { nil: undefined }))
    .map(([capture, body, verdict = capture.verdict]) =>
      Buffer.from(encodeCapture({ ...capture, verdict, delivery: { ...capture.delivery, body } })),
    ),
);

/** What holds records, with anything in it. */
const HOLDERS: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => `[${text},${text}]`,
  (text) => `{"eventType":"a","payload":${text}}`,
  (text) => `{"data":[{"eventType":"a","payload":${text}},${text}],"done":true}`,
  (text) => toHar(JSON.stringify(text), '[]'),
  (text) => toHar('"{}"', `[{"name":"svix-id","value":${JSON.stringify(text)}}]`),
  (text) => toHar(text, '[]'),
];

function toHar(body: string, headers: string): string {
  const request = `{"method":"POST","url":"http://a/","headers":${headers},"postData":{"text":${body}}}`;
  return `{"log":{"entries":[{"startedDateTime":"2025-05-05T10:00:00Z","request":${request}}]}}`;
}

const anyHeld = fc
  .tuple(anyBytes, fc.constantFrom(...HOLDERS))
  .map(([bytes, hold]) => (hold === HOLDERS[0] ? bytes : Buffer.from(hold(Buffer.from(bytes).toString()))));

test('no input crashes the check, and no words that are said of any have a control character in them', () => {
  const file = fc.constantFrom('a.json', 'a.ndjson');
  const manner = fc.record({
    as: fc.option(fc.constantFrom<InputForm>(...FORMS), { nil: undefined }),
    partBytes: fc.constantFrom(100, 10_000),
  });
  const seen = new Set<string>();
  fc.assert(
    fc.property(fc.array(anyHeld, { maxLength: 3 }), file, manner, (parts, name, how) => {
      const bytes = Buffer.concat(parts.flatMap((part) => [part, Buffer.from('\n')]));
      for (const { finding, places } of check(bytes, name, how)) {
        const { code, message, expected = '', actual = '' } = finding;
        seen.add(code);
        for (const words of [message, expected, actual]) expect(words).not.toMatch(UNSEEN);
        expect(Math.min(...places)).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: volume(300, 1_500) },
  );
  for (const code of [
    'har_entry_invalid',
    'export_invalid',
    'not_utf8',
    'not_json',
    'line_too_long',
    'empty',
  ])
    expect(seen).toContain(code);
});

test.each([
  ['brackets', '['.repeat(300_000)],
  ['nested keys', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`],
  ['one long key twice', `{"${'k'.repeat(500_000)}":1,"${'k'.repeat(500_000)}":2}`],
  ['many numbers', `[{"a":[${'12345678901234567890,'.repeat(50_000)}1]}]`],
  ['many addresses', `{"a":"${'a@b.cc '.repeat(100_000)}"}`],
  ['many keys', `{${Array.from({ length: 100_000 }, (_, index) => `"k${index}":"${index}@b.cc"`).join()}}`],
  ['a long number', `{"a":${'9'.repeat(1_000_000)}}`],
])('%s are checked at once, with few findings', (_, text) => {
  const groups = check(Buffer.from(text), 'a.json', { partBytes: 1_048_576 });
  expect(groups.reduce((sum, { places }) => sum + places.length / 2, 0)).toBeLessThanOrEqual(300);
});
