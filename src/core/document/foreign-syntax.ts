import { findSyntaxError } from './syntax-error.ts';
import { isBlank } from './tokens.ts';

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
