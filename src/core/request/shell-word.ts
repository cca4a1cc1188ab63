import { replaceUnseen } from '../unseen.ts';

/** A word for bash, whatever is in it: single quotes, and those inside written apart. Never throws. */
export function toShellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A word for bash that stands for Latin-1 bytes, as the value of a header is: what is not plain ASCII is written as `\xHH`. Never throws. */
export function toByteWord(latin1: string): string {
  if (/^[ -~]*$/.test(latin1)) return toShellWord(latin1);
  const escaped = latin1.replace(/[^ -~]|['\\]/g, (character) => {
    return `\\x${(character.charCodeAt(0) & 0xff).toString(16).padStart(2, '0')}`;
  });
  return `$'${escaped}'`;
}

/**
 * Whether text gets into bash unchanged when it is pasted, and does nothing to the terminal that shows it: nothing unseen but
 * the line feed. Never throws.
 */
export function isPasteable(text: string): boolean {
  return replaceUnseen(text, (character) => (character === '\n' ? character : '')) === text;
}
