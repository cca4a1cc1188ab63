import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseHeaders } from '../../../src/core/delivery/parse-headers.ts';
import { volume } from '../../harness/volume.ts';
import { FORMS, type Form } from './pasted-forms.ts';

const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=';
const WANTED = [
  ['svix-id', ID],
  ['svix-timestamp', '1614265330'],
  ['svix-signature', SIGNATURE],
] as const;

const findOurs = (text: string) =>
  parseHeaders(text).headers.filter(([name]) => /^(?:svix|webhook)-/.test(name));

describe.each(FORMS.map((form) => [form.name, form] as const))('%s', (_, form) => {
  test('R5, Z5: is read, and what was corrected is noted', () => {
    const { headers, notes, unread, several } = parseHeaders(form.print(WANTED));
    expect(headers.filter(([name]) => name.startsWith('svix'))).toEqual(WANTED);
    expect([unread, several]).toEqual([[], false]);
    expect(notes).toHaveLength(form.notes?.length ?? 0);
    for (const [index, note] of (form.notes ?? []).entries()) expect(notes[index]).toMatch(note);
  });

  test('any headers come back as they were', () => {
    fc.assert(
      fc.property(headersFor(form), (headers) => {
        const expected = headers.map(([name, value]) => [form.cgi ? name.toLowerCase() : name, value]);
        const read = parseHeaders(form.print(headers)).headers.map(([name, value]) => [
          form.cgi ? name.toLowerCase() : name,
          value,
        ]);
        for (const header of expected) expect(read).toContainEqual(header);
      }),
      { numRuns: volume(20, 60) },
    );
  });
});

const TWO = `v1a,x= ${SIGNATURE}`;
const WITH_TWO = [...WANTED.slice(0, 2), ['svix-signature', TWO] as const];

test.each(FORMS.filter(({ holds }) => holds?.test(TWO) ?? true).map((form) => [form.name, form] as const))(
  '%s holds a list of two signatures',
  (_, form) => {
    expect(findOurs(form.print(WITH_TWO))).toEqual(WITH_TWO);
  },
);

const LINES = WANTED.map(([name, value]) => `${name}: ${value}`).join('\n');
const INSIDE = /^Found the headers inside other text, which was left out\.$/;

// What is found in texts that are damaged, mixed or ambiguous: what differs from WANTED, and what is said of it.
test.each<[string, string, Record<string, string>, readonly RegExp[]]>([
  [
    'logfmt',
    `time=12 svix-id=${ID} svix-timestamp=1614265330 svix-signature="${SIGNATURE}" ok=1`,
    {},
    [INSIDE],
  ],
  [
    'logfmt without quotes',
    `level=info svix-id=${ID} svix-timestamp=1614265330 svix-signature=${SIGNATURE}`,
    {},
    [INSIDE],
  ],
  [
    'an access log of Traefik',
    `10.0.0.1 - "POST / HTTP/1.1" 400 ${LINES.replace(/^svix/gm, 'request_Svix')
      .replace(/: (.*)$/gm, '="$1"')
      .replaceAll('\n', ' ')
      .replace(/request_Svix/g, 'request_svix')}`,
    {},
    [INSIDE],
  ],
  [
    'lines of a log with brackets',
    LINES.replace(/^/gm, '12:00:01 [web] ').replace(/$/gm, ' (2 ms)'),
    {},
    [INSIDE],
  ],
  ['lines of a log', LINES.replace(/^/gm, '2026-11-30 12:00:01 INFO web '), {}, [INSIDE]],
  ['one line with commas', LINES.replaceAll('\n', ', '), {}, [INSIDE]],
  ['one line with bars', LINES.replaceAll('\n', ' | '), {}, [INSIDE]],
  [
    'a dump that is cut off',
    `{ 'svix-id': '${ID}', 'svix-timestamp': '1614265330', 'svix-signature': '${SIGNATURE}', 'host': 'x`,
    {},
    [INSIDE],
  ],
  [
    'variables of nginx',
    LINES.replace(/^svix-(\w+): /gm, 'http_svix_$1='),
    {},
    [/^Read http_svix_\* as svix-\*\.$/],
  ],
  [
    'a folded line',
    LINES.replace('v1,', 'v1,\n '),
    { 'svix-signature': SIGNATURE.replace('v1,', 'v1, ') },
    [/^Joined the folded lines of svix-signature with a space\.$/],
  ],
  [
    'a line that a terminal broke',
    `${LINES.replace('tmIKtS', '\ntmIKtS').replace('NIOL', '\nNIOL')}\nHost: x`,
    {},
    [/^Joined the wrapped lines of svix-signature\.$/],
  ],
  [
    'lines with others between',
    `Headers of the request:\n${LINES}\nDone in 3 ms.`,
    {},
    [/^Ignored what is not a header: lines? .*5\.$/],
  ],
  ['a word before the lines', `INFO\nhost: x\n${LINES}`, {}, [/^Ignored what is not a header: line 1\.$/]],
  [
    'names and values in turn with ports and URLs',
    `host\nlocalhost:3000\nreferer\nhttps://x/\n${WANTED.flat().join('\n')}`,
    {},
    [],
  ],
  ['headers of CORS that name ours', `vary: svix-id, svix-timestamp\n${LINES}`, {}, []],
  [
    'one value in quotes',
    LINES.replace('1614265330', '"1614265330"'),
    {},
    [/^Removed the quotes around svix-timestamp\.$/],
  ],
  [
    'quotes inside JSON',
    JSON.stringify({ ...Object.fromEntries(WANTED), 'svix-id': `"${ID}"` }),
    { 'svix-id': `"${ID}"` },
    [],
  ],
  [
    'quotes that were on the wire',
    `> POST / HTTP/1.1\n${LINES.replace(ID, `"${ID}"`).replace(/^/gm, '> ')}\n>`,
    { 'svix-id': `"${ID}"` },
    [],
  ],
  [
    'quotes in a request',
    `POST / HTTP/1.1\n${LINES.replace(ID, `"${ID}"`)}\n\n{}`,
    { 'svix-id': `"${ID}"` },
    [],
  ],
  ['one quote that does not end', LINES.replace(ID, `"${ID}`), { 'svix-id': `"${ID}` }, []],
  [
    'a signature of another form',
    LINES.replace('v1,', 'v1='),
    { 'svix-signature': SIGNATURE.replace(',', '=') },
    [],
  ],
  [
    'an escaped signature',
    LINES.replace(SIGNATURE, encodeURIComponent(SIGNATURE)),
    { 'svix-signature': encodeURIComponent(SIGNATURE) },
    [],
  ],
  [
    'a signature list joined by a comma',
    JSON.stringify({ ...Object.fromEntries(WANTED), 'svix-signature': `v1,a=, ${SIGNATURE}` }),
    { 'svix-signature': `v1,a=, ${SIGNATURE}` },
    [],
  ],
  [
    'the same in a Java map',
    `{svix-id=${ID}, svix-timestamp=1614265330, svix-signature=v1,a=, ${SIGNATURE}}`,
    { 'svix-signature': `v1,a=, ${SIGNATURE}` },
    [],
  ],
  [
    'words in place of values',
    "{ 'svix-id': undefined, 'svix-timestamp': null, 'svix-signature': 'None' }",
    { 'svix-id': 'undefined', 'svix-timestamp': 'null', 'svix-signature': 'None' },
    [],
  ],
  [
    'a number as the time',
    `{"svix-id":"${ID}","svix-timestamp":1614265330,"svix-signature":"${SIGNATURE}"}`,
    {},
    [],
  ],
  [
    'an environment with everything',
    `PATH=/bin\nHOME=/\n${LINES.replace(/^svix-(\w+): /gm, (_, name) => `HTTP_SVIX_${name.toUpperCase()}=`)}\nHTTP_HOST=x`,
    {},
    [/^Read HTTP_SVIX_\* as svix-\*\.$/],
  ],
  [
    'names and values in backticks',
    WANTED.map(([name, value]) => `* \`${name}\`: \`${value}\``).join('\n'),
    {},
    [],
  ],
  [
    'several objects of one request',
    `got ${JSON.stringify({ method: 'POST' })} with ${JSON.stringify(Object.fromEntries(WANTED))}`,
    {},
    [],
  ],
])('R5: %s', (_, text, changed, notes) => {
  const read = parseHeaders(text);
  const ours = Object.fromEntries(read.headers.filter(([name]) => name.startsWith('svix-')));
  expect(ours).toEqual({ ...Object.fromEntries(WANTED), ...changed });
  expect([read.unread, read.several]).toEqual([[], false]);
  expect(read.notes).toHaveLength(notes.length);
  for (const [index, note] of notes.entries()) expect(read.notes[index]).toMatch(note);
});

test.each([
  ['a row of a sheet', `svix-id\tsvix-timestamp\tsvix-signature\n${ID}\t1614265330\t${SIGNATURE}`, 2],
  [
    'a row of psql',
    ` svix_id | svix_timestamp | svix_signature\n---+---+---\n ${ID} | 1614265330 | ${SIGNATURE}\n(1 row)`,
    2,
  ],
  ['values without names', `${ID}\n1614265330\n${SIGNATURE}`, 1],
  ['names that a sentence mentions', 'The headers svix-id, svix-timestamp and svix-signature are there.', 3],
  ['values in words', "svix-id is 'msg_1'; svix-timestamp is '1614265330'; svix-signature is 'v1,a='", 3],
  [
    'XML',
    '<svix-id>msg_1</svix-id><svix-timestamp>1</svix-timestamp><svix-signature>v1,a=</svix-signature>',
    3,
  ],
  ['CSV', 'svix-id,svix-timestamp,svix-signature\nmsg_1,1614265330,"v1,a="', 3],
  [
    'an object of objects without quotes',
    '{svix-id: {v: msg_1}, svix-timestamp: {v: 1}, svix-signature: {v: a}}',
    3,
  ],
  [
    'lines of which one has another form',
    'svix-id: msg_1\nsvix-timestamp: 1614265330\n<svix-signature>v1,a=</svix-signature>',
    1,
  ],
])('R5: %s is called not understood, never missing', (_, text, count) => {
  expect(parseHeaders(text).unread).toHaveLength(count);
});

test.each([
  ['lines', `${LINES}\n\n${LINES.replace(ID, 'msg_2')}`],
  [
    'lines of JSON',
    [ID, 'msg_2'].map((id) => JSON.stringify({ ...Object.fromEntries(WANTED), 'svix-id': id })).join('\n'),
  ],
  [
    'a HAR',
    JSON.stringify(
      [ID, 'msg_2'].map((id) => ({ headers: { ...Object.fromEntries(WANTED), 'svix-id': id } })),
    ),
  ],
])('the headers of two deliveries in %s are called that', (_, text) => {
  expect(parseHeaders(text).several).toBe(true);
});

test('both families of a relay that signs anew, among other ids, are one delivery', () => {
  const other = LINES.replaceAll('svix', 'webhook').replace(ID, 'msg_2');
  expect(parseHeaders(`x-request-id: 1\n${LINES}\n${other}`).several).toBe(false);
  const again = `x-request-id: 2\n${LINES.replace(ID, 'msg_3')}`;
  expect(parseHeaders(`x-request-id: 1\n${LINES}\n${other}\n${again}`).several).toBe(true);
});

test('headers that a program printed twice are read once, and nothing else is', () => {
  expect(findOurs(`host: x\n${LINES}\nhost: x\n${LINES}`)).toEqual(WANTED);
  expect(findOurs(`${LINES}\nsvix-signature: v1,b=`)).toEqual([...WANTED, ['svix-signature', 'v1,b=']]);
});

test('a header that came twice is no second delivery', () => {
  const { headers, several } = parseHeaders(`${LINES}\nsvix-id: msg_2`);
  expect([headers.length, several]).toEqual([4, false]);
});

test.each(['', '{}', '[]', 'nothing here', '{"a":', 'null', '()', '\ufeff'])(
  'nothing is found in %j',
  (text) => {
    const { headers, unread } = parseHeaders(text);
    expect([headers, unread]).toEqual([[], []]);
  },
);

test('other headers of a request come along, in their order and case', () => {
  expect(parseHeaders('Host: x\r\nX-A: 1: 2\r\nSvix-Id: msg_1').headers).toEqual([
    ['Host', 'x'],
    ['X-A', '1: 2'],
    ['Svix-Id', 'msg_1'],
  ]);
});

const MANY = volume(120_000, 300_000);
test.each([
  `a${'\t'.repeat(MANY)}\u0001x\u2028`,
  `a:${' '.repeat(MANY)}x${' '.repeat(MANY)}y`,
  `| a | ${' '.repeat(MANY)}x`,
  '{"headers":'.repeat(MANY / 10) + '}'.repeat(MANY / 10),
  '['.repeat(MANY),
  '{"a":"'.repeat(MANY / 6),
  'a'.repeat(MANY),
  `map[${'a'.repeat(MANY)}`,
  `{${'a'.repeat(MANY)}=}`,
  "-H '".repeat(MANY / 4),
  '-H "'.repeat(MANY / 4),
  'svix-id\n'.repeat(MANY / 8),
  'a\n'.repeat(MANY / 2),
  'svix-id: a\n'.repeat(MANY / 11),
  `svix-id=${'v1,'.repeat(MANY / 3)}`,
  `"svix-id"${' '.repeat(MANY)}`,
  `svix-id: ${'\u00a0'.repeat(MANY)}x`,
])('a hostile text is read as soon as another: %#', (text) => {
  expect(parseHeaders(text)).toBeDefined();
});

test('no text makes it throw', () => {
  const parts = fc.array(
    fc.oneof(
      fc.string(),
      fc.constantFrom(
        'svix-id',
        ': ',
        '=',
        "'",
        '"',
        '\n',
        '> ',
        '[',
        '{',
        'v1,',
        '}',
        ']',
        '=>',
        'map[',
        '\\u{',
        'Array',
        '| ',
        '-H ',
      ),
    ),
    { maxLength: 60 },
  );
  fc.assert(fc.property(parts, (texts) => void parseHeaders(texts.join(''))));
});

/** The three headers with any values that the form can hold, among others. */
function headersFor({ holds = /./, oursOnly }: Form) {
  const value = fc
    .oneof(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.string({ unit: fc.constantFrom(...'v1,=:; "\'\\[]{}()a'), minLength: 1, maxLength: 12 }),
      fc.constantFrom(ID, SIGNATURE, '1614265330', 'v1,a= v1,b='),
    )
    .filter((text) => holds.test(text) && text === text.trim() && !/^(?:Array|-)$|\\[rn]+$|^- /.test(text));
  const other = fc.tuple(fc.stringMatching(/^[A-Z][a-z]{2,8}-[A-Z][a-z]{2,8}$/), value);
  return fc
    .tuple(
      value,
      value,
      value,
      fc.uniqueArray(other, { maxLength: oursOnly ? 0 : 3, selector: ([name]) => name.toLowerCase() }),
    )
    .map(([id, timestamp, signature, others]) => [
      ...others.filter(([name]) => !/^(?:name|value|key|header)/i.test(name)),
      ['Svix-Id', id] as const,
      ['Svix-Timestamp', timestamp] as const,
      ['Svix-Signature', signature] as const,
    ]);
}
