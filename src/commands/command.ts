import type { Command } from 'commander';
import type { OutputRecord } from '../report/records.ts';

/** What a command is given of the outside world. */
export interface Context {
  /** Says something to the user or the script; how it looks is not the command's business. */
  readonly report: (record: OutputRecord) => void;
  /** Says what is going on to a person who watches; undefined ends it. */
  readonly progress: (text: string | undefined) => void;
  /** Aborted by Ctrl-C and its like, for commands that finish what they have begun. */
  readonly signal: AbortSignal;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly version: string;
  /** The folder of this package, which holds `fixtures`. */
  readonly packageRoot: string;
  /** Whether standard input is a keyboard. */
  readonly isInteractive: () => boolean;
  /** All of standard input, at most 256 MiB. Throws AppError `file_unreadable` when there is more. */
  readonly readStdin: () => Promise<Uint8Array>;
  /** Whether personal data is shown as it is. */
  readonly showPii: boolean;
}

/** `passed`: done, and the answer is yes. `failed`: done, and the answer is no. `unreachable`: nobody was there to ask. */
export type Outcome = 'passed' | 'failed' | 'unreachable';

/** One command of the tool. */
export interface CommandDefinition<Options extends object> {
  /** Adds arguments and flags of its own. Those of every command (`--json` …) are added by the cli. */
  readonly flags: (command: Command) => Command;
  /** Whole command lines with what each does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** Whether an interrupt ends it in an orderly way rather than at once. */
  readonly drains: boolean;
  /** Throws AppError for what could not be done. */
  readonly run: (args: readonly string[], options: Options, context: Context) => Promise<Outcome>;
}
