import { replaceUnseen } from '../unseen.ts';
import type { Source } from './piece.ts';
import type { Place } from './places.ts';
import { findSyntaxError, isBlank } from './scan.ts';

/** Place and reason for which the text of a source is not JSON; the words have none of it but one character. Never throws. */
export function explainSyntaxError({ piece }: Source): Place & { readonly problem: string } {
  const { text } = piece;
  const offset = findSyntaxError(text) ?? piece.rootStart;
  const code = text.codePointAt(offset);
  const problem = code === undefined ? 'the text ends too early' : `unexpected ${nameCharacter(code)}`;
  return { ...piece.placeAt(offset), problem };
}

/** A character in a message: a byte order mark or a space of another kind could not be seen between quotes. Never throws. */
export function nameCharacter(code: number): string {
  const character = String.fromCodePoint(code);
  const isUnseen = code >= 0x7f && replaceUnseen(character, () => '') === '';
  return isUnseen ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : JSON.stringify(character);
}

/** Completes what is said of a bracket behind a comma. */
export const TRAILING_COMMA = ' after a comma: JSON has no trailing commas';

/**
 * Names what other notations have and JSON has not, where a text stops being JSON because of it: words that complete
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
