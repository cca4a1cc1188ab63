import { describe, expect, test } from 'vitest';
import { AppError } from '../../../../src/core/error.ts';
import { applyOverrides } from '../../../../src/core/payloads/overrides/apply-overrides.ts';
import { demandTree } from '../../../../src/core/payloads/overrides/change-tree.ts';
import { type Edit, parseSet, parseUnset } from '../../../../src/core/payloads/overrides/edit.ts';

interface Flags {
  readonly patches?: readonly string[];
  readonly edits?: readonly Edit[];
}

function apply(body: string | Uint8Array, { patches = [], edits = [] }: Flags) {
  const trees = patches.map((patch) => demandTree(Buffer.from(patch), 'patch.json', ''));
  return applyOverrides(Buffer.from(body), { patches: trees, edits }, 'a.json:3');
}
const toText = (body: string | Uint8Array, flags: Flags) => Buffer.from(apply(body, flags).body).toString();
const set = (body: string, ...args: string[]) => toText(body, { edits: args.map(parseSet) });

test('without overrides the body is the same bytes, whatever they are', () => {
  const body = Buffer.from([0xff, 0x00]);
  expect(applyOverrides(body, { patches: [], edits: [] }, 'x').body).toBe(body);
});

test('the order of keys, numbers and escapes stay as they are; what is new comes last; all is on one line', () => {
  const body =
    '\ufeff{ "z" : 1.50e+2,\r\n "2":12345678901234567890, "\\u0061": "\\u00e4 \\/ 😀", "-": [-0, {"q": 1E400}], "e":[ ] }\n';
  expect(set(body, 'a=b', 'neu=ü', 'z:=2.0')).toBe(
    '{"z":2.0,"2":12345678901234567890,"\\u0061":"b","-":[-0,{"q":1E400}],"e":[],"neu":"ü"}',
  );
});

const COMPLETED = '{"event_kind":"footprint.onboarding.completed","status":"pass"}';
const VAULT = '{"event_kind":"footprint.vault.updated","fields":["id.ssn9"]}';
const LINK = '{"event_kind":"footprint.user.bank_link_updated","link_product_refresh":null}';
const CHECK = '{"event_kind":"footprint.watchlist_check.completed"}';

describe('a value has the type of its field', () => {
  test.each<[string, string, string]>([
    [COMPLETED, 'requires_manual_review=true', '"requires_manual_review":true'],
    [COMPLETED, 'is_live=false', '"is_live":false'],
    [COMPLETED, 'status=true', '"status":"true"'],
    [COMPLETED, 'status=12', '"status":"12"'],
    [COMPLETED, 'status=null', '"status":"null"'],
    [COMPLETED, 'status=', '"status":""'],
    [COMPLETED, 'external_id=null', '"external_id":null'],
    [COMPLETED, 'external_id=NULL', '"external_id":"NULL"'],
    [COMPLETED, 'external_id:="null"', '"external_id":"null"'],
    [CHECK, 'error=null', '"error":null'],
    [VAULT, 'fields=id.dob,id.ssn4', '"fields":["id.dob","id.ssn4"]'],
    [VAULT, 'fields=', '"fields":[]'],
    [VAULT, 'fields=["a, b"]', '"fields":["a, b"]'],
    [VAULT, 'fields[0]=true', '"fields":["true"]'],
    [VAULT, 'fields[1]=null', '"fields":["id.ssn9","null"]'],
    [VAULT, 'fields[]=1', '"fields":["id.ssn9","1"]'],
    [VAULT, 'fields.0=id.dob', '"fields":["id.dob"]'],
    [LINK, 'link_product_refresh.success=false', '"link_product_refresh":{"success":false}'],
    [LINK, 'link_product_refresh={"success": true}', '"link_product_refresh":{"success":true}'],
    [LINK, 'link_product_refresh=null', '"link_product_refresh":null'],
    [LINK, 'link_event_body.state=error', '"link_event_body":{"state":"error"}'],
    // Not in the catalogue: a text, except for what every event has.
    [COMPLETED, 'unheard_of=true', '"unheard_of":"true"'],
    [COMPLETED, 'unheard_of:=true', '"unheard_of":true'],
    ['{"event_kind":"footprint.x"}', 'is_live=true', '"is_live":true'],
    ['{"event_kind":"footprint.x"}', 'requires_manual_review=true', '"requires_manual_review":"true"'],
    ['{}', 'is_live=true', '"is_live":true'],
  ])('%s with %s', (body, argument, expected) => {
    expect(set(body, argument)).toContain(expected);
  });

  test('also where the event is set behind it', () => {
    const args = ['requires_manual_review=true', 'event_kind=footprint.onboarding.completed'];
    expect(set(VAULT, ...args)).toContain('"requires_manual_review":true');
    expect(set(VAULT, args[0] ?? '', 'event_kind:="footprint.onboarding.completed"')).toContain('":true');
  });

  test.each<[string, string, RegExp]>([
    [
      COMPLETED,
      'requires_manual_review=yes',
      /^--set requires_manual_review=yes does not fit a\.json:3: `requires_manual_review` takes true or false\.$/,
    ],
    [COMPLETED, 'requires_manual_review=null', /takes true or false/],
    [VAULT, 'fields=[1]', /takes texts with commas between them, or a JSON array of strings/],
    [VAULT, 'fields=[', /takes texts/],
    [LINK, 'link_product_refresh=no', /takes a JSON object, or null/],
    [LINK, 'link_event_body=null', /takes a JSON object\./],
    [LINK, 'link_product_refresh.success=1', /`link_product_refresh\.success` takes true or false/],
  ])('%s with %s is refused', (body, argument, message) => {
    expect(() => set(body, argument)).toThrow(message);
  });

  test('and the refusal says how to set another type', () => {
    const hint = '--set \'is_live:="yes"\' --allow-invalid';
    expect(() => set(COMPLETED, 'is_live=yes')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining(hint) }),
    );
  });
});

test.each<[string, string, RegExp, RegExp]>([
  [
    COMPLETED,
    'status.x=1',
    /does not fit a\.json:3: `status` is a string, so that nothing can stand below it/,
    /whole/,
  ],
  [
    VAULT,
    'fields[7]=x',
    /`fields` has 1 value, and a value at 7 would leave a hole/,
    /The next one is fields\[1\]/,
  ],
  [VAULT, 'fields.x=1', /`fields` is an array/, /fields\[1\]/],
  [VAULT, 'fields.length=1', /`fields` is an array/, /by its number/],
  [VAULT, 'fields[0][0]=x', /`fields\[0\]` is a string/, /whole/],
  ['{"a":{}}', 'a[]=1', /`a` is an object, to which nothing can be appended/, /in place of \[\]/],
  ['"text"', 'a=1', /the payload is a string/, /whole/],
  ['[]', 'a=1', /the payload is an array/, /number/],
  ['{}', 'a[1]=x', /`a` has 0 values/, /a\[0\]/],
])('%s with %s is refused: nothing is lost and no array has holes', (body, argument, message, hint) => {
  expect(() => set(body, argument)).toThrow(message);
  expect(() => set(body, argument)).toThrow(expect.objectContaining({ hint: expect.stringMatching(hint) }));
});

test('what is missing on the way, or null, is made', () => {
  expect(set('{"n":null}', 'n.a[0].b=1', 'm[]=x', 'm[1]=y', 'o["a key"].0=z')).toBe(
    '{"n":{"a":[{"b":"1"}]},"m":["x","y"],"o":{"a key":{"0":"z"}}}',
  );
});

test('patches come first, then set and unset in their order', () => {
  const edits = [
    parseSet('a=1'),
    parseUnset('a'),
    parseSet('b=2'),
    parseUnset('list[0]'),
    parseSet('list[1]=z'),
  ];
  const patches = ['{"a":0,"list":["x","y"],"old":null}', '{"b":{"c":null}}'];
  expect(toText('{"old":1,"b":0,"c":[1.0]}', { patches, edits })).toBe(
    '{"b":"2","c":[1.0],"list":["y","z"]}',
  );
});

test('an edit that finds nothing to remove is idle', () => {
  const edits = ['x', 'fields[9]', 'fields.x', 'fields[0].y', 'fields[0]'].map(parseUnset);
  const { body, idle } = apply(VAULT, { edits });
  expect(Buffer.from(body).toString()).toBe('{"event_kind":"footprint.vault.updated","fields":[]}');
  expect(idle.map(({ flag }) => flag)).toEqual(edits.slice(0, 4).map(({ flag }) => flag));
});

test.each<[string | Uint8Array, RegExp]>([
  ['{"a":1,}', /^a\.json:3:1:8 is not JSON: unexpected "}"\.$/],
  ['', /is not JSON: the text ends too early/],
  [Buffer.from([0x22, 0xff, 0x22]), /is not UTF-8: byte 0xFF/],
  [`${'['.repeat(100_000)}${']'.repeat(100_000)}`, /is nested deeper than 200 levels/],
])('what is no JSON is not changed', (body, message) => {
  expect(() => apply(body, { edits: [parseSet('a=1')] })).toThrow(message);
  expect(() => apply(body, { edits: [parseSet('a=1')] })).toThrow(AppError);
});
