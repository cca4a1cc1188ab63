import { Command, CommanderError, Option } from 'commander';
import type { CommandDefinition } from '../commands/command.ts';
import { AppError } from '../core/error.ts';
import { COMMANDS, type CommandEntry } from './commands.ts';

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
  readonly columns: number;
}

/**
 * Understands the command line. Only the module of the command that is named is loaded.
 * Throws AppError `usage`, naming the flag that the user typed.
 */
export async function parseCommandLine(args: readonly string[], setting: Setting): Promise<Request> {
  const [first, second] = args.filter((arg) => !arg.startsWith('-'));
  const name = first === 'help' ? second : first;
  const output = { stdout: '', stderr: '' };
  const program = createProgram(setting, output);
  let request: Request | undefined;
  for (const entry of COMMANDS) {
    const command = program.command(entry.name).summary(entry.summary).usage(entry.usage);
    if (entry.name !== name) continue;
    await addDefinition(command, entry, (parsed) => {
      request = parsed;
    });
  }
  try {
    await program.parseAsync([...args], { from: 'user' });
  } catch (error) {
    return toHelp(error, output, args[0]?.startsWith('-') === true);
  }
  if (request === undefined) throw new Error('commander ran no command and did not say why');
  return request;
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
      getOutHelpWidth: () => columns,
    })
    .addHelpText('after', '\nfp-webhooks <command> --help shows the flags and examples of a command.');
  return program;
}

async function addDefinition(
  command: Command,
  entry: CommandEntry,
  accept: (request: Request) => void,
): Promise<void> {
  const definition = await entry.load();
  command.description(entry.summary).helpOption('-h, --help', 'show this help');
  definition
    .flags(command)
    .option('--json', 'print one JSON record a line')
    .addOption(
      new Option('--color <when>', 'colour the output').choices(['auto', 'always', 'never']).default('auto'),
    )
    .option('--show-pii', 'show personal data as it is instead of masked')
    .allowExcessArguments()
    .addHelpText('after', toExamples(definition))
    .action(() =>
      accept({ kind: 'command', definition, args: command.args, options: command.opts<CommonOptions>() }),
    );
}

function toExamples({ examples }: CommandDefinition<object>): string {
  return `\nExamples:\n${examples.map(([line, meaning]) => `  ${line}\n      ${meaning}`).join('\n')}`;
}

function toHelp(error: unknown, { stdout, stderr }: Output, flagFirst: boolean): Request {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return { kind: 'help', text: stdout, stream: 'stdout', exitStatus: 0 };
  // No command at all: commander has written the help, and this is not a success.
  if (error.code === 'commander.help') return { kind: 'help', text: stderr, stream: 'stderr', exitStatus: 2 };
  const hint = flagFirst
    ? 'Flags stand after the command, for example: fp-webhooks listen --json'
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
