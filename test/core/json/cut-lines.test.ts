import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createLineCutter } from '../../../src/core/json/cut-lines.ts';
import { volume } from '../../harness/volume.ts';
import { cutAll, cutUp, show } from './cutting.ts';

const SIZES = { partBytes: 8, longestBytes: 20 };
const LONG = 'x'.repeat(21);

test.each<[string, string, string[]]>([
  ['nothing', '', ['1 ""']],
  ['one line', 'abc', ['1 "abc"']],
  ['lines that fill a part', 'abc\ndef\n', ['1 "abc\\ndef\\n"']],
  ['lines over two parts', 'abc\ndefg\nh', ['1 "abc\\ndefg\\n"', '1 "h"']],
  ['a line that goes over a part', `${'x'.repeat(17)}\ny`, [`1 "${'x'.repeat(17)}\\n"`, '1 ""', '1 "y"']],
  ['a line as long as may be', `${'x'.repeat(20)}\n`, [`1 "${'x'.repeat(20)}\\n"`, '1 ""', '1 ""']],
  ['a line that is too long', `a\n${LONG}\nb`, ['1 "a\\n" line_too_long +1', '1 ""', '1 ""', '1 "b"']],
  ['a last line that is too long', `a\n${LONG}`, ['1 "a\\n" line_too_long', '1 ""', '1 ""']],
  ['blank lines', '\n'.repeat(10), [`1 "${'\\n'.repeat(8)}"`, '1 "\\n\\n"']],
])('%s is cut where the lines of each part end', (_, text, parts) => {
  expect(show(cutAll(createLineCutter(SIZES), [Buffer.from(text)]))).toEqual(parts);
  const bytes = Array.from(text, (character) => Buffer.from(character));
  expect(show(cutAll(createLineCutter(SIZES), bytes))).toEqual(parts);
});

const lines = fc
  .array(fc.oneof(fc.constant('\n'), fc.constantFrom('a', 'é\r', '😀', LONG)), { maxLength: 60 })
  .map((pieces) => pieces.join(''));

test('the parts are the same however long the chunks are, and each line is in one of them', () => {
  fc.assert(
    fc.property(cutUp(lines), (chunks) => {
      const whole = Buffer.concat(chunks);
      const parts = cutAll(createLineCutter(SIZES), chunks);
      expect(show(parts)).toEqual(show(cutAll(createLineCutter(SIZES), [whole])));
      expect(parts).toHaveLength(Math.max(1, Math.ceil(whole.length / SIZES.partBytes)));
      const isShort = (line: string) => Buffer.byteLength(line) <= SIZES.longestBytes;
      const kept = parts.map(({ bytes }) => Buffer.from(bytes).toString()).join('');
      const [wanted, found] = [whole.toString(), kept].map((text) => text.split('\n').filter(Boolean));
      expect(found).toEqual(wanted?.filter(isShort));
      const feeds =
        kept.split('\n').length - 1 + parts.reduce((sum, { skippedLines = 0 }) => sum + skippedLines, 0);
      expect(feeds).toBe(whole.toString().split('\n').length - 1);
    }),
  );
});

test('a part is the same when what is before it is not read', () => {
  fc.assert(
    fc.property(lines, fc.nat(20), (text, part) => {
      const whole = Buffer.from(text);
      const all = cutAll(createLineCutter(SIZES), [whole]);
      if (part >= all.length || part === 0) return;
      const feed = whole.indexOf(10, part * SIZES.partBytes - 1);
      fc.pre(feed !== -1 && feed + 1 < (part + 1) * SIZES.partBytes);
      const cutter = createLineCutter(SIZES, { part, offset: feed + 1 });
      const [alone] = cutAll(cutter, [whole.subarray(feed + 1)]);
      expect(show(alone === undefined ? [] : [alone])).toEqual(show(all.slice(part, part + 1)));
    }),
  );
});

test('a line that is too long takes no memory', () => {
  const cutter = createLineCutter({ partBytes: 1_000, longestBytes: 10_000 });
  const chunk = Buffer.alloc(1_000_000, 'x');
  const megabytes = volume(100, 500);
  const before = process.memoryUsage().arrayBuffers;
  for (let count = 0; count < megabytes; count += 1) cutter.push(new Uint8Array(chunk));
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan((megabytes * 1_000_000) / 2);
  expect(cutter.push(Buffer.from('\n{}\n'))[0]).toMatchObject({ skippedLines: 1 });
});
