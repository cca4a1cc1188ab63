import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { expect, it, test } from 'vitest';
import { encodeCapture } from '../../../src/core/capture/capture.ts';
import { captureJsonSchema } from '../../../src/core/capture/schema.ts';
import { volume } from '../../harness/volume.ts';
import { anyCapture, sample } from './cases.ts';

const path = 'schemas/capture.v1.json';
const published: object = JSON.parse(readFileSync(path, 'utf8'));
// `oneOf` names properties that are defined beside it, which only strictRequired minds.
const ajv = new Ajv2020({ strict: true, strictRequired: false });
addFormats.default(ajv);
const accepts = ajv.compile(published);

test('the published schema is the one that decodes', () => {
  expect(published, `${path} is out of date: run \`node scripts/schemas.ts\``).toEqual(captureJsonSchema());
});

test('the published schema accepts every encoded capture', () => {
  fc.assert(
    fc.property(anyCapture, (capture) => {
      expect(accepts(JSON.parse(encodeCapture(capture))), ajv.errorsText(accepts.errors)).toBe(true);
    }),
    { numRuns: volume(60, 300) },
  );
});

it.each<[string, Record<string, unknown>]>([
  ['a higher version', { capture: 2 }],
  ['two bodies', { bodyBase64: '' }],
  ['no body', { bodyText: undefined }],
  ['base64 that is not canonical', { bodyText: undefined, bodyBase64: 'QR==' }],
  ['headers as an object', { headers: {} }],
  ['a header without a value', { headers: [['a']] }],
  ['a time without milliseconds', { receivedAt: '2026-11-22T11:40:08Z' }],
  ['an unknown verdict', { verdict: { kind: 'fine' } }],
  ['an answer without a status', { answer: { by: 'app' } }],
])('the published schema refuses %s', (_, change) => {
  expect(accepts(JSON.parse(JSON.stringify({ ...JSON.parse(encodeCapture(sample)), ...change })))).toBe(
    false,
  );
});
