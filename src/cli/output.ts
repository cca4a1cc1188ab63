import type { Paint, Style } from '../report/layout.ts';
import type { OutputRecord } from '../report/records.ts';
import type { Renderer } from '../report/renderer.ts';
import type { CommonOptions } from './program.ts';

/** The two streams, as far as writing to them goes. */
export interface Terminal {
  readonly write: (stream: 'stdout' | 'stderr', text: string) => void;
  readonly isTerminal: (stream: 'stdout' | 'stderr') => boolean;
  /** The width of a terminal; Infinity for a pipe or a file. Asked anew for every record, since windows are resized. */
  readonly columns: () => number;
}

/** A function that writes a record in the form that the flags and the environment ask for. */
export async function createReporter(
  options: CommonOptions,
  env: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<(record: OutputRecord) => void> {
  const renderer = await createRenderer(options, env, terminal);
  return (record) => {
    for (const { stream, text } of renderer(record)) terminal.write(stream, text);
  };
}

async function createRenderer(
  options: CommonOptions,
  env: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): Promise<Renderer> {
  if (options.json === true) return (await import('../report/ndjson.ts')).createNdjsonRenderer();
  const { createHumanRenderer } = await import('../report/human.ts');
  const paint = wantsColor(options.color, env, terminal) ? await createPaint() : (text: string) => text;
  return createHumanRenderer({
    paint,
    get columns() {
      return terminal.columns();
    },
    timeOfDay: (moment) => new Date(moment).toTimeString().slice(0, 8),
  });
}

/** `--color` first, then FORCE_COLOR, then NO_COLOR, then whether a terminal is there. Source: no-color.org, force-color.org. */
function wantsColor(
  flag: CommonOptions['color'],
  env: Readonly<Record<string, string | undefined>>,
  terminal: Terminal,
): boolean {
  if (flag === 'always' || flag === 'never') return flag === 'always';
  const forced = env['FORCE_COLOR'];
  if (forced !== undefined) return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return terminal.isTerminal('stdout');
}

async function createPaint(): Promise<Paint> {
  const { Chalk, default: detected } = await import('chalk');
  const chalk = new Chalk({ level: detected.level === 0 ? 1 : detected.level });
  const styles = {
    plain: (text) => text,
    strong: chalk.bold,
    quiet: chalk.dim,
    good: chalk.green,
    bad: chalk.red,
    warn: chalk.yellow,
    accent: chalk.cyan,
  } as const satisfies Record<Style, (text: string) => string>;
  return (text, style) => styles[style](text);
}
