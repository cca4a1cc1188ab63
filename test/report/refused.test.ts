import { expect, test } from 'vitest';
import { renderRefused } from '../../src/report/human/listen.ts';

test.each([
  [413, '→ answered 413'],
  [null, '→ closed'],
])('a request that was refused with %s ends in %s', (status, end) => {
  const page = { columns: 120, paint: (text: string) => text };
  const text = renderRefused({ type: 'refused', code: 'wrong_protocol', status, message: 'no\x1b[2J' }, page);
  expect(text).toContain(end);
  expect(text).not.toContain('\x1b');
});
