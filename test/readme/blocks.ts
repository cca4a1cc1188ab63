import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from '../harness/folder.ts';

/** A fenced block of the README. */
export interface Block {
  readonly language: string;
  readonly text: string;
}

/** A command of a `console` block and what it is said to print. */
export interface Session {
  readonly command: string;
  readonly output: string;
}

export const README = readFileSync(join(PROJECT, 'README.md'), 'utf8');

/** All fenced blocks, in their order. */
const BLOCKS: readonly Block[] = [...README.matchAll(/^```(\w+)\n(.*?)^```$/gms)].map(
  ([, language = '', text = '']) => ({ language, text }),
);

/** All command lines of the `sh` blocks. */
export const SHELL_LINES = BLOCKS.filter(({ language }) => language === 'sh').flatMap(({ text }) =>
  text.trim().split('\n'),
);

/** All commands with output: one to a block. */
export const SESSIONS: readonly Session[] = BLOCKS.filter(({ language }) => language === 'console').map(
  ({ text }) => {
    const [first = '', ...rest] = text.split('\n');
    return { command: first.replace(/^\$ /, ''), output: rest.join('\n') };
  },
);

/** The configuration file that is shown. */
export const CONFIG = BLOCKS.find(({ language }) => language === 'json')?.text ?? '';

/** The scenario that is shown. */
export const SCENARIO = BLOCKS.find(({ language }) => language === 'yaml')?.text ?? '';

/** What differs from run to run, made the same: times, ids, latencies, the port. */
export function toComparable(output: string): string {
  return (
    output
      .replace(/\d\d:\d\d:\d\d/g, '12:04:31')
      .replace(/msg_[0-9A-Za-z]{27}/g, 'msg_…')
      // That of today; the example of `sign` has a moment of its own, and is compared.
      .replace(/^(Svix-Timestamp: )1[7-9]\d{8}\n(Svix-Signature: v1,)\S+$/gm, '$1…\n$2…')
      .replace(/\d+ m?s after/g, 'N ms after')
      .replace(/\d+\.\d s/g, 'N s')
      .replace(/\d+ ms/g, 'N ms')
      .replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:4400')
      .trim()
  );
}
