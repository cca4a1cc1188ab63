import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openWire, send } from '../../harness/sender.ts';
import { volume } from '../../harness/volume.ts';
import { head, start } from './start.ts';

const name = fc.stringMatching(/^X-[A-Za-z0-9!#$%&'*+.^_`|~-]{1,20}$/);
const value = fc.stringMatching(/^[!-~\x80-\xff]([ !-~\x80-\xff]{0,20}[!-~\x80-\xff])?$/);
const latin1 = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

/** The text in pieces, cut at any places. */
function cut(text: string, places: readonly number[]): readonly string[] {
  const ends = [...new Set(places.map((place) => place % (text.length + 1)))].sort(
    (one, other) => one - other,
  );
  return [...ends, text.length]
    .map((end, index) => text.slice(ends[index - 1] ?? 0, end))
    .filter((piece) => piece !== '');
}

test('any headers and any body, cut anywhere on the way, are received byte for byte', async () => {
  const receiver = await start();
  const request = fc.record({
    headers: fc.array(fc.tuple(name, value), { maxLength: 8 }),
    body: latin1,
    chunks: fc.boolean(),
    places: fc.array(fc.nat(2_000), { maxLength: 6 }),
  });
  await fc.assert(
    fc.asyncProperty(request, async ({ headers, body, chunks, places }) => {
      const lines = headers.map(([key, text]) => `${key}: ${text}`);
      const length = chunks ? 'Transfer-Encoding: chunked' : `Content-Length: ${body.length}`;
      const inChunks = [...cut(body, places), '']
        .map((part) => `${part.length.toString(16)}\r\n${part}\r\n`)
        .join('');
      const bytes =
        head('POST / HTTP/1.1', 'Host: a', 'Connection: close', length, ...lines) +
        (chunks ? inChunks : body);
      const wire = openWire(receiver.url, '');
      wire.socket.setNoDelay(true);
      for (const piece of cut(bytes, places)) {
        wire.socket.write(piece, 'latin1');
        await new Promise(setImmediate);
      }
      expect(await wire.reply()).toMatch(/^HTTP\/1\.1 200 /);
      const last = receiver.deliveries.at(-1);
      expect(last?.headers.slice(3)).toEqual(headers);
      expect(Buffer.from(last?.body ?? []).toString('latin1')).toBe(body);
    }),
    { numRuns: volume(20, 60) },
  );
  expect(receiver.refusals).toEqual([]);
});

test('any bytes end in an answer or in a refusal with one report, and the next sender is served', async () => {
  const receiver = await start({ headersTimeoutMs: 200, bodyTimeoutMs: 200, idleTimeoutMs: 200 });
  const mutation = fc.record({
    at: fc.nat(200),
    text: fc.oneof(latin1, fc.constantFrom('\r\n', '\n', ' ', ':', '\0', '\r\n\r\n')),
  });
  const good = `${head('POST / HTTP/1.1', 'Host: a', 'X: y', 'Content-Length: 2', 'Connection: close')}{}`;
  await fc.assert(
    fc.asyncProperty(fc.array(mutation, { minLength: 1, maxLength: 3 }), async (mutations) => {
      const bytes = mutations.reduce((text, each) => {
        const at = each.at % text.length;
        return text.slice(0, at) + each.text + text.slice(at);
      }, good);
      const wire = openWire(receiver.url, bytes);
      wire.socket.end();
      const before = receiver.refusals.length;
      const status = /^HTTP\/1\.1 (\d{3}) /.exec(await wire.reply())?.[1];
      // 200 is a delivery, or a visit where the method became another.
      expect([status, receiver.refusals.length - before]).toEqual(
        status === '200' ? ['200', expect.any(Number)] : [expect.stringMatching(/^[45]/), 1],
      );
    }),
    { numRuns: volume(20, 100) },
  );
  expect(await send(receiver.url, { body: '{}' })).toMatchObject({ status: 200 });
});
