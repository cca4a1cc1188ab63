import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatPath, nameType, quoteValue, shorten, toChoice } from '../../../src/core/events/wording.ts';

describe('wording', () => {
  test.each([
    [['fields', 2], 'fields[2]'],
    [['link_event_body', 'state'], 'link_event_body.state'],
    [[], ''],
    [['a b', 'c'], '["a b"].c'],
    [['jane@example.com'], '["[e-mail]"]'],
  ])('writes the path %j as %s', (path, text) => {
    expect(formatPath(path)).toBe(text);
  });

  test.each([
    [['pass', 'fail', 'none'], 'pass, fail or none'],
    [['pass'], 'pass'],
    [[], ''],
  ])('joins %j to %j', (words, text) => {
    expect(toChoice(words)).toBe(text);
  });

  test.each([
    [null, 'null'],
    [[], 'an array'],
    [{}, 'an object'],
    [true, 'a boolean'],
    [1, 'a number'],
    ['', 'a string'],
  ])('calls %j %s', (value, name) => {
    expect(nameType(value)).toBe(name);
  });

  test('quotes values masked and short, and objects only by type', () => {
    expect(quoteValue('call 555-123-4567\n')).toBe('"call [number]\\n"');
    expect(quoteValue('[e-mail] fp_id_abcdefghijklm')).toBe('"[e-mail] fp_id_…jklm"');
    expect(quoteValue(4111111111111111)).toBe('[number]');
    expect(quoteValue({ ssn: '123-45-6789' })).toBe('an object');
    expect(quoteValue('x'.repeat(1000))).toHaveLength(62);
  });

  test('cuts a text to its limit and never through a character', () => {
    expect(shorten('ab😀', 4)).toBe('ab😀');
    expect(shorten('ab😀c', 4)).toBe('ab…');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 20 }), (text, limit) => {
        const cut = shorten(text, limit);
        expect(cut.length).toBeLessThanOrEqual(Math.max(limit, 1));
        expect(cut.isWellFormed()).toBe(true);
      }),
    );
  });
});
