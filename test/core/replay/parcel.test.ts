import { expect, test } from 'vitest';
import { decodeCapture } from '../../../src/core/capture/decode.ts';
import { encodeCapture } from '../../../src/core/capture/encode.ts';
import { toParcels } from '../../../src/core/replay/parcel.ts';
import { sample } from '../capture/cases.ts';

const CAPTURE = encodeCapture(sample);

function parcelsOf(text: string | Uint8Array, file = 'a.json') {
  const { parcels, tornLines } = toParcels(Buffer.from(text), file, decodeCapture);
  return {
    tornLines,
    parcels: parcels.map(({ body, ...parcel }) => ({
      ...parcel,
      body: Buffer.from(body).toString('latin1'),
    })),
  };
}

test('a payload is sent as the file has it, and is called by the file', () => {
  expect(parcelsOf(' {"event_kind":"x"}\r\n')).toEqual({
    tornLines: [],
    parcels: [{ source: 'a.json', event: 'x', body: ' {"event_kind":"x"}\r\n' }],
  });
});

test('of several, each is called by the line on which it stands', () => {
  const inArray = parcelsOf('[{"event_kind":1},\n\n {"a":[]}]').parcels;
  expect(inArray).toEqual([
    { source: 'a.json:1', event: null, body: '{"event_kind":1}' },
    { source: 'a.json:3', event: null, body: '{"a":[]}' },
  ]);
  expect(parcelsOf('7\n\n8', 'a.ndjson').parcels.map(({ source }) => source)).toEqual([
    'a.ndjson',
    'a.ndjson:3',
  ]);
});

test('a capture keeps its id and bytes, and a torn one is told by its line', () => {
  expect(parcelsOf(`${CAPTURE}\n${CAPTURE.slice(0, 99)}\n${CAPTURE}`, 'c.ndjson')).toEqual({
    tornLines: [2],
    parcels: ['c.ndjson', 'c.ndjson:3'].map((source) => ({
      source,
      event: null,
      messageId: 'msg_1',
      body: Buffer.from(sample.delivery.body).toString('latin1'),
    })),
  });
});

test.each([
  ['{"a":\n oops}', 'a.json:2:2 is not JSON: unexpected "o".'],
  [`${CAPTURE}\n{"capture":1}`, 'a.json:2: The capture is not in the format'],
])('%j is malformed', (text, message) => {
  expect(() => parcelsOf(text)).toThrow(
    expect.objectContaining({ code: 'file_malformed', message: expect.stringContaining(message) }),
  );
});
