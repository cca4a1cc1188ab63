import type { FootLine } from '../report/human/console.ts';
import type { Terminal } from './output.ts';

/** A line that stays below everything that is written to a terminal. */
export interface Foot {
  /** The terminal; what is written to it stands above the line. Every text must end in a newline. */
  readonly terminal: Terminal;
  /** Shows the line that `compose` gives whenever it is drawn; undefined takes it away. */
  readonly show: (compose: (() => FootLine) | undefined) => void;
  /** Draws the line anew if it has changed: at once, or within 100 ms for what may change often. */
  readonly refresh: (when: 'now' | 'soon') => void;
  /** Empties the screen. */
  readonly clear: () => void;
}

/** What a person can still read. */
const SOON_MS = 100;
/** One picture of a screen. */
const RETRY_MS = 16;

const CLEAR_SCREEN = '\u001b[H\u001b[2J';
const CLEAR_BELOW = '\r\u001b[J';

/** A terminal without a line at its foot. Costs nothing until one is shown. */
export function createFoot(terminal: Terminal): Foot {
  let compose: (() => FootLine) | undefined;
  let drawn: FootLine | undefined;
  let timer: NodeJS.Timeout | undefined;
  let timerMs = 0;

  /** Takes the line away. A window that became narrower may have broken the line: the cursor went down with its part of it. */
  function erase(): string {
    if (drawn === undefined) return '';
    const rows = Math.floor(drawn.cursorColumn / terminal.columns('stdout'));
    drawn = undefined;
    return (rows > 0 ? `\u001b[${rows}A` : '') + CLEAR_BELOW;
  }

  function draw(line: FootLine): string {
    drawn = line;
    // The cursor stands at the start of a line that is not typed into, where it stays when the terminal breaks the line.
    return `${line.text}\r${line.cursorColumn > 0 ? `\u001b[${line.cursorColumn}C` : ''}`;
  }

  /** Only onto a terminal that keeps up: a picture that waits is an old one, and lengthens the queue. */
  function drawIfIdle(before: string): string {
    if (compose === undefined) return before;
    if (terminal.isIdle('stdout') && terminal.isIdle('stderr')) return before + draw(compose());
    later(RETRY_MS);
    return before;
  }

  function later(ms: number): void {
    if (timer !== undefined && timerMs <= ms) return;
    clearTimeout(timer);
    timerMs = ms;
    timer = setTimeout(drawNow, ms).unref();
  }

  function drawNow(): void {
    clearTimeout(timer);
    timer = undefined;
    if (compose === undefined) return;
    if (terminal.isIdle('stdout')) redraw(compose());
    else later(RETRY_MS);
  }

  function redraw(line: FootLine): void {
    const isSame = line.text === drawn?.text && line.cursorColumn === drawn.cursorColumn;
    if (!isSame) terminal.write('stdout', erase() + draw(line));
  }

  function hide(): void {
    clearTimeout(timer);
    timer = undefined;
    const gone = erase();
    if (gone !== '') terminal.write('stdout', gone);
  }

  return {
    terminal: { ...terminal, write: (stream, text) => terminal.write(stream, drawIfIdle(erase() + text)) },
    show: (next) => {
      compose = next;
      if (next === undefined) hide();
      else drawNow();
    },
    refresh: (when) => {
      if (when === 'now') drawNow();
      else if (compose !== undefined) later(SOON_MS);
    },
    clear: () => {
      drawn = undefined;
      terminal.write('stdout', drawIfIdle(CLEAR_SCREEN));
    },
  };
}
