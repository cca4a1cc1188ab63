import type { View } from '../report/human/listen.ts';
import type { Paint, Style } from '../report/layout.ts';
import type { Renderer } from '../report/ndjson.ts';
import type { CommonOptions } from './program.ts';
import { withoutSecrets } from './redact.ts';

/** The two streams, as far as writing to them goes. */
export interface Terminal {
  /** Throws AppError `file_unwritable`. */
  readonly write: (stream: Stream, text: string) => void;
  /** False while so much waits for a reader that more should not be written. */
  readonly hasRoom: (stream: Stream) => boolean;
  /** Whether everything is written, so that what comes next is seen at once. */
  readonly isIdle: (stream: Stream) => boolean;
  /** Resolves when everything is written; with false when the reader stands still and was given up. Throws like `write`. */
  readonly flush: () => Promise<boolean>;
  readonly isTerminal: (stream: Stream) => boolean;
  /** The width of a terminal; Infinity for a pipe or a file. Asked anew for every record, since windows are resized. */
  readonly columns: (stream: Stream) => number;
  /** stderr for libraries that want a stream. */
  readonly stderr: () => NodeJS.WriteStream;
}

type Stream = 'stdout' | 'stderr';
type Environment = Readonly<Record<string, string | undefined>>;

/** How records become text, in the form that the flags and the environment ask for. */
export async function createRenderer(
  options: CommonOptions,
  env: Environment,
  terminal: Terminal,
): Promise<Renderer> {
  const { createNdjsonRenderer, streamOf } = await import('../report/ndjson.ts');
  if (options.json === true) return hideSecrets(createNdjsonRenderer());
  const { createHumanRenderer } = await import('../report/human.ts');
  const createFor = async (stream: Stream) =>
    createHumanRenderer(await createView(stream, options.color, { env, terminal }));
  const renderers = { stdout: await createFor('stdout'), stderr: await createFor('stderr') };
  return hideSecrets((record) => renderers[streamOf(record)](record));
}

/** The page that a stream is, in the colours that are wanted for it. Its width is that of the moment. */
export async function createView(
  stream: Stream,
  flag: CommonOptions['color'],
  { env, terminal }: { readonly env: Environment; readonly terminal: Terminal },
): Promise<View> {
  return {
    paint: wantsColor(stream, flag, { env, terminal }) ? await createPaint() : (text) => text,
    get columns() {
      return terminal.columns(stream);
    },
    timeOfDay: createTimeOfDay(),
    dayOf: (moment) => findOtherDay(new Date(moment), new Date()),
  };
}

const SECOND = 'yyyy-mm-ddThh:mm:ss'.length;

/** Local time as HH:MM:SS. Remembers the last second in UTC: there may be thousands of lines in it. */
function createTimeOfDay(): View['timeOfDay'] {
  let second = '';
  let shown = '';
  return (moment) => {
    const text = () => new Date(moment).toTimeString().slice(0, 8);
    if (!moment.endsWith('Z')) return text();
    const asked = moment.slice(0, SECOND);
    if (asked !== second) shown = text();
    second = asked;
    return shown;
  };
}

/** The local day of a moment, or undefined when it is that of now. */
function findOtherDay(moment: Date, now: Date): string | undefined {
  const [day, today] = [moment, now].map((date) =>
    [date.getFullYear(), date.getMonth() + 1, date.getDate()]
      .map((part) => String(part).padStart(2, '0'))
      .join('-'),
  );
  return day === today ? undefined : day;
}

/** What is said about a command line repeats parts of it, and some paste a secret where another thing belongs. */
function hideSecrets(render: Renderer): Renderer {
  return (record) => {
    if (record.type !== 'error' && record.type !== 'notice') return render(record);
    const { hint, message } = record;
    const shown = hint === undefined ? {} : { hint: withoutSecrets(hint) };
    return render({ ...record, message: withoutSecrets(message), ...shown });
  };
}

/** `--color` first, then FORCE_COLOR, then NO_COLOR, then whether the stream is a terminal. Source: no-color.org, force-color.org. */
export function wantsColor(
  stream: Stream,
  flag: CommonOptions['color'],
  { env, terminal }: { readonly env: Environment; readonly terminal: Terminal },
): boolean {
  if (flag === 'always' || flag === 'never') return flag === 'always';
  const forced = env['FORCE_COLOR'] ?? '';
  if (forced !== '') return forced !== '0' && forced !== 'false';
  if ((env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb') return false;
  return terminal.isTerminal(stream);
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
