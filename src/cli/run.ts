import type { Context } from '../commands/command.ts';
import { AppError } from '../core/error.ts';
import { EXIT_STATUS_OF_ERROR, EXIT_STATUS_OF_OUTCOME } from './exit-status.ts';
import { createRenderer, type Terminal, wantsColor } from './output.ts';
import { type CommonOptions, guessOptions, parseCommandLine, type Request } from './program.ts';
import { createProgress } from './progress.ts';
import { createReporter } from './reporter.ts';

/** What the process lends to a run. */
export interface Process extends Omit<Context, 'report' | 'progress' | 'signal' | 'showPii'> {
  readonly args: readonly string[];
  readonly terminal: Terminal;
  /** A signal that an interrupt aborts; asked for only by commands that end in an orderly way. */
  readonly interruptSignal: () => AbortSignal;
}

/** Runs one command line and gives the exit status. Failures are told here; anything else that is thrown is a bug. */
export async function run(host: Process): Promise<number> {
  let options = guessOptions(host.args);
  try {
    const columns = (stream: 'stdout' | 'stderr') => Math.min(host.terminal.columns(stream), 100);
    const request = await parseCommandLine(host.args, { version: host.version, columns });
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
  { definition, args, options }: Extract<Request, { kind: 'command' }>,
  host: Process,
): Promise<number> {
  const { terminal, env } = host;
  const progress = createProgress(terminal, {
    isWanted: options.json !== true,
    isColored: wantsColor('stderr', options.color, host),
  });
  const { report, finish } = createReporter(await createRenderer(options, env, terminal), terminal);
  const outcome = await definition.run(args, options, {
    ...host,
    report: (record) => progress.around(() => report(record)),
    progress: progress.show,
    signal: definition.drains ? host.interruptSignal() : new AbortController().signal,
    showPii: options.showPii === true,
  });
  await finish();
  return EXIT_STATUS_OF_OUTCOME[outcome];
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
