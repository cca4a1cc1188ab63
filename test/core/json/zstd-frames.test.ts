import { constants, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createFrameReader } from '../../../src/core/json/zstd-frames.ts';
import { volume } from '../../harness/volume.ts';

const SKIPPED = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3]);

const frame = fc.oneof(
  fc.constant(SKIPPED),
  fc
    .tuple(
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.nat(300_000).map((length) => new Uint8Array(length)),
      ),
      fc.boolean(),
    )
    .map(([content, hasChecksum]) =>
      zstdCompressSync(content, { params: { [constants.ZSTD_c_checksumFlag]: Number(hasChecksum) } }),
    ),
);

/** The pieces of chunks of one length, and whether the file may end behind them. */
function read(bytes: Uint8Array, length: number) {
  const { split, isBetween } = createFrameReader();
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += length)
    for (const piece of split(bytes.subarray(at, at + length))) pieces.push(Buffer.from(piece));
  return { pieces, isBetween: isBetween() };
}

function endsOf(pieces: readonly Uint8Array[]): readonly number[] {
  let end = 0;
  return pieces.map(({ length }) => {
    end += length;
    return end;
  });
}

test('each frame ends a piece, whatever the length of the chunks', () => {
  fc.assert(
    fc.property(
      fc.array(frame, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 40 }),
      (frames, length) => {
        const bytes = Buffer.concat(frames);
        expect(read(bytes, bytes.length)).toEqual({ pieces: frames, isBetween: true });
        const { pieces, isBetween } = read(bytes, length);
        expect(Buffer.concat(pieces)).toEqual(bytes);
        expect(isBetween).toBe(true);
        expect(endsOf(pieces)).toEqual(expect.arrayContaining([...endsOf(frames)]));
      },
    ),
    { numRuns: volume(20, 60) },
  );
});

test('a frame that is cut off anywhere is not over', () => {
  const bytes = zstdCompressSync('some text');
  for (let end = 1; end < bytes.length; end += 1)
    expect(read(bytes.subarray(0, end), end).isBetween).toBe(false);
});

test('what is no frame is an error with a code, and what comes before it is given first', () => {
  const bytes = Buffer.concat([SKIPPED, Buffer.from('no frame')]);
  const pieces: Uint8Array[] = [];
  const { split } = createFrameReader();
  expect(() => {
    for (const piece of split(bytes)) pieces.push(piece);
  }).toThrow(expect.objectContaining({ name: 'FrameError', code: 'FRAME_MISSING' }));
  expect(pieces).toEqual([SKIPPED]);
});

test('whatever the bytes are, they are told apart or refused', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (rest) => {
      const { split } = createFrameReader();
      const bytes = Buffer.concat([zstdCompressSync('x'), rest]);
      let given = 0;
      try {
        for (const piece of split(bytes)) given += piece.length;
        expect(given).toBe(bytes.length);
      } catch (error) {
        expect(error).toHaveProperty('code', 'FRAME_MISSING');
      }
    }),
  );
});
