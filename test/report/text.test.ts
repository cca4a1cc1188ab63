import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toSafeJson } from '../../src/report/ndjson.ts';
import { toCount, toShort, toShortName, toVisible } from '../../src/report/text.ts';
import { widthOfText } from '../../src/report/width.ts';
import { CODE_POINT } from '../harness/code-point.ts';
import { JOINERS, UNSEEN } from '../harness/unseen.ts';
import { volume } from '../harness/volume.ts';

test.each([
  ['plain äöü 😀', 'plain äöü 😀'],
  ['\u001b[31mred', '␛[31mred'],
  ['a\r\n\tb\0', 'a␍␊␉b␀'],
  ['\u007f', '␡'],
  ['\u009b31m\u0085', '�31m�'],
  ['\u202eabc\u2066\u200b\ufeff', '�abc���'],
  ['up\u00addated', 'up�dated'],
  ['a\u{e0041}\u{e007f}\u{e0100}b', 'a���b'],
  ['\u2800\u3164\uffa0\ufffc\u180e\u034f', '������'],
  ['a\u00a0b\u2003c\u202fd\u3000', 'a␣b␣c␣d␣'],
  ['\ud800a\udc00\uffff\u{10ffff}', '�a���'],
  ['\ue000\u{f0000}', '��'],
])('S8: %j is shown as %j', (text, visible) => {
  expect(toVisible(text)).toBe(visible);
});

test.each([
  '👩‍💻 👍🏽 🏳️‍🌈 👩🏽‍❤️‍💋‍👨🏻 ☀️ ☎︎ 1️⃣ 🇩🇪 😀',
  'می‌خواهم نامه‌ای مَن‌ها',
  'क्‍ष र्‍य हिन्दी',
  'ശ്രീ ന്‍റെ',
  'ශ්‍රී ලංකා',
  'עברית العربية ไทย 한국어 日本語 Ελληνικά Việt',
  'Zoë Müller · naïve – “quoted” €',
])('S8: ordinary text stays as it is: %s', (text) => {
  expect(toVisible(text)).toBe(text);
});

test.each([
  ['latin\u200d\u200ctext', 'latin��text'],
  ['1\ufe0f2', '1�2'],
  ['😀\ufe0f\ufe0f\ufe0f', '😀\ufe0f��'],
  ['😀\u200d', '😀�'],
  ['ش\u200c\u200cش', 'ش��ش'],
  ['ش\u200c', 'ش�'],
  ['葛\u{e0100}', '葛�'],
  ['🏴\u{e0067}\u{e0062}\u{e007f}', '🏴���'],
])('S8: a joiner, selector or tag that nothing needs is shown: %j is %j', (text, visible) => {
  expect(toVisible(text)).toBe(visible);
});

test('S8: of all characters, those that are invisible, move the cursor or pass for a space are shown as such, and no others are touched', () => {
  const wrong: string[] = [];
  for (let block = 0; block <= 0x10ffff; block += 0x1000) {
    // Above, planes hold only what is unassigned or private: their ends are enough.
    if (block >= 0x40000 && block !== 0xe0000 && block % 0x10000 !== 0 && block % 0x10000 !== 0xf000)
      continue;
    const characters = Array.from({ length: 0x1000 }, (_, index) => String.fromCodePoint(block + index));
    const text = characters.join('|');
    const shown = [...toVisible(text)].filter((_, index) => index % 2 === 0);
    const isWrong = (character: string, index: number) => {
      const visible = shown[index] ?? '';
      const isUnseen = UNSEEN.test(character) || JOINERS.test(character) || character === '\n';
      if (isUnseen) return !/^[\u2400-\u2423\ufffd]$/.test(visible) || widthOfText(visible) !== 1;
      return visible !== character && /[\p{L}\p{N}\p{P}\p{S}\p{M}]/u.test(character);
    };
    wrong.push(...characters.filter(isWrong).map((character) => JSON.stringify(character)));
    const json = toSafeJson([text]);
    expect(json).not.toMatch(UNSEEN);
    expect(JSON.parse(json)).toEqual([text]);
  }
  expect(wrong).toEqual([]);
});

test('S8: no text lets anything unseen through, and what is shown is shown again as it is', () => {
  const odd = fc.constantFrom(
    '\u200d',
    '\ufe0f',
    '\ufe0e',
    '😀',
    '🏽',
    'ش',
    'क',
    '्',
    '\u00ad',
    '\u{e0041}',
    '🏴',
    'a',
    '1',
    '\u20e3',
  );
  fc.assert(
    fc.property(fc.string({ unit: fc.oneof(CODE_POINT, odd) }), (text) => {
      const visible = toVisible(text);
      expect(visible).not.toMatch(UNSEEN);
      expect(visible).not.toMatch(
        /\n|(?:^|[\0-\x7f])(?:\u200c|\u200d)|(?:\u200c|\u200d|\ufe0e|\ufe0f){3}|(?:\u200c|\u200d)$/u,
      );
      expect([...visible].length).toBe([...text].length);
      expect(toVisible(visible)).toBe(visible);
      expect(JSON.parse(toSafeJson({ text }))).toEqual({ text });
    }),
    { numRuns: volume(100, 1_000) },
  );
});

test('a short text is left as it is, and a long one is cut between characters, with an ellipsis', () => {
  expect(toShort('abc', 3)).toBe('abc');
  expect(toShort('abcd', 3)).toBe('ab…');
  expect(toShort('😀😀😀😀', 3)).toBe('😀😀…');
  fc.assert(
    fc.property(fc.string({ unit: CODE_POINT }), fc.integer({ min: 1, max: 20 }), (text, length) => {
      const short = toShort(text, length);
      expect([...short].length).toBeLessThanOrEqual(length);
      expect(short === text || short.endsWith('…')).toBe(true);
      expect(text.startsWith(short === text ? text : short.slice(0, -1))).toBe(true);
    }),
  );
});

test('counts and names are as a person says them', () => {
  expect([toCount(0, 'file'), toCount(1, 'file'), toCount(2, 'delivery', 'deliveries')]).toEqual([
    '0 files',
    '1 file',
    '2 deliveries',
  ]);
  expect([toShortName('footprint.vault.updated'), toShortName('other')]).toEqual(['vault.updated', 'other']);
});
