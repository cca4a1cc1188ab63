import type { Command } from 'commander';
import type { AppError } from '../core/error.ts';
import type { SettingKey } from '../core/settings/catalogue.ts';
import type { Origin, Settings } from '../core/settings/settings.ts';
import type { KeyHelp, Status } from '../report/human/console.ts';
import type { OutputRecord } from '../report/records.ts';

/** Waits in milliseconds; each has its default where it is used. Tests shorten them. */
export interface Waits {
  /** For the answer of an app. */
  readonly answerMs?: number;
  /** For deliveries in flight when `listen` ends. */
  readonly drainMs?: number;
  /** While another process has the history locked. */
  readonly lockMs?: number;
}

/** What a command is given of the outside world. */
export interface Context {
  readonly waits: Waits;
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
  /** Standard input in chunks, of any length, once. It throws what the file system throws. */
  readonly openStdin: () => AsyncIterable<Uint8Array>;
  /** Whether personal data is shown as it is. */
  readonly showPii: boolean;
  /** Whether records are written as JSON, with all that is in them. */
  readonly json: boolean;
  /** Keys and a status line; undefined where no person sits: in a pipe, under CI, with `--json`. */
  readonly openConsole: () => Promise<Console | undefined>;
  /** What the environment and the configuration file say; the options have it already. */
  readonly settings: Settings;
  /** What other commands would refuse of the settings, by key: the failure each would end with. Never throws. */
  readonly checkSettings: () => Promise<ReadonlyMap<SettingKey, AppError>>;
  /** Where an option's value came from, by the option's name, such as `allowRemote`. Never throws. */
  readonly originOf: (option: string) => OptionOrigin;
}

/** Where the value of an option came from, and what to call it in a message: `--port`, `FP_WEBHOOKS_PORT`, `"port" (FILE:3:11)`. */
export interface OptionOrigin {
  readonly source: Origin['source'];
  readonly name: string;
}

/** A terminal with a person at it. What is reported scrolls by above the status line. */
export interface Console {
  /** Draws the status line anew, at once or within 100 ms. */
  readonly setStatus: (status: Status) => void;
  /** Takes keys one by one, by their names: `r`, `1`, `?`, `ctrl+d`. Ctrl-C and Ctrl-Z do what they do everywhere. */
  readonly onKey: (take: (key: string) => void) => void;
  /** Asks for one line of text, with what stands there at first; undefined when the person gave up. */
  readonly ask: (question: string, first: string) => Promise<string | undefined>;
  /** Lists what keys there are. */
  readonly showKeys: (help: KeyHelp) => void;
  /** Empties the screen. */
  readonly clear: () => void;
  /** Gives the terminal back as it was; also done by an interrupt and at the end of the command. Twice is once. */
  readonly close: () => void;
}

/**
 * `passed`: done, and the answer is yes. `failed`: done, and the answer is no. `unreachable`: nobody was there to ask.
 * `unreadable`: the answer is not whole, because some of the input could not be read.
 */
export type Outcome = 'passed' | 'failed' | 'unreachable' | 'unreadable';

/** One command of the tool. */
export interface CommandDefinition<Options extends object> {
  /** Adds arguments and flags of its own. Those of every command (`--json` …) are added by the cli. */
  readonly flags: (command: Command) => Command;
  /** Whole command lines with what each does. */
  readonly examples: readonly (readonly [line: string, meaning: string])[];
  /** Whether an interrupt ends it in an orderly way rather than at once. */
  readonly drains: boolean;
  /** What it takes from the configuration besides its flags: `secrets` where it has no flag for them, or every setting. */
  readonly readsSettings?: 'secrets' | 'all';
  /** Throws AppError for what could not be done. */
  readonly run: (args: readonly string[], options: Options, context: Context) => Promise<Outcome>;
}
