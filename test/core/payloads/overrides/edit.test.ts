import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../../src/core/error.ts';
import { parseSet, parseUnset } from '../../../../src/core/payloads/overrides/edit.ts';

const text = (value: string) => ({ kind: 'text', text: value });
const json = (source: string) => ({ kind: 'json', node: { kind: 'scalar', source } });

test.each<[string, (string | number)[], boolean, object]>([
  ['status=fail', ['status'], false, text('fail')],
  ['status=', ['status'], false, text('')],
  ['note= a=b := c ', ['note'], false, text(' a=b := c ')],
  ['note=line\nline', ['note'], false, text('line\nline')],
  ['link_event_body.state=error', ['link_event_body', 'state'], false, text('error')],
  ['fields[0]=id.dob', ['fields', 0], false, text('id.dob')],
  ['fields[]=id.dob', ['fields'], true, text('id.dob')],
  ['a[]:=1', ['a'], true, json('1')],
  ['error:=null', ['error'], false, json('null')],
  ['n:= 12345678901234567890 ', ['n'], false, json('12345678901234567890')],
  ['a:b=1', ['a:b'], false, text('1')],
  ['["a=b:=c"]=1', ['a=b:=c'], false, text('1')],
  ['["a\\"]=b"].c=1', ['a"]=b', 'c'], false, text('1')],
  ['__proto__.x=1', ['__proto__', 'x'], false, text('1')],
])('--set %s', (argument, steps, appends, value) => {
  expect(parseSet(argument)).toEqual({ kind: 'set', flag: `--set ${argument}`, steps, appends, value });
});

test.each<[string, RegExp]>([
  ['status', /^--set status sets no value: there is no = in it\.$/],
  ['["a=b', /sets no value/],
  ['=1', /does not begin with a place/],
  ['[]=1', /does not begin with a place/],
  ['a b=1', /does not begin with a place/],
  ['status =1', /does not begin with a place/],
  ['a[][0]=1', /does not begin with a place/],
  ['a[-1]=1', /does not begin with a place/],
  ['header:svix-id=1', /a header is no part of the payload/],
  ['a:=:=1', /is not JSON: unexpected ":" at character 1/],
  ['a:=', /is not JSON: the text ends too early at character 1/],
  ['a:={"b":1,\n}', /is not JSON: unexpected "}" at character 1 of line 2/],
  [`a:=${'['.repeat(300)}${']'.repeat(300)}`, /is nested deeper than 200 levels/],
  [`${'a.'.repeat(300)}a=1`, /goes deeper than 200 levels/],
])('--set %s is refused', (argument, message) => {
  expect(() => parseSet(argument)).toThrow(message);
});

test('--unset takes a place, and no value', () => {
  expect(parseUnset('fields[0]')).toEqual({ kind: 'unset', flag: '--unset fields[0]', steps: ['fields', 0] });
  for (const bad of ['', 'a=', 'fields[]', 'header:x', '["a=b"]='])
    expect(() => parseUnset(bad)).toThrow(AppError);
});

test('whatever is typed is understood or refused in words', () => {
  const pieces = fc.constantFrom(
    'a',
    '.',
    '[',
    ']',
    '"',
    '\\',
    '=',
    ':',
    '0',
    'null',
    ' ',
    '\n',
    '["x"]',
    '[]',
  );
  const typed = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  );
  fc.assert(
    fc.property(typed, (argument) => {
      for (const parse of [parseSet, parseUnset]) {
        try {
          expect(parse(argument).steps.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
        }
      }
    }),
  );
});

test('what is typed takes time in proportion to its length', () => {
  const start = performance.now();
  expect(() => parseSet('["x"]'.repeat(20_000))).toThrow(AppError);
  expect(() => parseSet(`${'["'.repeat(20_000)}=`)).toThrow(AppError);
  expect(performance.now() - start).toBeLessThan(2_000);
});
