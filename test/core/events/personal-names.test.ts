import fc from 'fast-check';
import { expect, test } from 'vitest';
import { toShownBody } from '../../../src/commands/delivery-record.ts';
import { maskFreeText, toShownPayload } from '../../../src/core/events/masking.ts';
import { toShownHeader } from '../../../src/core/events/shown-header.ts';
import { toShownUrl } from '../../../src/core/events/shown-url.ts';
import { toShownCondition } from '../../../src/core/filter/condition.ts';
import { findMatch } from '../../../src/core/history/match.ts';
import { volume } from '../../harness/volume.ts';

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const STYLES: Readonly<Record<string, (words: readonly string[]) => string>> = {
  snake: (words) => words.join('_'),
  SCREAMING: (words) => words.join('_').toUpperCase(),
  kebab: (words) => words.join('-'),
  camel: ([first = '', ...rest]) => first + rest.map(capital).join(''),
  Pascal: (words) => words.map(capital).join(''),
  'X-Header': (words) => `X-${words.map(capital).join('-')}`,
  x_snake: (words) => `x_${words.join('_')}`,
  dotted: (words) => `user.${words.join('_')}`,
  'with an index': (words) => `${words.join('_')}_2`,
};
const NAMES =
  'first_name last_name dob date_of_birth email phone_number ssn9 address_line1 street postal_code city'
    .split(' ')
    .map((name) => name.split('_'));
const OWNERS = [[], ['customer'], ['billing', 'contact']];
const anyName = fc
  .tuple(fc.constantFrom(...OWNERS), fc.constantFrom(...NAMES), fc.constantFrom(...Object.values(STYLES)))
  .map(([owner, name, style]) => style([...owner, ...name]));

/** Letters that are in no name and no carrier, so that no part of a value can be there by chance. */
const part = fc.string({ unit: fc.constantFrom(...'qzjQZJ7'), minLength: 4, maxLength: 9 });
const anyValue = fc
  .tuple(
    part,
    fc.constantFrom('', ' ', "'", ', ', '. ', ' & ', '-', ': ', ' "J" ', '/', '#', '\\', '; '),
    part,
  )
  .map(([one, between, two]) => ({ text: one + between + two, parts: [one, two] }));

const json = (text: string) => JSON.stringify(text);
const xml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
const form = (text: string) => encodeURIComponent(text).replaceAll('%20', '+');
type Carry = (name: string, value: string) => string;

const TEXTS: Readonly<Record<string, Carry>> = {
  'JSON that is cut off': (name, value) => `{"status":"pass","user":{"${name}": ${json(value)},"a":`,
  'JSON in JSON': (name, value) => `cut: ${json(`{"${name}": ${json(value)}}`)}`,
  'JSON in HTML': (name, value) => `<pre>${xml(`{"${name}":${json(value)}}`)}</pre>`,
  'JSON in a query': (name, value) => `/x?user=${encodeURIComponent(`{"${name}":${json(value)}}`)}&b=1`,
  'an array of JSON': (name, value) => `{"${name}": [${json(value)}, "x"], "a`,
  'an object of JSON': (name, value) => `{"${name}": {"x": ${json(value)}}, "a`,
  'a dict of Python': (name, value) =>
    `{'${name}': '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}', 'a': 1}`,
  'a hash of Ruby': (name, value) => `{"${name}"=>${json(value)}, :a=>1}`,
  'an array of PHP': (name, value) => `Array\n(\n    [${name}] => ${value}\n    [a] => 1\n)`,
  'a query': (name, value) => `/hooks?a=1&${name}=${form(value)}&b=2`,
  'a form': (name, value) => `${name}=${form(value)}&a=1`,
  'a form with brackets': (name, value) => `a=1&user%5B${name}%5D=${form(value)}`,
  'a multipart form': (name, value) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--b--`,
  'a multipart form with types': (name, value) =>
    `--b\nContent-Type: text/plain\nContent-Disposition: form-data; name=${name}\nX-A: 1\n\n${value}\n--b--`,
  'an element': (name, value) => `<user><${name}>${xml(value)}</${name}><a>1</a></user>`,
  'an element with a namespace': (name, value) => `<ns:${name} xmlns:ns="u">\n  ${xml(value)}\n</ns:${name}>`,
  CDATA: (name, value) => `<${name}><![CDATA[${value}]]></${name}>`,
  'elements within one': (name, value) => `<${name}><x>${xml(value)}</x></${name}>`,
  'an element that is cut off': (name, value) => `<user><${name}>${xml(value)}`,
  'an attribute': (name, value) => `<user a="1" ${name}="${xml(value)}" b="2"/>`,
  'a field with its name in an attribute': (name, value) => `<field name="${name}">${xml(value)}</field>`,
  'an input': (name, value) => `<input type="text" name="${name}" value="${xml(value)}">`,
  logfmt: (name, value) => `level=info ${name}=${json(value)} status=pass`,
  'a header in text': (name, value) => `Host: x\r\n${name}: ${value}\r\nAccept: */*`,
  YAML: (name, value) => `a: 1\n${name}: ${value}\nb: 2`,
  'YAML on lines below': (name, value) => `a: 1\n${name}: |\n  ${value}\nb: 2`,
  'a properties file': (name, value) => `a = 1\n${name} = ${value}\nb = 2`,
  'an error of PostgreSQL': (name, value) => `DETAIL: Key (${name})=(${value}) already exists.`,
  'a sentence': (name, value) => `Invalid ${name}: ${value}`,
  'JSON in JSON in JSON': (name, value) => `cut: ${json(json(`{"${name}": ${json(value)}}`))}`,
  'a query that is encoded twice': (name, value) =>
    `/x?u=${encodeURIComponent(encodeURIComponent(`{"${name}":${json(value)}}`))}`,
  'an attribute in apostrophes': (name, value) => `<user ${name}='${xml(value).replaceAll("'", '&#39;')}'/>`,
  'markup in HTML': (name, value) => `<pre>&lt;${name}&gt;${xml(xml(value))}&lt;/${name}&gt;</pre>`,
  'a struct as Go prints it': (name, value) => `{ID:1 ${name}:${value.replaceAll(/[\\]/g, '')} Status:pass}`,
  'an object as Java prints it': (name, value) =>
    `User(id=1, ${name}=${value.replaceAll(/[,;&\\"]/g, '')}, b=2)`,
};

const findLeak = (shown: string, parts: readonly string[]) => parts.filter((each) => shown.includes(each));

test.each(Object.entries(TEXTS))('S9: in %s, no value of a personal name is shown', (_, carry) => {
  fc.assert(
    fc.property(anyName, anyValue, (name, { text, parts }) => {
      const carried = carry(name, text);
      expect(findLeak(maskFreeText(carried), parts)).toEqual([]);
      expect(findLeak(JSON.stringify(toShownBody(Buffer.from(carried), false)), parts)).toEqual([]);
    }),
  );
});

test('S9: in headers, URLs, payloads, conditions and search results, no value of a personal name is shown', () => {
  const names = anyName.filter((name) => /^[\w.-]+$/.test(name));
  fc.assert(
    fc.property(names, anyValue, fc.constantFrom(...Object.values(TEXTS)), (name, { text, parts }, carry) => {
      const value = text.replace(/[^ -~]/g, '');
      const delivery = {
        method: 'POST',
        path: `/x?${name}=${form(value)}`,
        headers: [
          [name, value],
          ['X-Data', carry(name, value).replace(/\s+/g, ' ')],
        ] as const,
        body: Buffer.from(carry(name, value)),
      };
      const shown = [
        toShownHeader(name, value, false),
        toShownUrl(`http://127.0.0.1:1${delivery.path}`, false),
        JSON.stringify(toShownPayload({ a: [{ [name]: value, note: carry(name, value) }] }, false)),
        toShownCondition(`${name}=${value}`, false),
        toShownCondition(`header:${name}~${value}`, false),
        findMatch({ ...delivery, headers: delivery.headers.slice(0, 1) }, parts[0] ?? '', false)?.text ?? '',
        findMatch({ ...delivery, path: '/', body: Buffer.from('') }, parts[0] ?? '', false)?.text ?? '',
      ];
      expect(findLeak(shown.join('\n'), parts)).toEqual([]);
    }),
    { numRuns: volume(100, 500) },
  );
});

test.each([
  'connect ECONNREFUSED 127.0.0.1:4400',
  'http://127.0.0.1:4400/hooks?a=1&status=pass',
  'TypeError: Cannot read properties of undefined (reading "type")\n    at handle (file:///app/index.js:1:2)',
  '<html><body class="error"><h1>Bad Request</h1><p>No body: try again</p></body></html>',
  'level=info msg="ok" status=200',
  'ip_address=10.0.0.1 remote-address: 10.0.0.2',
  'Invalid token: the signature has expired',
  '{"error":"invalid_payload","path":"user.name","count":3}',
  'velocity: 3, gzip=on, name: x, number=7',
  '<items><item id="7">x</item></items>',
  'a%20b and 100%25 and %7B%22a%22%3A1%7D',
  '&lt;b&gt; &amp; &quot;c&quot;',
  '["2025-05-05T18:40:46.240470542Z"]',
  '{"email":["This field is required."],"phone":"Invalid phone","dob":[ "Expected date, received null" ]}',
  'email: must be a string\nfirst_name: undefined',
  'city=None',
])('S9: %j has nothing personal and stays as it is', (text) => {
  expect(maskFreeText(text)).toBe(text);
});

test.each([
  ['{"first_name":"Ann","status":"pass"', '{"first_name":"[personal]","status":"pass"'],
  ['first_name=Ann&status=pass', 'first_name=[personal]&status=pass'],
  ['first_name: Ann\nstatus: pass', 'first_name: [personal]\nstatus: pass'],
  ['level=info city="New York" status=pass', 'level=info city="[personal]" status=pass'],
  [
    '<u><first_name>Ann</first_name><status>pass</status></u>',
    '<u><first_name>[personal]</first_name><status>pass</status></u>',
  ],
  ['<u city="Rome" status="pass"/>', '<u city="[personal]" status="pass"/>'],
  ['<password>hunter2</password> api_key: abc', '<password>…</password> api_key: …'],
  [
    '{"ssn4":1234,"ok":true,"dob":null,"city":false}',
    '{"ssn4":"[personal]","ok":true,"dob":null,"city":false}',
  ],
  ['last_name: Missing Link', 'last_name: [personal]'],
  ['city: must be in Rome', 'city: [personal]'],
  ['&lt;city&gt;Rome&lt;/city&gt;', '<city>[personal]</city>'],
  ['&#60;city&#062;Rome&#x3C;/city&#x3e;', '<city>[personal]</city>'],
  ['external_id: cust-7781 is unknown', 'external_id: … is unknown'],
])('S9: of %j, all but what is personal stays: %s', (text, shown) => {
  expect(maskFreeText(text)).toBe(shown);
});

const LENGTH = volume(250_000, 1_000_000);

test.each([
  'ssn=a ',
  '<ssn>',
  '<ssn a="',
  'ssn:[',
  'ssn="\\',
  'a:',
  '%253d',
  '&amp;quot;',
  'first_name:\n ',
  'form-data name="ssn"\n',
  `form-data name=${'x'.repeat(95)}\n`,
])(
  'S9: %j, again and again, is masked in one go',
  (text) => {
    expect(typeof maskFreeText(text.repeat(LENGTH / text.length))).toBe('string');
  },
  20_000,
);
