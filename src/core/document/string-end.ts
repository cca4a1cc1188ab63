import { findJson } from './parse-json.ts';

/** What a string of a JSON text says, from its text with the quotes. Never throws. */
export function unquote(quoted: string): string {
  return quoted.includes('\\') ? String(findJson(quoted)?.value) : quoted.slice(1, -1);
}

/**
 * Where the string that begins at `start` is over: the index after its closing quote, or the end of the text. A regular
 * expression would run out of stack on a string of a megabyte. Never throws.
 */
export function findStringEnd(json: string, start: number): number {
  let quote = json.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote === -1 ? json.length : quote + 1;
}

function isEscaped(json: string, quote: number): boolean {
  let before = quote;
  while (json[before - 1] === '\\') before -= 1;
  return (quote - before) % 2 === 1;
}
