import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createFoot, type Foot } from '../../src/cli/foot.ts';
import type { Terminal } from '../../src/cli/output.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** A terminal that knows what a foot writes: carriage return, newline, clear below, to the right, home, clear all. */
function createTerminal() {
  const state = { isIdle: true, columns: 80, writes: 0, bytes: 0 };
  let lines = [''];
  let row = 0;
  let column = 0;
  const obey = (part: string) => {
    const line = lines[row] ?? '';
    const count = Number(/\d+/.exec(part)?.[0] ?? 1);
    if (part === '\n') {
      row += 1;
      column = 0;
      lines[row] ??= '';
    } else if (part === '\r') column = 0;
    else if (part === '\u001b[J') lines = [...lines.slice(0, row), line.slice(0, column)];
    else if (part === '\u001b[H') [row, column] = [0, 0];
    else if (part === '\u001b[2J') lines = [''];
    else if (part.startsWith('\u001b')) column += count;
    else {
      lines[row] = line.slice(0, column) + part + line.slice(column + part.length);
      column += part.length;
    }
  };
  const inner: Terminal = {
    write: (_, text) => {
      state.writes += 1;
      state.bytes += text.length;
      for (const [part] of text.matchAll(/\u001b\[\d*[A-Z]|[\r\n]|[^\u001b\r\n]+/g)) obey(part);
    },
    hasRoom: () => true,
    isIdle: () => state.isIdle,
    flush: async () => true,
    isTerminal: () => true,
    columns: () => state.columns,
    stderr: () => process.stderr,
  };
  const foot: Foot = createFoot(inner);
  return { state, foot, lines: () => lines, cursor: () => [row, column] };
}

const fixed =
  (text: string, cursorColumn = 0) =>
  () => ({ text, cursorColumn });

test('what is written stands above the line, and the line below it at once', () => {
  const { foot, lines, cursor } = createTerminal();
  foot.show(fixed('status'));
  foot.terminal.write('stdout', 'one\n');
  foot.terminal.write('stderr', 'two\nthree\n');
  expect(lines()).toEqual(['one', 'two', 'three', 'status']);
  expect(cursor()).toEqual([3, 0]);
  foot.show(undefined);
  foot.terminal.write('stdout', 'four\n');
  expect(lines()).toEqual(['one', 'two', 'three', 'four', '']);
});

test('the cursor of a line that is typed into stands in it', () => {
  const { foot, cursor } = createTerminal();
  foot.show(fixed('Filter: abc', 9));
  foot.terminal.write('stdout', 'one\n');
  expect(cursor()).toEqual([1, 9]);
});

test('a line that changes often is drawn once in 100 ms, and one that is the same never', () => {
  const { foot, lines, state } = createTerminal();
  let count = 0;
  foot.show(() => ({ text: `count ${count}`, cursorColumn: 0 }));
  const before = state.writes;
  for (; count < 1_000; count += 1) foot.refresh('soon');
  expect(state.writes).toBe(before);
  vi.advanceTimersByTime(100);
  expect(lines()).toEqual(['count 1000']);
  foot.refresh('now');
  expect(state.writes).toBe(before + 1);
});

test('while the terminal does not keep up the line is not drawn, and it comes back afterwards', () => {
  const { foot, lines, state } = createTerminal();
  foot.show(fixed('status'));
  state.isIdle = false;
  foot.terminal.write('stdout', 'one\n');
  const { bytes } = state;
  for (let time = 0; time < 100; time += 1) {
    foot.refresh('now');
    vi.advanceTimersByTime(100);
  }
  expect(state.bytes).toBe(bytes);
  expect(lines()).toEqual(['one', '']);
  state.isIdle = true;
  vi.advanceTimersByTime(16);
  expect(lines()).toEqual(['one', 'status']);
});

test('in a window that became narrower it is erased from where it begins', () => {
  const { foot, state } = createTerminal();
  const written: string[] = [];
  const spied = createFoot({
    ...foot.terminal,
    columns: () => state.columns,
    write: (_, text) => void written.push(text),
  });
  spied.show(fixed('x'.repeat(70), 65));
  state.columns = 30;
  spied.show(undefined);
  expect(written.at(-1)).toBe('\u001b[2A\r\u001b[J');
});

test('whatever is done in whatever order, there is the log and one line below it', () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('write' as const), text: fc.stringMatching(/^[a-z]{1,9}$/) }),
    fc.record({
      do: fc.constant('show' as const),
      text: fc.stringMatching(/^[A-Z]{1,9}$/),
      cursor: fc.nat(9),
    }),
    fc.record({ do: fc.constantFrom('hide' as const, 'clear' as const, 'now' as const, 'soon' as const) }),
    fc.record({ do: fc.constant('idle' as const), isIdle: fc.boolean() }),
    fc.record({ do: fc.constant('wait' as const), ms: fc.nat(200) }),
  );
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const { foot, lines, state } = createTerminal();
      let log: string[] = [];
      let shown = '';
      for (const each of steps) {
        if (each.do === 'write') {
          log.push(each.text);
          foot.terminal.write('stdout', `${each.text}\n`);
        } else if (each.do === 'show') {
          shown = each.text;
          foot.show(fixed(each.text, Math.min(each.cursor, each.text.length)));
        } else if (each.do === 'hide') {
          shown = '';
          foot.show(undefined);
        } else if (each.do === 'clear') {
          log = [];
          foot.clear();
        } else if (each.do === 'idle') state.isIdle = each.isIdle;
        else if (each.do === 'wait') vi.advanceTimersByTime(each.ms);
        else foot.refresh(each.do);
        expect(lines().slice(0, -1)).toEqual(log);
      }
      state.isIdle = true;
      vi.advanceTimersByTime(100);
      expect(lines()).toEqual([...log, shown]);
    }),
  );
});
