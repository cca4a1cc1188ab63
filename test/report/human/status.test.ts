import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderStatus, type Status } from '../../../src/report/human/console.ts';
import { widthOfText } from '../../../src/report/width.ts';
import { CODE_POINT } from '../../harness/code-point.ts';

const status: Status = {
  url: 'http://127.0.0.1:4400',
  verified: 12,
  failed: 1,
  app: 'up',
  p50Ms: 8.2,
  paused: false,
};
const page = (columns: number) => ({ columns, paint: (text: string) => text });

test('it says where, how many, how the app is, how fast it is, and how to learn more', () => {
  expect(renderStatus(status, page(100))).toBe(
    '● http://127.0.0.1:4400  12 verified  1 failed  app up  p50 8 ms  h for keys',
  );
});

test('a pause and a filter are told, and an app that there is not is not', () => {
  const { p50Ms: _, ...rest } = status;
  const line = renderStatus(
    { ...rest, app: 'none', paused: true, filter: 'footprint.\u001b[2J*' },
    page(100),
  );
  expect(line).toBe(
    '● http://127.0.0.1:4400  12 verified  1 failed  paused  h for keys  filter footprint.␛[2J*',
  );
});

test.each([
  [75, '● 127.0.0.1:4400  12 ✓  1 ✗  app up  p50 8 ms  h for keys'],
  [60, '● 127.0.0.1:4400  12 ✓  1 ✗  app up  p50 8 ms  h for keys'],
  [40, '● 127.0.0.1:4400  12 ✓  1 ✗  app up'],
  [20, '● 127.0.0.1:4400'],
  [10, '● 127.0.0.'],
])('at %i columns the words are shorter, and then the right is left out', (columns, line) => {
  expect(renderStatus(status, page(columns))).toBe(line);
});

test.each([
  ['up', 'good'],
  ['failing', 'bad'],
  ['down', 'bad'],
] as const)('an app that is %s is said in the colour for %s', (app, style) => {
  const marked = { columns: 100, paint: (text: string, name: string) => `<${name}:${text}>` };
  expect(renderStatus({ ...status, app }, marked)).toContain(`<${style}:app ${app}>`);
  expect(renderStatus({ ...status, app }, marked)).toContain(`<${style}:● >`);
});

test.each([
  [0.34, 'p50 0.3 ms'],
  [999, 'p50 999 ms'],
  [1_250, 'p50 1.3 s'],
])('a latency of %d ms is %s', (p50Ms, text) => {
  expect(renderStatus({ ...status, p50Ms }, page(100))).toContain(text);
});

test('whatever is in it, it is one line that is not wider than the page', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: CODE_POINT }),
      fc.string({ unit: 'grapheme' }),
      fc.integer({ min: 1, max: 120 }),
      fc.nat(),
      (url, filter, columns, verified) => {
        const line = renderStatus({ ...status, url, filter, verified }, page(columns));
        expect(widthOfText(line)).toBeLessThanOrEqual(columns);
        expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      },
    ),
  );
});
