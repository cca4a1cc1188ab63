import { Command, CommanderError, Option } from 'commander';
import type { CommandDefinition } from '../commands/command.ts';
import { AppError } from '../core/error.ts';
import { type Page, paragraph } from '../report/layout.ts';
import { COMMANDS, type CommandEntry } from './commands.ts';
import { addProfileFlag, applySettings, type Settled } from './settings.ts';

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
  | ({
      readonly kind: 'command';
      readonly definition: CommandDefinition<object>;
      readonly args: readonly string[];
      readonly options: CommonOptions;
    } & Settled);

interface Output {
  stdout: string;
  stderr: string;
}

interface Setting {
  readonly version: string;
  readonly columns: (stream: 'stdout' | 'stderr') => number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

/** Descriptions in the help are wrapped where they have at least so many columns; commander's own 40 suit wide windows only. */
const MIN_COLUMN = 14;
const MORE_HELP = 'fp-webhooks <command> --help shows the flags and examples of a command.';

/**
 * Understands the command line, and puts in what the environment and the configuration file say of the flags that were
 * not typed. Only the module of the command that is named is loaded.
 * Throws AppError `usage`, naming the flag that the user typed or the variable, and what `loadSettings` throws.
 */
export async function parseCommandLine(given: readonly string[], setting: Setting): Promise<Request> {
  const args = withHelpFlag(given);
  const output = { stdout: '', stderr: '' };
  const program = createProgram(setting, output);
  const found: { request?: Request } = {};
  const onRun = (request: Request) => {
    found.request = request;
  };
  await addCommands(program, COMMANDS, { args, setting, onRun });
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    const isFlagFirst = args[0]?.startsWith('-') === true && findNamed(COMMANDS, args) !== -1;
    return toHelp(error, output, isFlagFirst);
  }
  if (found.request === undefined) throw new Error('commander ran no command and did not say why');
  return found.request;
}

/** Commander's `help` takes one name: `help history list` means `history list --help`. */
function withHelpFlag(args: readonly string[]): readonly string[] {
  const [first, ...names] = args;
  return first === 'help' && names.length > 1 ? [...names, '--help'] : args;
}

interface Addition {
  /** What the user typed behind the parent. */
  readonly args: readonly string[];
  readonly setting: Setting;
  readonly onRun: (request: Request) => void;
}

/** Adds commands below their parent; what one takes is loaded only when the user named it. */
async function addCommands(
  parent: Command,
  entries: readonly CommandEntry[],
  addition: Addition,
): Promise<void> {
  const at = findNamed(entries, addition.args);
  for (const entry of entries) {
    const command = parent.command(entry.name).summary(entry.summary).usage(entry.usage);
    if (entry.name !== addition.args[at]) continue;
    const loaded = await entry.load();
    if ('commands' in loaded) {
      addGroup(command);
      await addCommands(command, loaded.commands, { ...addition, args: addition.args.slice(at + 1) });
    } else addDefinition(command, loaded, addition);
  }
}

/** Where the name of one of the commands stands, or -1. */
function findNamed(entries: readonly CommandEntry[], args: readonly string[]): number {
  const names = entries.map(({ name }) => name);
  return args.findIndex((arg) => names.includes(arg));
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

/** A command that only stands before others. */
function addGroup(command: Command): void {
  command.description(command.summary()).helpOption('-h, --help', 'show this help');
  command.helpCommand('help [command]', 'show the help of a command');
  addCommonFlags(command).enablePositionalOptions();
}

function addDefinition(
  command: Command,
  definition: CommandDefinition<object>,
  { setting, onRun }: Addition,
): void {
  command.description(command.summary()).helpOption('-h, --help', 'show this help');
  addCommonFlags(addProfileFlag(definition.flags(command), definition))
    .allowExcessArguments()
    .addHelpText('after', ({ error }) => toExamples(definition, setting.columns(error ? 'stderr' : 'stdout')))
    .action(async () => {
      const settled = await applySettings(command, definition, setting);
      onRun({ kind: 'command', definition, args: command.args, options: toOptions(command), ...settled });
    });
}

/** Both the program and its commands have them, so that they may stand before the command or after it. */
function addCommonFlags(command: Command): Command {
  return command
    .optionsGroup('Options:')
    .option('--json', 'print one JSON record a line')
    .addOption(
      new Option('--color <when>', 'colour the output (default: auto)').choices(['auto', 'always', 'never']),
    )
    .option('--no-color', 'the same as --color never')
    .option('--show-pii', 'show personal data as it is instead of masked');
}

/** What stands after the command comes first. */
function toOptions(command: Command): CommonOptions {
  const options: Parsed = { ...command.parent?.parent?.opts(), ...command.parent?.opts(), ...command.opts() };
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
