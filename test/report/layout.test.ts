import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { field, paragraph, row, termed } from '../../src/report/layout.ts';
import { CODE_POINT } from '../harness/code-point.ts';
import { UNSEEN } from '../harness/unseen.ts';

const page = (columns: number) => ({ columns, paint: (text: string) => text });
const word = fc.string({ unit: fc.constantFrom(...'abcä😀漢'), minLength: 1, maxLength: 12 });
const words = fc.array(word, { minLength: 1, maxLength: 12 });
/** Of the characters above. */
const widthOf = (line: string) => line.trimEnd().replace(/[😀漢]/gu, '**').length;

/** The lines that are wider than the page and could have been broken: they hold more than one word. */
function breakable(text: string, columns: number): string[] {
  return text.split('\n').filter((line) => widthOf(line) > columns && line.trim().includes(' '));
}

describe('paragraph', () => {
  test('wraps at spaces, indents every line, and leaves a word that is too wide alone on its line', () => {
    expect(paragraph('aaa bbb cccccccccccc dd', page(10), { indent: 2 })).toBe(
      '  aaa bbb\n  cccccccccccc\n  dd\n',
    );
    expect(paragraph('never wrapped on an endless page', page(Number.POSITIVE_INFINITY), { indent: 0 })).toBe(
      'never wrapped on an endless page\n',
    );
  });

  test('is never wider than the page unless a single word is, and loses no word', () => {
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 60 }), fc.nat({ max: 8 }), (parts, columns, indent) => {
        const text = paragraph(parts.join(' '), page(columns), { indent });
        expect(breakable(text, columns)).toEqual([]);
        expect(text.split(/\s+/).filter(Boolean)).toEqual(parts);
        expect(text.endsWith('\n')).toBe(true);
      }),
    );
  });
});

describe('row', () => {
  const fields = [
    field('12:00:00'),
    field('vault.updated', 'strong', 20),
    field('', 'plain', 9),
    field('200'),
  ];

  test('has columns where they fit, and drops empty fields', () => {
    expect(row(fields, page(80), 4)).toBe('12:00:00  vault.updated         200\n');
  });

  test('fills lines and indents those that follow where the columns do not fit', () => {
    expect(row(fields, page(30), 4)).toBe('12:00:00  vault.updated  200\n');
    expect(row(fields, page(20), 4)).toBe('12:00:00\n    vault.updated\n    200\n');
  });

  test('is never wider than the page unless a single word is, and loses no word', () => {
    const anyFields = fc.array(
      fc.record({ text: words.map((parts) => parts.join(' ')), width: fc.option(fc.nat({ max: 30 })) }),
      { minLength: 1, maxLength: 5 },
    );
    fc.assert(
      fc.property(anyFields, fc.integer({ min: 20, max: 80 }), fc.nat({ max: 8 }), (texts, columns, hang) => {
        const made = texts.map(({ text, width }) => field(text, 'plain', width ?? undefined));
        const text = row(made, page(columns), hang);
        expect(breakable(text, columns)).toEqual([]);
        expect(text.split(/\s+/).filter(Boolean)).toEqual(texts.flatMap((each) => each.text.split(' ')));
      }),
    );
  });
});

test.each([
  ['漢字', 4],
  ['한글', 4],
  ['ｆｕｌｌ', 8],
  ['😀', 2],
  ['☀️', 2],
  ['ä', 1],
  ['a\u0308', 1],
  ['é中', 3],
  ['✓ → …', 5],
])('%s is padded to its columns', (text, columns) => {
  expect(row([field(text, 'plain', 10), field('|')], page(80), 2)).toBe(
    `${text}${' '.repeat(10 - columns)}  |\n`,
  );
});

test('a term stands beside its text, or above it where it reaches into it', () => {
  expect(termed(field('  ab'), 'one two three', page(16), { indent: 8 })).toBe(
    '  ab    one two\n        three\n',
  );
  expect(termed(field('  abcdef'), 'one', page(16), { indent: 8 })).toBe('  abcdef\n        one\n');
});

test('whatever the text is, a page holds no control character but line feeds', () => {
  const anyText = fc.string({ unit: CODE_POINT });
  fc.assert(
    fc.property(anyText, anyText, fc.integer({ min: 10, max: 60 }), (one, two, columns) => {
      const all =
        row([field(one), field(two, 'bad', 5)], page(columns), 2) +
        paragraph(one, page(columns), { indent: 1 }) +
        termed(field(one), two, page(columns), { indent: 6 });
      expect(all).not.toMatch(UNSEEN);
    }),
  );
});
