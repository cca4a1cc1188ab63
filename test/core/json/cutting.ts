import fc from 'fast-check';
import type { Cut, Cutter } from '../../../src/core/json/cut.ts';

/** Content in chunks, some of them empty. */
export function cutUp(content: fc.Arbitrary<string>): fc.Arbitrary<readonly Uint8Array[]> {
  return fc.tuple(content, fc.infiniteStream(fc.nat(9))).map(([text, lengths]) => {
    const bytes = Buffer.from(text);
    const chunks: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; ) {
      const length = Number(lengths.next().value);
      chunks.push(Uint8Array.from(bytes.subarray(at, at + length)));
      at += length;
    }
    return chunks;
  });
}

/** All parts of the chunks. */
export function cutAll(cutter: Cutter, chunks: readonly Uint8Array[]): readonly Cut[] {
  const cuts = chunks.flatMap((chunk) => cutter.push(chunk));
  return [...cuts, ...cutter.end()];
}

/** Parts as they can be compared. */
export function show(cuts: readonly Cut[]): readonly string[] {
  return cuts.map(({ bytes, column, problem, skippedLines }) => {
    const end = problem === undefined ? '' : ` ${problem.code}`;
    return `${column} ${JSON.stringify(Buffer.from(bytes).toString())}${end}${skippedLines ? ` +${skippedLines}` : ''}`;
  });
}
