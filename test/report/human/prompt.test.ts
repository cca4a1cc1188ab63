import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderPrompt } from '../../../src/report/human/console.ts';
import { widthOfText } from '../../../src/report/width.ts';
import { CODE_POINT } from '../../harness/code-point.ts';

const page = (columns: number) => ({ columns, paint: (text: string) => text });
const at = (typed: string, cursor: number) => ({ question: 'Filter: ', typed, cursor });

test.each([
  ['abc', 3, 40, 'Filter: abc', 11],
  ['abc', 1, 40, 'Filter: abc', 9],
  ['abcdefghijklmnop', 16, 20, 'Filter: fghijklmnop', 19],
  ['abcdefghijklmnop', 0, 20, 'Filter: abcdefghijk', 8],
  ['漢字漢字', 2, 40, 'Filter: 漢字漢字', 12],
  ['一二漢字漢字', 6, 17, 'Filter: 漢字漢字', 16],
  ['abc', 3, 8, 'Filabc', 6],
  ['a\u001b[2Jb', 5, 40, 'Filter: a␛[2Jb', 13],
])('%j with the cursor at %i on %i columns', (typed, cursor, columns, text, cursorColumn) => {
  expect(renderPrompt(at(typed, cursor), page(columns))).toEqual({ text, cursorColumn });
});

test('whatever is typed, it leaves a column free, and the cursor stands inside', () => {
  const typing = fc
    .string({ unit: CODE_POINT })
    .chain((typed) => fc.tuple(fc.constant(typed), fc.nat(typed.length)));
  fc.assert(
    fc.property(
      fc.string(),
      typing,
      fc.integer({ min: 1, max: 80 }),
      (question, [typed, cursor], columns) => {
        const { text, cursorColumn } = renderPrompt({ question, typed, cursor }, page(columns));
        expect(widthOfText(text)).toBeLessThan(columns);
        expect(cursorColumn).toBeLessThan(columns);
        expect(text).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
      },
    ),
  );
});
