import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CAPTURE_START, type Capture, encodeCapture } from '../../../src/core/capture/capture.ts';
import { decodeCapture, decodeCaptureValue } from '../../../src/core/capture/decode.ts';
import { volume } from '../../harness/volume.ts';
import { anyCapture, sample } from './cases.ts';

const line = encodeCapture(sample);

function edited(change: (record: Record<string, unknown>) => void, from = line): string {
  const record = JSON.parse(from);
  change(record);
  return JSON.stringify(record);
}

describe('encodeCapture', () => {
  it('gives one line that begins with the version', () => {
    expect(line).toBe(
      '{"capture":1,"id":"01KAN4Z5VBXQ3S0R6TJ8WDEFGH","receivedAt":"2026-11-22T11:40:08.123Z","method":"POST","path":"/hooks?a=1",' +
        '"headers":[["Svix-Id","msg_1"],["X-Twice","1"],["x-twice","2"]],"bodyText":"{\\"a\\": \\"é\\"}\\n",' +
        '"verdict":{"kind":"header_missing","header":"svix-timestamp"},' +
        '"answer":{"by":"app","status":204},' +
        '"forwardings":[{"url":"http://localhost:3000/","sentAt":"2026-11-22T11:40:08.125Z","status":204,' +
        '"latencyMs":1.5,"headers":[["Date","now"]]}]}',
    );
  });

  it.each(['\uFEFF{}', '\0', '\u2028\u2029', '\r', 'a\rb\r\nc\n', '\x7f\x9b', '😀', ''])(
    'keeps the text %j',
    (text) => {
      const capture = withBody(new TextEncoder().encode(text));
      const encoded = encodeCapture(capture);
      expect(encoded).toContain('"bodyText":');
      expect(encoded).not.toMatch(/[\0-\x1f\x7f-\x9f\u2028\u2029]/);
      expect(decodeCapture(encoded)).toEqual({ kind: 'capture', capture: withBuffers(capture) });
    },
  );

  it.each([[[0xff]], [[0xc3]], [[0xed, 0xa0, 0x80]], [[0xc0, 0x80]]])(
    'keeps the bytes %j, which are not UTF-8, as base64',
    (body) => {
      const encoded = encodeCapture(withBody(Uint8Array.from(body)));
      expect(encoded).toContain(`"bodyBase64":"${Buffer.from(body).toString('base64')}"`);
      expect(encoded).not.toContain('bodyText');
    },
  );
});

function withBody(body: Uint8Array): Capture {
  return { ...sample, delivery: { ...sample.delivery, body } };
}

// A decoded body is a Buffer; the comparison is to be of bytes.
function withBuffers({ delivery, forwardings, ...rest }: Capture): Capture {
  return {
    ...rest,
    delivery: { ...delivery, body: Buffer.from(delivery.body) },
    ...(forwardings && {
      forwardings: forwardings.map((each) => ({
        ...each,
        ...(each.body && { body: Buffer.from(each.body) }),
      })),
    }),
  };
}

test('any capture survives being encoded and decoded, in one line', () => {
  fc.assert(
    fc.property(anyCapture, (capture) => {
      const encoded = encodeCapture(capture);
      expect(encoded).not.toMatch(/[\r\n\u2028\u2029]/);
      expect(decodeCapture(encoded)).toEqual({ kind: 'capture', capture: withBuffers(capture) });
    }),
    { numRuns: volume(100, 500) },
  );
});

describe('decodeCapture', () => {
  it('knows a torn capture wherever it was cut', () => {
    for (let length = 3; length < line.length; length += 1)
      expect(decodeCapture(line.slice(0, length))).toEqual({ kind: 'torn' });
  });

  it('knows a torn capture by the open string at its end, also when that holds brackets, quotes and a megabyte', () => {
    expect(decodeCapture('{"capture":1,"path":"}')).toEqual({ kind: 'torn' });
    expect(decodeCapture(`{"capture":1,"bodyText":"${'}\\"'.repeat(400_000)}\\`)).toEqual({ kind: 'torn' });
  });

  it.each([
    '',
    '{',
    '{"',
    '{}',
    '[]',
    'null',
    'text',
    '{"event":"x","capture":1}',
    '{"captured":1}',
    '"capture"',
  ])('sees no capture in %j', (text) => {
    expect(decodeCapture(text)).toEqual({ kind: 'not_capture' });
  });

  it('tolerates unknown keys, at every depth, and space between the first tokens', () => {
    const more = edited((record) =>
      Object.assign(record, { later: 1, verdict: { ...Object(record['verdict']), later: [] } }),
    );
    const expected = decodeCapture(line);
    expect(decodeCapture(more)).toEqual(expected);
    expect(decodeCapture(line.replace(CAPTURE_START, '{ "capture" : '))).toEqual(expected);
  });

  it('says that a newer fp-webhooks wrote a higher version', () => {
    expect(decodeCapture(edited((record) => Object.assign(record, { capture: 2, id: 7 })))).toEqual({
      kind: 'invalid',
      problem: 'The capture has version 2: a newer fp-webhooks wrote it, so update this one.',
      path: ['capture'],
    });
  });

  it.each<[string, (record: Record<string, unknown>) => void, readonly (string | number)[]]>([
    ['no body', (record) => delete record['bodyText'], []],
    ['two bodies', (record) => Object.assign(record, { bodyBase64: '' }), []],
    [
      'base64 that is not canonical',
      (record) => Object.assign(record, { bodyText: undefined, bodyBase64: 'QR==' }),
      ['bodyBase64'],
    ],
    ['half of a surrogate pair', (record) => Object.assign(record, { bodyText: '\ud800' }), ['bodyText']],
    ['a version that is text', (record) => Object.assign(record, { capture: '1' }), ['capture']],
    ['an id that is no ULID', (record) => Object.assign(record, { id: 'x' }), ['id']],
    [
      'a time with an offset',
      (record) => Object.assign(record, { receivedAt: '2026-11-22T11:40:08.123+01:00' }),
      ['receivedAt'],
    ],
    [
      'a header of three parts',
      (record) => Object.assign(record, { headers: [['a', 'b', 'c']] }),
      ['headers', 0],
    ],
    [
      'an unknown verdict',
      (record) => Object.assign(record, { verdict: { kind: 'fine' } }),
      ['verdict', 'kind'],
    ],
    [
      'a status of 1000',
      (record) => Object.assign(record, { answer: { by: 'app', status: 1000 } }),
      ['answer', 'status'],
    ],
  ])('refuses %s, and says where', (_, change, path) => {
    const decoded = decodeCapture(edited(change));
    expect(decoded).toEqual({
      kind: 'invalid',
      problem: expect.stringMatching(/^The capture .*[^.]\.$/),
      path,
    });
  });

  it('takes a line that is broken neither for a capture nor for a torn one', () => {
    expect(decodeCapture('{"capture":1,}')).toEqual({ kind: 'not_capture' });
    expect(decodeCapture('{"capture":1,"a":oops')).toEqual({ kind: 'not_capture' });
    expect(decodeCapture(`${line}${line}`)).toEqual({ kind: 'not_capture' });
  });

  it('reads values and lines of any depth', () => {
    const deep = `{"capture":1,"id":${'['.repeat(200_000)}`;
    expect(decodeCapture(deep)).toEqual({ kind: 'torn' });
    expect(decodeCaptureValue(JSON.parse(`${deep}${']'.repeat(200_000)}}`))).toMatchObject({
      kind: 'invalid',
      path: ['id'],
    });
  });

  it('never throws', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string().map((rest) => `${CAPTURE_START}${rest}`),
      fc.json().map((json) => `${CAPTURE_START}1,"id":${json}}`),
    );
    fc.assert(
      fc.property(text, (some) => {
        expect(decodeCapture(some)).toHaveProperty('kind');
      }),
    );
  });
});
