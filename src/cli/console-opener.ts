import type { Console } from '../commands/command.ts';
import type { Foot } from './foot.ts';
import { createView } from './output.ts';
import type { CommonOptions } from './program.ts';
import type { Process } from './run.ts';

interface Setting {
  readonly foot: Foot;
  readonly findSignal: () => AbortSignal;
  readonly options: CommonOptions;
  readonly host: Process;
}

/** Opens a console where a person sits. Its parts are loaded then only. */
export function createConsoleOpener({ foot, findSignal, options, host }: Setting) {
  let opened: Console | undefined;
  return {
    open: async (): Promise<Console | undefined> => {
      if (options.json === true || !hasPerson(host)) return undefined;
      const { openConsole } = await import('./console.ts');
      const view = await createView('stdout', options.color, host);
      opened = openConsole({ foot, view, signal: findSignal() });
      return opened;
    },
    close: () => opened?.close(),
  };
}

function hasPerson({ env, terminal, isInteractive }: Process): boolean {
  if (env['TERM'] === 'dumb' || (env['CI'] ?? '') !== '') return false;
  return isInteractive() && terminal.isTerminal('stdout') && terminal.isTerminal('stderr');
}
