import { findBodyText, toBuffer } from '../bytes.ts';
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
 * Tells whether text gets into bash unchanged when it is pasted, and does nothing to the terminal that shows it: nothing unseen but
 * the line feed. Never throws.
 */
function isPasteable(text: string): boolean {
  return replaceUnseen(text, (character) => (character === '\n' ? character : '')) === text;
}

/** A command for bash that prints exactly these bytes: as text where that can be pasted, else decoded from base64. Never throws. */
export function toPrintf(body: Uint8Array): string {
  const text = findBodyText(body);
  if (text !== undefined && isPasteable(text)) return `printf %s ${toShellWord(text)}`;
  return `printf %s ${toShellWord(toBuffer(body).toString('base64'))} | base64 -d`;
}

/** The text of a body that can stand as an argument of a command, or undefined. Never throws. */
export function findArgument(body: Uint8Array): string | undefined {
  const text = body.length <= LONGEST_ARGUMENT ? findBodyText(body) : undefined;
  return text !== undefined && isPasteable(text) ? text : undefined;
}

/** Source: execve(2): one argument has at most 131,072 bytes on Linux. */
const LONGEST_ARGUMENT = 100_000;
