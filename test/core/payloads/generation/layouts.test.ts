import { Buffer } from 'node:buffer';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inspectPayload } from '../../../../src/core/events/inspect.ts';
import {
  BODY_LAYOUTS,
  layBody,
  ODD_EXAMPLES,
  padBody,
  toOddBody,
} from '../../../../src/core/payloads/generation/layouts.ts';

const ODD = ' {"b" : 1.50e+2, "a":\t-0, "n": 12345678901234567890.10, "b":"é\\u00e9/x_y\\n" }\n';

test.each([
  ['compact', '{"b":1.50e+2,"a":-0,"n":12345678901234567890.10,"b":"é\\u00e9/x_y\\n"}'],
  ['spaced', '{"b" : 1.50e+2 , "a" : -0 , "n" : 12345678901234567890.10 , "b" : "é\\u00e9/x_y\\n"}\n'],
  ['escaped', '{"b":1.50e+2,"a":-0,"n":12345678901234567890.10,"b":"\\u00E9\\u00e9\\/x_y\\n"}'],
] as const)('Z16: %s keeps every digit, escape and key, and their order', (layout, expected) => {
  expect(Buffer.from(layBody(Buffer.from(ODD), layout)).toString()).toBe(expected);
});

test('Z16: in any layout, any JSON says the same and differs from what JSON.stringify writes, but for compact', () => {
  fc.assert(
    fc.property(fc.json(), fc.constantFrom(...BODY_LAYOUTS), (text, layout) => {
      const body = Buffer.from(layBody(Buffer.from(text), layout)).toString();
      expect(JSON.parse(body)).toEqual(JSON.parse(text));
      expect(Object.keys(Object(JSON.parse(body)))).toEqual(Object.keys(Object(JSON.parse(text))));
      expect(Buffer.from(layBody(Buffer.from(body), layout)).toString()).toBe(body);
      if (layout === 'spaced') expect(body).not.toBe(JSON.stringify(JSON.parse(text)));
      if (layout === 'escaped') expect(body).toMatch(/^[ -~]*$/);
    }),
  );
});

test.each(['', '{', '\ufeff{}', '"\ud800"'.slice(0, 2), Buffer.from([0x22, 0xff, 0x22])])(
  'Z16: what is not JSON stays the same object: %j',
  (text) => {
    const body = Buffer.from(text as string);
    for (const layout of BODY_LAYOUTS) expect(layBody(body, layout)).toBe(body);
  },
);

test('Z16: padding changes the length and nothing else', () => {
  const body = Buffer.from('{"a":1}');
  expect(Buffer.from(padBody(body, 10)).toString()).toBe('{   "a":1}');
  expect(padBody(body, 3)).toEqual(body);
});

test.each(ODD_EXAMPLES)('Z16: the example with $name is a valid event', (example) => {
  const path = new URL(`../../../../fixtures/${example.fixture}.json`, import.meta.url);
  const payload = JSON.parse(Buffer.from(toOddBody(readFileSync(path), example)).toString());
  const { findings } = inspectPayload(payload);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  expect(findings.map(({ code }) => code).filter((code) => code !== 'example_data')).toEqual(
    example.name.includes('additional field') ? ['unknown_field'] : [],
  );
});
