import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { createBodies } from '../../../../src/core/diagnosis/body/variants.ts';
import { createBodyView } from '../../../../src/core/diagnosis/body/view.ts';
import { CODE_POINT } from '../../../harness/code-point.ts';

function see(text: string) {
  return createBodyView(Buffer.from(text));
}

describe('a body in other layouts', () => {
  it('means the same JSON in each, and is none of them as received', () => {
    fc.assert(
      fc.property(fc.json(), fc.constantFrom(undefined, 2, '\t'), (json, indent) => {
        const value: unknown = JSON.parse(json);
        const text = JSON.stringify(value, null, indent);
        for (const layout of see(text).layouts()) {
          expect(layout.json).not.toBe(text);
          expect(JSON.parse(layout.json)).toEqual(value);
        }
      }),
    );
  });

  it.each([undefined, 2, 4, '\t'])('has that of JSON.stringify with %j among them', (indent) => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        const value: unknown = JSON.parse(json);
        const text = JSON.stringify(value, null, indent);
        const start = JSON.stringify(value, null, 3);
        expect([start, ...Array.from(see(start).layouts(), (each) => each.json)]).toContain(text);
      }),
    );
  });

  it('keeps numbers, escapes and repeated keys as they were written', () => {
    const compact = see('{ "a" : 1.0, "a": [1e5, 12345678901234567890], "\\u0061": "\\/" }').layouts();
    expect([...compact][0]?.json).toBe('{"a":1.0,"a":[1e5,12345678901234567890],"\\u0061":"\\/"}');
  });

  it.each(['', '{', '\ufeff{}', '[1,]', '"\ud800'])('has none when the text is not JSON: %j', (text) => {
    expect([...see(text).layouts()]).toEqual([]);
    expect(see(text).restylings()).toEqual([]);
  });

  it('has none for JSON that is nested too deep, and reads a string of two megabytes', () => {
    expect([...see('['.repeat(5_000) + ']'.repeat(5_000)).layouts()]).toEqual([]);
    expect([...see(JSON.stringify({ a: '\n'.repeat(1_000_000) })).layouts()]).not.toEqual([]);
  });
});

describe('a body with other escapes', () => {
  it('means the same JSON with each, in any layout', () => {
    fc.assert(
      fc.property(fc.string({ unit: CODE_POINT }), (text) => {
        const view = see(JSON.stringify({ [text]: [text] }, null, 1));
        for (const { rewrite } of view.restylings()) {
          for (const { json } of view.layouts())
            expect(JSON.parse(rewrite(json))).toEqual({ [text]: [text] });
        }
      }),
    );
  });

  it.each([
    ['Python', '{"a":"é/<😀\u007f"}', '{"a":"\\u00e9/<\\ud83d\\ude00\\u007f"}'],
    ['PHP', '{"a":"é/<"}', '{"a":"\\u00e9\\/<"}'],
    ['Go', '{"a":"é/<\u2028"}', '{"a":"é/\\u003c\\u2028"}'],
    ['Gson', `{"a":"<='"}`, '{"a":"\\u003c\\u003d\\u0027"}'],
    ['.NET', '{"a":"é+\\""}', '{"a":"\\u00E9\\u002B\\u0022"}'],
    ['JavaScript', '{"a":"\\u00e9\\/\\u003c\\u0008"}', '{"a":"é/<\\b"}'],
  ])('has those of %s among them', (_, text, wanted) => {
    const view = see(text);
    expect(view.restylings().map(({ rewrite }) => rewrite(text))).toContain(wanted);
  });
});

test('no body that may have been signed is the one received, or larger than a trap allows', () => {
  const bomb = Buffer.from('1f8b0800000000000003', 'hex');
  fc.assert(
    fc.property(
      fc.oneof(
        fc.uint8Array(),
        fc.json().map((text) => Buffer.from(text)),
      ),
      (bytes) => {
        for (const body of [bytes, Buffer.concat([bomb, bytes])]) {
          const { corrected, guessed } = createBodies(createBodyView(body), () => undefined);
          for (const each of [...corrected, ...guessed]) {
            expect(Buffer.from(each.bytes).equals(body)).toBe(false);
            expect(each.bytes.length).toBeLessThanOrEqual(2_097_152);
          }
        }
      },
    ),
  );
});
