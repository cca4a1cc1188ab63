import { type Field, field, line, type Page, row, type Span, termed } from '../layout.ts';
import { toShort, toShortName, toVisible } from '../text.ts';
import { toEnd, toStart, widthOfText } from '../width.ts';

/** How things stand, for the line at the foot of a terminal. Scripts never see it, so that it is no record. */
export interface Status {
  /** The address of the listener. */
  readonly url: string;
  readonly verified: number;
  readonly failed: number;
  /** What the app did last. */
  readonly app: 'none' | 'unknown' | 'up' | 'failing' | 'down';
  /** The median latency of the latest answers of the app. */
  readonly p50Ms?: number;
  readonly paused: boolean;
  readonly filter?: string;
}

const LONGEST_FILTER = 40;

/**
 * How things stand, on one line without a newline. On a narrow page shorter words are used; what does not fit all the
 * same is left out, from the right. Never throws.
 */
export function renderStatus(status: Status, page: Page): string {
  const full = toFields(status, LONG);
  const width = widthOfText(line(full, { columns: Number.POSITIVE_INFINITY, paint: (text) => text }));
  return line(width <= page.columns ? full : toFields(status, SHORT), page);
}

/** How the same is said on a wide and on a narrow page. */
interface Words {
  readonly address: (url: string) => string;
  readonly verified: (count: number) => string;
  readonly failed: (count: number) => string;
  readonly unknownApp: string;
}

const LONG: Words = {
  address: (url) => url,
  verified: (count) => `${count} verified`,
  failed: (count) => `${count} failed`,
  unknownApp: 'app not asked yet',
};

const SHORT: Words = {
  address: (url) => url.replace(/^http:\/\//, ''),
  verified: (count) => `${count} ✓`,
  failed: (count) => `${count} ✗`,
  unknownApp: 'app ?',
};

function toFields(status: Status, words: Words): readonly Field[] {
  const { url, verified, failed, paused, filter, p50Ms } = status;
  const spans: readonly (Span | undefined)[] = [
    { text: words.verified(verified), style: verified > 0 ? 'good' : 'quiet' },
    { text: words.failed(failed), style: failed > 0 ? 'bad' : 'quiet' },
    paused ? { text: 'paused', style: 'warn' } : undefined,
    toApp(status, words),
    p50Ms === undefined ? undefined : { text: `p50 ${toLatency(p50Ms)}`, style: 'quiet' },
    { text: 'h for keys', style: 'quiet' },
    filter === undefined ? undefined : { text: `filter ${toShort(filter, LONGEST_FILTER)}`, style: 'accent' },
  ];
  const fields = spans.flatMap((span) => (span === undefined ? [] : [{ spans: [span] }]));
  const address = { spans: [{ text: '● ', style: toMood(status) }, { text: words.address(url) }] };
  return [address, ...fields];
}

function toMood({ app, paused }: Status): 'good' | 'bad' | 'warn' {
  if (app === 'down' || app === 'failing') return 'bad';
  return paused ? 'warn' : 'good';
}

function toApp({ app }: Status, { unknownApp }: Words): Span | undefined {
  switch (app) {
    case 'none':
      return undefined;
    case 'unknown':
      return { text: unknownApp, style: 'quiet' };
    case 'up':
      return { text: 'app up', style: 'good' };
    case 'failing':
      return { text: 'app failing', style: 'bad' };
    case 'down':
      return { text: 'app down', style: 'bad' };
  }
}

/** `0.4 ms`, `8 ms`, `1.2 s`. */
function toLatency(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms < 1 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`;
}

/** A question with the answer as far as it is typed. `cursor` is an index into `typed`. */
export interface Prompt {
  readonly question: string;
  readonly typed: string;
  readonly cursor: number;
}

/** A line at the foot of a terminal, and the column at which its cursor stands. */
export interface FootLine {
  readonly text: string;
  readonly cursorColumn: number;
}

/**
 * A question on one line that is always narrower than the page: of an answer that is too long for it, the part
 * around the cursor is shown. Never throws.
 */
export function renderPrompt({ question, typed, cursor }: Prompt, page: Page): FootLine {
  // One column is for the cursor behind the last character.
  const room = Math.max(0, page.columns - 1);
  const asked = toStart(toVisible(question), Math.floor(room / 2));
  const before = toEnd(toVisible(typed.slice(0, cursor)), room - widthOfText(asked));
  const cursorColumn = widthOfText(asked) + widthOfText(before);
  const after = toStart(toVisible(typed.slice(cursor)), room - cursorColumn);
  return { text: page.paint(asked, 'strong') + before + after, cursorColumn };
}

/** The keys of a command, and what those with digits stand for at this moment. */
export interface KeyHelp {
  readonly keys: readonly (readonly [key: string, meaning: string])[];
  /** `receivedAt` is an RFC 3339 moment. */
  readonly recent: readonly {
    readonly n: number;
    readonly event: string | null;
    readonly receivedAt: string;
  }[];
}

const COLUMN = 7;
const LONGEST_EVENT = 48;

/** Keys with what they do, one a line. Never throws. */
export function renderKeys(
  { keys, recent }: KeyHelp,
  page: Page & { readonly timeOfDay: (moment: string) => string },
): string {
  const lines = keys.map(([key, meaning]) =>
    termed(field(`  ${key}`, 'strong'), meaning, page, { indent: COLUMN }),
  );
  const deliveries = recent.map(({ n, event, receivedAt }) => {
    const name = event === null ? '(no event)' : toShort(toShortName(event), LONGEST_EVENT);
    const time = field(page.timeOfDay(receivedAt), 'quiet');
    return row([field(' '.repeat(COLUMN - 2)), field(String(n), 'strong'), time, field(name)], page, COLUMN);
  });
  return `\n${lines.join('')}${deliveries.join('')}\n`;
}
