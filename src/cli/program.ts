import { Command, CommanderError, Option } from 'commander';
import type { CommandDefinition } from '../commands/command.ts';
import { AppError } from '../core/error.ts';
import { type Page, paragraph } from '../report/layout.ts';
import { COMMANDS } from './commands.ts';

/** The flags that every command has. */
export interface CommonOptions {
  readonly json?: boolean;
  readonly color?: 'auto' | 'always' | 'never';
  readonly showPii?: boolean;
}

/** What the command line asks for. `help` is text to print. */
export type Request =
  | {
      readonly kind: 'help';
      readonly text: string;
      readonly stream: 'stdout' | 'stderr';
      readonly exitStatus: 0 | 2;
    }
  | {
      readonly kind: 'command';
      readonly definition: CommandDefinition<object>;
      readonly args: readonly string[];
      readonly options: CommonOptions;
    };

interface Output {
  stdout: string;
  stderr: string;
}

interface Setting {
  readonly version: string;
  readonly columns: (stream: 'stdout' | 'stderr') => number;
}

/** Descriptions in the help are wrapped where they have at least so many columns; commander's own 40 suit wide windows only. */
const MIN_COLUMN = 14;
const MORE_HELP = 'fp-webhooks <command> --help shows the flags and examples of a command.';

/**
 * Understands the command line. Only the module of the command that is named is loaded.
 * Throws AppError `usage`, naming the flag that the user typed.
 */
export async function parseCommandLine(args: readonly string[], setting: Setting): Promise<Request> {
  const name = args.find((arg) => COMMANDS.some((each) => each.name === arg));
  const output = { stdout: '', stderr: '' };
  const program = createProgram(setting, output);
  let request: Request | undefined;
  for (const entry of COMMANDS) {
    const command = program.command(entry.name).summary(entry.summary).usage(entry.usage);
    if (entry.name !== name) continue;
    const definition = await entry.load();
    addDefinition(command, definition, setting).action(() => {
      request = { kind: 'command', definition, args: command.args, options: toOptions(program, command) };
    });
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    return toHelp(error, output, args[0]?.startsWith('-') === true && name !== undefined);
  }
  if (request === undefined) throw new Error('commander ran no command and did not say why');
  return request;
}

/** The flags that every command has, as far as they can be told when the command line is not understood. Never throws. */
export function guessOptions(args: readonly string[]): CommonOptions {
  const end = args.indexOf('--');
  const flags = end === -1 ? args : args.slice(0, end);
  const color = /(?:^| )--(?:color[= ]|no-)(always|never|color)(?: |$)/.exec(flags.join(' '))?.[1];
  return {
    json: flags.includes('--json'),
    ...(color === undefined ? {} : { color: color === 'always' ? 'always' : 'never' }),
  };
}

function createProgram({ version, columns }: Setting, output: Output): Command {
  const program = new Command('fp-webhooks')
    .description(
      'The local tool for Footprint webhooks: receive and verify them, send them signed, check them.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show this help')
    .helpCommand('help [command]', 'show the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        output.stdout += text;
      },
      writeErr: (text) => {
        output.stderr += text;
      },
      getOutHelpWidth: () => columns('stdout'),
      getErrHelpWidth: () => columns('stderr'),
    })
    .configureHelp({ minWidthToWrap: MIN_COLUMN })
    // So that a flag before the command is read once, and one after it belongs to the command.
    .enablePositionalOptions()
    .addHelpText('after', ({ error }) => {
      const page = toPage(columns(error ? 'stderr' : 'stdout'));
      return `\n${paragraph(MORE_HELP, page, { indent: 0 })}`.trimEnd();
    });
  return addCommonFlags(program);
}

function addDefinition(
  command: Command,
  definition: CommandDefinition<object>,
  { columns }: Setting,
): Command {
  command.description(command.summary()).helpOption('-h, --help', 'show this help');
  return addCommonFlags(definition.flags(command))
    .allowExcessArguments()
    .addHelpText('after', ({ error }) => toExamples(definition, columns(error ? 'stderr' : 'stdout')));
}

/** Both the program and its commands have them, so that they may stand before the command or after it. */
function addCommonFlags(command: Command): Command {
  return command
    .option('--json', 'print one JSON record a line')
    .addOption(
      new Option('--color <when>', 'colour the output (default: auto)').choices(['auto', 'always', 'never']),
    )
    .option('--no-color', 'the same as --color never')
    .option('--show-pii', 'show personal data as it is instead of masked');
}

/** What stands after the command comes first. */
function toOptions(program: Command, command: Command): CommonOptions {
  const options = { ...program.opts<Parsed>(), ...command.opts<Parsed>() };
  return { ...options, color: options.color === false ? 'never' : (options.color ?? 'auto') };
}

type Parsed = Omit<CommonOptions, 'color'> & { readonly color?: CommonOptions['color'] | false };

/** A command line is never broken: it is there to be copied. */
function toExamples({ examples }: CommandDefinition<object>, columns: number): string {
  const page = toPage(columns);
  const lines = examples.map(([line, meaning]) => `  ${line}\n${paragraph(meaning, page, { indent: 6 })}`);
  return `\nExamples:\n${lines.join('')}`.trimEnd();
}

function toPage(columns: number): Page {
  return { columns, paint: (text) => text };
}

function toHelp(error: unknown, { stdout, stderr }: Output, flagFirst: boolean): Request {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return { kind: 'help', text: stdout, stream: 'stdout', exitStatus: 0 };
  // No command at all: commander has written the help, and this is not a success.
  if (error.code === 'commander.help') return { kind: 'help', text: stderr, stream: 'stderr', exitStatus: 2 };
  const hint = flagFirst
    ? 'The flags of a command stand after it, for example: fp-webhooks listen --port 4401'
    : 'Run it with --help to see what it takes.';
  throw new AppError('usage', toSentence(error.message), hint);
}

/** Commander says `error: unknown option '--prot'\n(Did you mean --port?)`, and repeats values: not the password of a URL. */
function toSentence(message: string): string {
  const [first = '', ...rest] = message
    .replace(/^error: /, '')
    .replace(/(?<=:\/\/)[^\s']*@/, '…@')
    .split('\n');
  const sentence = first.charAt(0).toUpperCase() + first.slice(1);
  const more = rest
    .join(' ')
    .replace(/^\((.*)\)$/, '$1')
    .trim();
  return `${/[.?!]$/.test(sentence) ? sentence : `${sentence}.`}${more === '' ? '' : ` ${more}`}`;
}
