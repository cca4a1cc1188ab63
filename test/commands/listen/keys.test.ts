import { expect, test } from 'vitest';
import type { Console } from '../../../src/commands/command.ts';
import { createKeys, type Session } from '../../../src/commands/listen/keys.ts';
import type { KeyHelp } from '../../../src/report/human/console.ts';

const RECENT = [
  { n: 1, event: 'footprint.vault.updated', receivedAt: '2026-01-01T00:00:02Z' },
  { n: 2, event: null, receivedAt: '2026-01-01T00:00:01Z' },
];

/** Keys on a session that writes down what it is asked, with answers for the questions of the console. */
function createBoard(changes: Partial<Session> = {}, answers: (string | undefined)[] = []) {
  const done: string[] = [];
  const notices: string[] = [];
  const helps: KeyHelp[] = [];
  const flags = { failures: false, paused: false };
  let press: (key: string) => void = () => undefined;
  const console: Console = {
    setStatus: () => undefined,
    onKey: (take) => {
      press = take;
    },
    ask: async (question, first) => {
      done.push(`${question}${first}`);
      return answers.shift();
    },
    showKeys: (help) => void helps.push(help),
    clear: () => void done.push('clear'),
    close: () => undefined,
  };
  const session: Session = {
    replay: async (nth) => void done.push(`replay ${nth}`),
    details: () => void done.push('details'),
    setFilter: (text) => (text === 'bad' ? 'bad is no filter.' : void done.push(`filter ${text}`)),
    filter: () => 'old',
    toggleFailures: () => {
      flags.failures = !flags.failures;
      return flags.failures;
    },
    togglePause: () => {
      flags.paused = !flags.paused;
      return flags.paused;
    },
    summary: () => void done.push('summary'),
    quit: () => void done.push('quit'),
    recent: () => RECENT,
    hasApp: true,
    ...changes,
  };
  createKeys({
    console,
    session,
    report: (record) => void notices.push(record.type === 'notice' ? record.code : record.type),
  });
  return { done, notices, helps, press: (...keys: string[]) => keys.forEach((key) => void press(key)) };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

test('d, c, s and q do what the session and the console offer, and so do Ctrl-L and Ctrl-D', () => {
  const { done, notices, press } = createBoard();
  press('d', 'c', 'ctrl+l', 's', 'q', 'ctrl+d');
  expect(done).toEqual(['details', 'clear', 'clear', 'summary', 'quit', 'quit']);
  expect(notices).toEqual([]);
});

test('r replays the latest and a digit that one, one at a time', async () => {
  const { done, notices, press } = createBoard();
  press('r', 'r', '2');
  expect(done).toEqual(['replay 1']);
  await turn();
  press('2');
  await turn();
  press('3');
  expect(done).toEqual(['replay 1', 'replay 2']);
  expect(notices).toEqual(['nothing_received']);
});

test('with nothing received, r, 1 and d say so', () => {
  const { done, notices, press } = createBoard({ recent: () => [] });
  press('r', '1', 'd');
  expect(done).toEqual([]);
  expect(notices).toEqual(['nothing_received', 'nothing_received', 'nothing_received']);
});

test('without an app, r, a digit and p say that one is needed', () => {
  const { done, notices, press } = createBoard({ hasApp: false });
  press('r', '1', 'p');
  expect(done).toEqual([]);
  expect(notices).toEqual(['no_app', 'no_app', 'no_app']);
});

test('e and p say what holds from then on', () => {
  const { notices, press } = createBoard();
  press('e', 'e', 'p', 'p');
  expect(notices).toEqual(['only_failures', 'everything_shown', 'forwarding_paused', 'forwarding_resumed']);
});

test('f asks again, with what was typed, until the filter is understood', async () => {
  const { done, notices, press } = createBoard({}, ['bad', ' good ']);
  press('f');
  await turn();
  expect(done).toEqual(['Filter: old', 'Filter: bad', 'filter good']);
  expect(notices).toEqual(['filter_not_understood', 'filter_changed']);
});

test('f changes nothing when the person gives up, and an empty answer takes the filter away', async () => {
  const { done, press } = createBoard({}, [undefined, '']);
  press('f');
  await turn();
  press('f');
  await turn();
  expect(done).toEqual(['Filter: old', 'Filter: old', 'filter ']);
});

test('h and ? list every key and at most nine deliveries', () => {
  const many = Array.from({ length: 12 }, (_, index) => ({ n: index + 1, event: null, receivedAt: '' }));
  const { helps, press } = createBoard({ recent: () => many });
  press('h', '?');
  expect(helps).toHaveLength(2);
  expect(helps[0]?.keys.map(([key]) => key)).toEqual(['r', '1–9', 'd', 'f', 'e', 'c', 'p', 's', 'q']);
  expect(helps[1]?.recent).toHaveLength(9);
});

test('another letter is pointed to h, once, and an arrow or a name of JavaScript to nothing', () => {
  const { done, notices, press } = createBoard();
  press('up', 'constructor', 'escape', 'return', 'ctrl+x', 'alt+r', 'x', 'z', '0');
  expect(notices).toEqual(['unknown_key']);
  expect(done).toEqual([]);
});
