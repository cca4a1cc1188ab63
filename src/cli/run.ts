import type { Context } from '../commands/command.ts';
import { AppError } from '../core/error.ts';
import { createConsoleOpener } from './console-opener.ts';
import { EXIT_STATUS_OF_ERROR, EXIT_STATUS_OF_OUTCOME } from './exit-status.ts';
import { createFoot } from './foot.ts';
import { createRenderer, type Terminal, wantsColor } from './output.ts';
import { type CommonOptions, guessOptions, parseCommandLine, type Request } from './program.ts';
import { createProgress } from './progress.ts';
import { createReporter } from './reporter.ts';

/** What is made here for each run. */
type Made =
  | 'report'
  | 'progress'
  | 'signal'
  | 'showPii'
  | 'json'
  | 'openConsole'
  | 'settings'
  | 'checkSettings'
  | 'originOf';

/** What the process lends to a run. */
export interface Process extends Omit<Context, Made> {
  readonly args: readonly string[];
  readonly terminal: Terminal;
  /** Throws AppError `file_unreadable` where the working folder was removed. */
  readonly cwd: string;
  /** A signal that an interrupt aborts; asked for only by commands that end in an orderly way. */
  readonly interruptSignal: () => AbortSignal;
}

/** Runs one command line and gives the exit status. Failures are told here; anything else that is thrown is a bug. */
export async function run(host: Process): Promise<number> {
  let options = guessOptions(host.args);
  try {
    const columns = (stream: 'stdout' | 'stderr') => Math.min(host.terminal.columns(stream), 100);
    const { version, env } = host;
    const setting = {
      ...{ version, columns, env },
      get cwd() {
        return host.cwd;
      },
    };
    const request = await parseCommandLine(host.args, setting);
    if (request.kind === 'help') {
      host.terminal.write(request.stream, request.text);
      return request.exitStatus;
    }
    options = request.options;
    return await runCommand(request, host);
  } catch (error) {
    if (error instanceof AppError) return await reportFailure(error, options, host);
    throw error;
  }
}

async function runCommand(
  { definition, args, options, settings, originOf }: Extract<Request, { kind: 'command' }>,
  host: Process,
): Promise<number> {
  const foot = createFoot(host.terminal);
  const { terminal } = foot;
  const progress = createProgress(terminal, {
    isWanted: options.json !== true,
    isColored: wantsColor('stderr', options.color, host),
  });
  const { report, finish } = createReporter(await createRenderer(options, host.env, terminal), terminal);
  let signal: AbortSignal | undefined;
  // Until a command asks for it, nothing has begun that could be finished, and an interrupt ends the process at once.
  const findSignal = () => {
    signal ??= definition.drains ? host.interruptSignal() : new AbortController().signal;
    return signal;
  };
  const consoles = createConsoleOpener({ foot, findSignal, options, host });
  try {
    const outcome = await definition.run(args, options, {
      ...host,
      report: (record) => progress.around(() => report(record)),
      progress: progress.show,
      get signal() {
        return findSignal();
      },
      showPii: options.showPii === true,
      json: options.json === true,
      openConsole: consoles.open,
      settings,
      // Loaded here because it loads other commands.
      checkSettings: async () => (await import('./check-settings.ts')).findSettingProblems(settings),
      originOf,
    });
    consoles.close();
    await finish();
    return EXIT_STATUS_OF_OUTCOME[outcome];
  } finally {
    consoles.close();
  }
}

async function reportFailure(
  { code, message, hint }: AppError,
  options: CommonOptions,
  host: Process,
): Promise<number> {
  const exitStatus = EXIT_STATUS_OF_ERROR[code];
  const { terminal, env } = host;
  const { report, finish } = createReporter(await createRenderer(options, env, terminal), terminal);
  report({ type: 'error', code, message, ...(hint === undefined ? {} : { hint }), exitStatus });
  await finish();
  return exitStatus;
}
