/**
 * The floor of `validate`: parses every line of a file and does nothing with it, with a reader like that of the tool. It is
 * run without its types, because to take them away takes a tenth of a second.
 */
import { isAscii } from 'node:buffer';
import { openSync, readSync } from 'node:fs';

const CHUNK_BYTES = 262_144;

function parseLines(path: string): void {
  const descriptor = openSync(path, 'r');
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
  for (let position = 0; ; ) {
    const length = readSync(descriptor, chunk, 0, CHUNK_BYTES, position);
    if (length === 0) return;
    const lines = chunk.subarray(0, chunk.lastIndexOf(10, length - 1) + 1);
    const text = lines.toString(isAscii(lines) ? 'latin1' : 'utf8');
    for (let start = 0; start < text.length; ) {
      const end = text.indexOf('\n', start);
      JSON.parse(text.slice(start, end));
      start = end + 1;
    }
    position += lines.length;
  }
}

parseLines(process.argv[2] ?? '');
