import { expect, test } from 'vitest';
import { createElementScanner } from '../../../src/core/json/scan-elements.ts';

/** The elements of an array, without its opening bracket, and the most that was kept of what is open. */
function scan(...chunks: readonly string[]) {
  const events: string[] = [];
  const scanner = createElementScanner({
    onStart: (offset) => events.push(`start ${offset}`),
    onEnd: (offset) => events.push(`end ${offset}`),
    onStray: (offset) => events.push(`stray ${offset}`),
    onClose: (offset) => events.push(`close ${offset}`),
  });
  let most = 0;
  for (const chunk of chunks) {
    scanner.read(Buffer.from(chunk));
    most = Math.max(most, scanner.depth());
  }
  return { events, most };
}

const DEEP = 25_000;

test('S2: a nesting of any depth is followed, and no more than 10,000 brackets are kept', () => {
  const [open, close] = ['[{"a":'.repeat(DEEP), '}]'.repeat(DEEP)];
  const length = open.length + close.length;
  expect(scan(open, close, ',1]')).toEqual({
    most: 10_000,
    events: ['start 0', `end ${length}`, `start ${length + 1}`, `end ${length + 2}`, `close ${length + 2}`],
  });
});

test('S2: brackets of the other kind close nothing, and take no time for what is open', () => {
  const chunks = ['{'.repeat(9_000), ...Array<string>(200).fill(']'.repeat(10_000))];
  expect(scan(...chunks)).toEqual({ most: 9_000, events: ['start 0'] });
});
