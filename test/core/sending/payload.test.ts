import { expect, test } from 'vitest';
import { encodeCapture } from '../../../src/core/capture/capture.ts';
import { decodeCaptureValue } from '../../../src/core/capture/decode.ts';
import { readPayloads } from '../../../src/core/sending/payload.ts';
import { sample } from '../capture/cases.ts';

const CAPTURE = encodeCapture(sample);

function payloadsOf(text: string | Uint8Array, file = 'a.json') {
  const { payloads, tornLines } = readPayloads(Buffer.from(text), file, decodeCaptureValue);
  return {
    tornLines,
    payloads: payloads.map(({ body, ...payload }) => ({
      ...payload,
      body: Buffer.from(body).toString('latin1'),
    })),
  };
}

test('a payload is sent as the file has it, and is called by the file', () => {
  expect(payloadsOf(' {"event_kind":"x"}\r\n')).toEqual({
    tornLines: [],
    payloads: [{ source: 'a.json', event: 'x', body: ' {"event_kind":"x"}\r\n' }],
  });
});

test('of several, each is called by the line on which it stands', () => {
  const inArray = payloadsOf('[{"event_kind":1},\n\n {"a":[]}]').payloads;
  expect(inArray).toEqual([
    { source: 'a.json:1', event: null, body: '{"event_kind":1}' },
    { source: 'a.json:3', event: null, body: '{"a":[]}' },
  ]);
  expect(payloadsOf('7\n\n8', 'a.ndjson').payloads.map(({ source }) => source)).toEqual([
    'a.ndjson',
    'a.ndjson:3',
  ]);
});

test('a capture keeps its id and bytes, and a torn one is told by its line', () => {
  expect(payloadsOf(`${CAPTURE}\n${CAPTURE.slice(0, 99)}\n${CAPTURE}`, 'c.ndjson')).toEqual({
    tornLines: [2],
    payloads: ['c.ndjson', 'c.ndjson:3'].map((source) => ({
      source,
      event: null,
      messageId: 'msg_1',
      receivedHeaders: sample.delivery.headers,
      body: Buffer.from(sample.delivery.body).toString('latin1'),
    })),
  });
});

test.each([
  ['{"a":\n oops}', 'a.json:2:2 is not JSON: unexpected "o".'],
  [`${CAPTURE}\n{"capture":1}`, 'a.json:2: The capture is not in the format'],
])('%j is malformed', (text, message) => {
  expect(() => payloadsOf(text)).toThrow(
    expect.objectContaining({ code: 'file_malformed', message: expect.stringContaining(message) }),
  );
});

test('bytes that are not UTF-8 are sent as the file has them', () => {
  const latin1 = (text: string) => Buffer.from(text, 'latin1');
  const [whole] = payloadsOf(latin1('{"a":"\xff"}\n')).payloads;
  expect(whole?.body).toBe('{"a":"\xff"}\n');
  const lines = payloadsOf(latin1('{"a":"\xff"}\r\n\n \t{"event_kind":"\xe2\x86"} \n7'), 'a.ndjson').payloads;
  expect(lines.map(({ body }) => body)).toEqual(['{"a":"\xff"}', '{"event_kind":"\xe2\x86"}', '7']);
});

test.each([
  ['[1,\n"é\xff",2]', 'a.json:2:3 is not UTF-8: byte 0xFF.'],
  [
    `7\n${CAPTURE.replace('hooks', 'hoo\xffs')}`,
    `a.json:2:${CAPTURE.indexOf('hooks') + 4} is not UTF-8: byte 0xFF.`,
  ],
])('%j cannot be sent byte for byte, and is malformed', (text, message) => {
  const bytes = Buffer.from(text.replaceAll('é', '\xc3\xa9'), 'latin1');
  const parse = () => payloadsOf(bytes, 'a.json');
  expect(parse).toThrow(expect.objectContaining({ code: 'file_malformed', message }));
});

test('a capture torn in a character is skipped', () => {
  const torn = Buffer.from(`${CAPTURE.slice(0, 99)}\xe2\x86\n`, 'latin1');
  expect(payloadsOf(Buffer.concat([torn, Buffer.from('{"event_kind":"x"}')]), 'c.ndjson')).toMatchObject({
    tornLines: [1],
    payloads: [{ source: 'c.ndjson:2' }],
  });
});

test('a hundred thousand elements of an array are taken apart, also deep ones', () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  const { payloads } = payloadsOf(`[${'{"a":1},\n'.repeat(100_000)}${deep}]`);
  expect(payloads[99_999]).toEqual({ source: 'a.json:100000', event: null, body: '{"a":1}' });
  expect(payloads.at(-1)?.body).toBe(deep);
});
