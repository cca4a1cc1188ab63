import { once } from 'node:events';
import { createInterface } from 'node:readline/promises';
import { isatty } from 'node:tty';

/**
 * Asks the person at the terminal, which must be one, a question that Enter alone says yes to. Ctrl-C, Ctrl-D and the end
 * of the input say no. Never throws.
 */
export async function askWhether(question: string): Promise<boolean> {
  const output = isatty(2) ? process.stderr : process.stdout;
  const readline = createInterface({ input: process.stdin, output, terminal: true, historySize: 0 });
  // Without a listener the first Ctrl-C would only pause it.
  readline.once('SIGINT', () => readline.close());
  const closed = once(readline, 'close').then(() => 'no');
  const answer = await Promise.race([readline.question(`${question} [Y/n] `), closed]).catch(() => 'no');
  readline.close();
  return /^(?:|y|yes)$/i.test(answer.trim());
}
