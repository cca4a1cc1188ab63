import { isBlank, readToken, skipSpace } from './scan.ts';

type Expected = 'value' | 'value_or_end' | 'key' | 'key_or_end' | 'next';

/**
 * Where a text stops being JSON: the offset of the character that cannot stand there, or the length of a text that ends
 * too early; undefined for what `JSON.parse` accepts. Any depth is read without a stack of calls. Never throws.
 */
export function findSyntaxError(text: string): number | undefined {
  // The brackets that are still to be closed.
  const open: ('}' | ']')[] = [];
  let expected: Expected = 'value';
  for (let at = skipSpace(text, 0); ; at = skipSpace(text, at)) {
    const character = text.charAt(at);
    if (character === '') return expected === 'next' && open.length === 0 ? undefined : text.length;
    const closes = expected === 'next' || expected.endsWith('_or_end');
    if (closes && character === open.at(-1)) {
      open.pop();
      expected = 'next';
      at += 1;
    } else if (expected === 'next') {
      if (character !== ',' || open.length === 0) return at;
      expected = open.at(-1) === '}' ? 'key' : 'value';
      at += 1;
    } else if (expected.startsWith('key')) {
      if (character !== '"') return at;
      const { end, isBroken } = readToken(text, at);
      const colon = isBroken ? end : skipSpace(text, end);
      if (isBroken || text.charAt(colon) !== ':') return colon;
      expected = 'value';
      at = colon + 1;
    } else if (character === '{' || character === '[') {
      open.push(character === '{' ? '}' : ']');
      expected = character === '{' ? 'key_or_end' : 'value_or_end';
      at += 1;
    } else {
      const { end, isBroken } = readToken(text, at);
      if (isBroken) return end;
      expected = 'next';
      at = end;
    }
  }
}

/** Completes what is said of a bracket behind a comma. */
export const TRAILING_COMMA = ' after a comma: JSON has no trailing commas';

/**
 * Where a text stops being JSON because of something that other notations have, and people mostly meant: words that complete
 * `unexpected …`; else empty. Never throws.
 */
export function findForeignSyntax(text: string): string {
  const offset = findSyntaxError(text) ?? text.length;
  const character = text.charAt(offset);
  if (character === '#' || /^\/[/*]/.test(text.slice(offset, offset + 2))) return ': JSON has no comments';
  if (character === "'") return ': JSON has double quotes only';
  if (character !== '}' && character !== ']') return '';
  // All before it is tokens, so that this is no comma in a text.
  let before = offset - 1;
  while (before >= 0 && isBlank(text.charAt(before))) before -= 1;
  return text.charAt(before) === ',' ? TRAILING_COMMA : '';
}
