import { isUtf8 } from 'node:buffer';
import type { RecordOf } from '../../report/records.ts';

/** A file as text, and what was wrong with its bytes. */
export interface DecodedText {
  /** Without a byte order mark; bytes that are not UTF-8 have become U+FFFD, so that the rest can be checked. */
  readonly text: string;
  readonly fault?: Omit<RecordOf<'finding'>, 'type' | 'file'>;
}

/** Reads bytes as UTF-8. Never throws: a bad byte is a finding with its place. */
export function decodeText(bytes: Uint8Array): DecodedText {
  const text = new TextDecoder('utf-8').decode(bytes);
  if (isUtf8(bytes)) return { text };
  const start = firstBadByte(bytes);
  const before = new TextDecoder('utf-8').decode(bytes.subarray(0, start));
  const lines = before.split('\n');
  const fault = {
    code: 'not_utf8',
    severity: 'error',
    message: `Byte ${toHex(bytes[start])} is not UTF-8, in which JSON is always written.`,
    line: lines.length,
    column: (lines.at(-1) ?? '').length + 1,
    path: [],
    event: null,
  } as const;
  return { text, fault: { ...fault, path: [] } };
}

/** The longest beginning that is valid is found by halving; `stream` allows for a character that is cut at the end. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (isValidStart(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function isValidStart(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function toHex(byte: number | undefined): string {
  return `0x${(byte ?? 0).toString(16).toUpperCase().padStart(2, '0')}`;
}
