import { findBodyText, toBuffer } from '../delivery/body.ts';
import { isPasteable, toShellWord } from './shell-word.ts';

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
