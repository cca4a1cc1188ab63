import { createRequire } from 'node:module';
import { Ajv, type AnySchema } from 'ajv';
import draft6 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Capture } from '../../../src/core/capture/capture.ts';
import { findHarEntries, readHarEntry } from '../../../src/core/capture/from-har.ts';
import { toHarEntry, toHarFrame } from '../../../src/core/capture/to-har.ts';
import { judge } from '../../../src/core/signature/judge.ts';
import { volume } from '../../harness/volume.ts';
import { anyCapture, sample } from './cases.ts';

const require = createRequire(import.meta.url);
const harSchemas: Readonly<Record<string, AnySchema>> = require('har-schema');
// The schema spells some keywords in a way of its own, which strict mode would refuse.
const ajv = new Ajv({ strict: false });
addFormats.default(ajv);
ajv.addMetaSchema(draft6);
const accepts = ajv.addSchema(Object.values(harSchemas)).getSchema('har.json#');

const { head, tail } = toHarFrame('1.2.3');
const toHar = (captures: readonly Capture[]) => head + captures.map(toHarEntry).join(',\n') + tail;
const judgeThen = (delivery: Capture['delivery'], nowSeconds: number) => judge(delivery, [], nowSeconds);
const read = (har: string) =>
  (findHarEntries(JSON.parse(har)) ?? []).map((entry) => readHarEntry(entry, judgeThen));

test('what is exported is HAR 1.2', () => {
  fc.assert(
    fc.property(fc.array(anyCapture, { maxLength: 3 }), (captures) => {
      const isHar = accepts?.(JSON.parse(toHar(captures)));
      expect(isHar, JSON.stringify(accepts?.errors)).toBe(true);
    }),
    { numRuns: volume(40, 200) },
  );
});

test('what is exported is read back exactly', () => {
  fc.assert(
    fc.property(fc.array(anyCapture, { maxLength: 3 }), (captures) => {
      const plain = (capture: Capture) => ({
        ...capture,
        delivery: { ...capture.delivery, body: [...capture.delivery.body] },
        forwardings: capture.forwardings?.map(({ body, ...rest }) => ({ ...rest, body: body && [...body] })),
      });
      const back = read(toHar(captures)).map((each) =>
        each.kind === 'capture' ? plain(each.capture) : each,
      );
      expect(back).toEqual(captures.map(plain));
    }),
    { numRuns: volume(40, 200) },
  );
});

test('an entry has the request, and the answer of the app', () => {
  const [forwarding] = sample.forwardings ?? [];
  const headers = [['Location', '/x']] as const;
  const forwardings = forwarding && [{ ...forwarding, headers, body: Buffer.from('no') }];
  const entry = JSON.parse(toHarEntry({ ...sample, ...(forwardings && { forwardings }) }));
  expect(entry).toMatchObject({
    startedDateTime: sample.receivedAt,
    time: 1.5,
    request: {
      method: 'POST',
      url: 'http://127.0.0.1:4400/hooks?a=1',
      queryString: [{ name: 'a', value: '1' }],
      postData: { text: '{"a": "é"}\n' },
    },
    response: { status: 204, content: { text: 'no', size: 2 }, redirectURL: '/x' },
  });
});

const foreign = (change: object = {}, request: object = {}) => ({
  startedDateTime: '2026-11-22T12:40:08.1234+01:00',
  request: {
    method: 'POST',
    url: 'https://example.com/hooks?a=1',
    headers: [
      { name: ':authority', value: 'example.com' },
      { name: 'svix-id', value: 'msg_1' },
      { name: 'x-odd', value: '’' },
    ],
    postData: { mimeType: 'application/json', text: '{}' },
    ...request,
  },
  response: { status: 201 },
  ...change,
});

test('an entry of a browser becomes a delivery of its moment, with a verdict and the same id each time', () => {
  const [one, other] = [readHarEntry(foreign(), judgeThen), readHarEntry(foreign(), judgeThen)];
  expect(one).toEqual(other);
  expect(one).toMatchObject({
    kind: 'capture',
    capture: {
      id: expect.stringMatching(/^01M81GWWHV[0-9A-HJKMNP-TV-Z]{16}$/),
      receivedAt: '2026-11-22T11:40:08.123Z',
      delivery: {
        path: '/hooks?a=1',
        headers: [
          ['svix-id', 'msg_1'],
          ['x-odd', Buffer.from('’').toString('latin1')],
        ],
      },
      verdict: { kind: 'header_missing' },
      answer: { by: 'app', status: 201 },
    },
  });
});

test('base64 in a request is decoded where the entry says so', () => {
  const reading = readHarEntry(foreign({}, { postData: { text: '/w==', encoding: 'base64' } }), judgeThen);
  expect(reading.kind === 'capture' && [...reading.capture.delivery.body]).toEqual([0xff]);
});

test.each([
  ['a GET', foreign({}, { method: 'GET' }), 'other'],
  ['a POST without a body', foreign({}, { postData: undefined }), 'other'],
  ['an entry without a time', foreign({ startedDateTime: 'yesterday' }), 'invalid'],
  ['an entry without a URL', foreign({}, { url: '/hooks' }), 'invalid'],
  ['something else than an object', 7, 'invalid'],
  ['a broken capture', foreign({ _fpWebhooks: { capture: 1 } }), 'invalid'],
  ['what is no capture', foreign({ _fpWebhooks: [] }), 'invalid'],
])('%s is said to be %s', (_, entry, kind) => {
  expect(readHarEntry(entry, judgeThen).kind).toBe(kind);
});

test('nothing that JSON can hold makes the reader throw', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      for (const entry of findHarEntries({ log: { entries: [value] } }) ?? []) readHarEntry(entry, judgeThen);
      findHarEntries(value);
    }),
  );
});
