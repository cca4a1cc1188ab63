import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toUnpackedName } from '../../../src/core/json/packing.ts';
import { unpack } from '../../../src/io/parts/unpack-stream.ts';

const FORMS = { gzip: gzipSync, Zstandard: zstdCompressSync };
const content = Buffer.from('{"a":1}\n'.repeat(1_000));

test.each(Object.entries(FORMS))('%s gives back every content, also in several parts', async (_, pack) => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array(), { minLength: 1, maxLength: 4 }), async (parts) => {
      const packed = Buffer.concat(parts.map((part) => pack(part)));
      expect(Buffer.from(await unpack(packed, 'x'))).toEqual(Buffer.concat(parts));
    }),
  );
});

test('what is not packed stays the same bytes', async () => {
  for (const bytes of [
    Buffer.from('{}'),
    Buffer.alloc(0),
    Buffer.from([0x1f]),
    Buffer.from([0x28, 0xb5, 0x2f]),
  ])
    expect(await unpack(bytes, 'x')).toBe(bytes);
});

test('a frame that Zstandard says to skip is skipped', async () => {
  const note = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 1, 0, 0, 0, 9]);
  const packed = Buffer.concat([note, zstdCompressSync(content)]);
  expect(Buffer.from(await unpack(packed, 'x'))).toEqual(content);
});

test.each(Object.entries(FORMS))(
  'what %s packed and was cut off or damaged is refused by its name',
  async (_, pack) => {
    const packed = pack(content);
    const refusal = expect.objectContaining({
      code: 'file_malformed',
      message: 'Cannot unpack a.gz: it is cut off or damaged.',
    });
    for (let length = 4; length < packed.length; length += 1)
      await expect(unpack(packed.subarray(0, length), 'a.gz')).rejects.toThrow(refusal);
    await expect(unpack(Buffer.concat([packed, Buffer.from('more')]), 'a.gz')).rejects.toThrow(refusal);
  },
);

test.each(Object.entries(FORMS))(
  '%s cannot unpack more than is allowed, in one part or in many',
  async (_, pack) => {
    const limit = 2 * 1_048_576;
    const half = pack(Buffer.alloc(1_048_576));
    expect(await unpack(Buffer.concat([half, half]), 'x', limit)).toHaveLength(limit);
    const bombs = [Buffer.concat([half, half, pack(Buffer.alloc(2))]), pack(Buffer.alloc(100 * 1_048_576))];
    for (const bomb of bombs) {
      await expect(unpack(bomb, 'bomb.gz', limit)).rejects.toThrow(
        expect.objectContaining({
          code: 'file_unreadable',
          message: 'Cannot read bomb.gz: unpacked, it is larger than 2 MiB.',
        }),
      );
    }
  },
);

test('the name of what is inside has no ending of the packing', () => {
  expect(['a.ndjson.gz', 'a.json.ZST', 'a.json', 'gz'].map(toUnpackedName)).toEqual([
    'a.ndjson',
    'a.json',
    'a.json',
    'gz',
  ]);
});
