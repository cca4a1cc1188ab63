import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { diagnose } from '../../../../src/core/diagnosis/diagnose.ts';
import { judge } from '../../../../src/core/signature/judge.ts';
import { type Key, parseSecret } from '../../../../src/core/signature/secret.ts';
import { IS_NIGHTLY } from '../../../harness/volume.ts';
import { key, NOW, otherKey, signed, WHSEC, withHeader } from '../../signature/cases.ts';

const TEXT = String.raw`{"event_kind":"footprint.user.manual_review","external_id":"O'Brien & Zoë \"x\" a+b","fp_id":"fp_id_xyz","is_live":false,"timestamp":"2025-05-05T18:40:46.838207245Z"}`;
const BODY = Buffer.from(TEXT);
const BASE64 = BODY.toString('base64');
const HEX = BODY.toString('hex');
const NUMBERS = [...BODY];
const SIGNED = [...new Int8Array(BODY)];

interface Receiver {
  readonly ms?: boolean;
  readonly keys?: readonly Key[];
  readonly otherKeys?: readonly Key[];
}

/** What is suspected when this came instead of what was signed. */
function suspect(
  body: string | Uint8Array,
  text: string | Uint8Array = BODY,
  { ms = false, ...more }: Receiver = {},
) {
  const sent = signed([key], { body: Buffer.from(text) });
  const came = ms ? withHeader(sent, 'svix-timestamp', `${NOW}000`) : sent;
  const delivery = { ...came, body: Buffer.from(body) };
  const request = { keys: [key], otherKeys: [otherKey], nowSeconds: NOW, toleranceSeconds: 300, ...more };
  return diagnose({ delivery, verdict: judge(delivery, request.keys, NOW), ...request }).suspicions;
}

/** The codes and the evidence that are proved. */
function prove(body: string | Uint8Array, text: string | Uint8Array = BODY, receiver: Receiver = {}) {
  const proved = suspect(body, text, receiver).filter(({ certainty }) => certainty === 'proved');
  return { codes: proved.map(({ code }) => code), evidence: proved[0]?.evidence ?? '' };
}

function html(text: string, escapes: Readonly<Record<string, string>>): string {
  return text.replace(/[&"'<>ë]/g, (unit) => escapes[unit] ?? unit);
}

/** A dump with sixteen bytes a line, as the programs print it that are named in the table. */
function dump(offset: (start: number) => string, line: (bytes: Buffer) => string, end = ''): string {
  const starts = Array.from({ length: Math.ceil(BODY.length / 16) }, (_, index) => index * 16);
  return `${starts.map((start) => `${offset(start)}${line(BODY.subarray(start, start + 16))}\n`).join('')}${end}`;
}

const toOffset = (base: number, digits: number) => (start: number) =>
  start.toString(base).padStart(digits, '0');
const toBytes = (base: number, digits: number) => (line: Buffer) =>
  Array.from(line, (byte) => byte.toString(base).padStart(digits, '0'));
const toWords = (base: number, digits: number) => (line: Buffer) =>
  Array.from({ length: Math.ceil(line.length / 2) }, (_, index) => {
    return ((line[index * 2] ?? 0) + (line[index * 2 + 1] ?? 0) * 256).toString(base).padStart(digits, '0');
  });
const toVisible = (line: Buffer) => line.toString('latin1').replace(/[^ -~]/g, '.');
const toPairs = (line: Buffer) =>
  line
    .toString('hex')
    .replace(/.{4}(?=.)/g, '$& ')
    .padEnd(39);

function toLiteral(text: string, quote: string): string {
  return text.replace(/[\\"']/g, (unit) => (unit === quote || unit === '\\' ? `\\${unit}` : unit));
}

const PYTHON = `${toLiteral(TEXT, "'")}`.replace('ë', String.raw`\xc3\xab`);
const STRING = JSON.stringify(TEXT);

describe('body_encoded_twice', () => {
  test.each<readonly [string, string, string?]>([
    ['Z2: JSON of a Buffer', JSON.stringify(BODY)],
    ['Z2: JSON of a Uint8Array', JSON.stringify(new Uint8Array(BODY))],
    ['Z2: the %v of Go', `[${NUMBERS.join(' ')}]`],
    ['Z2: signed bytes of Java', `[${SIGNED.join(', ')}]`],
    ['Z2: a list of Python', `[${NUMBERS.join(', ')}]`],
    ['Z2: a list of Python, indented', JSON.stringify(NUMBERS, null, 2)],
    ['Z2: String(Uint8Array)', NUMBERS.join(',')],
    ['Z2: numbers on lines', NUMBERS.join('\n')],
    ['a binary of Erlang', `<<${NUMBERS.join(',')}>>`],
    ['an array that Node shows', `Uint8Array(${NUMBERS.length}) [\n  ${NUMBERS.join(', ')}\n]`],
    [
      'an array that PHP prints',
      `Array\n(\n${NUMBERS.map((byte, index) => `    [${index}] => ${byte}`).join('\n')}\n)\n`,
    ],
    ['an initialiser of C#', `new byte[] { ${NUMBERS.join(', ')} }`],
    ['hex', HEX],
    ['hex in capitals', HEX.toUpperCase()],
    ['hex of BitConverter', HEX.toUpperCase().replace(/..(?=.)/g, '$&-')],
    ['hex with colons', HEX.replace(/..(?=.)/g, '$&:')],
    ['hex of PostgreSQL', `\\x${HEX}`],
    ['hex of SQL Server', `0x${HEX.toUpperCase()}`],
    ['hex of MySQL', `X'${HEX}'`],
    ['hex of an array of C', `{ ${HEX.replace(/..(?=.)/g, '0x$&, ').replace(/(..)$/, '0x$1')} }`],
    ['hex of a shell', HEX.replace(/../g, '\\x$&')],
    ['hex on lines', HEX.replace(/.{60}/g, '$&\n')],
    ['a Buffer that Node shows', `<Buffer ${HEX.replace(/..(?=.)/g, '$& ')}>`],
    [
      'a dump of xxd',
      dump(
        (at) => `${toOffset(16, 8)(at)}: `,
        (line) => `${toPairs(line)}  ${toVisible(line)}`,
      ),
    ],
    [
      'a dump of hexdump -C',
      dump(
        toOffset(16, 8),
        (line) =>
          `  ${toBytes(
            16,
            2,
          )(line)
            .join(' ')
            .replace(/^.{24}/, '$& ')
            .padEnd(49)} |${toVisible(line)}|`,
        toOffset(16, 8)(BODY.length),
      ),
    ],
    [
      'a dump of hexdump',
      dump(toOffset(16, 7), (line) => ` ${toWords(16, 4)(line).join(' ')}`, toOffset(16, 7)(BODY.length)),
    ],
    [
      'a dump of od in bytes',
      dump(toOffset(8, 7), (line) => ` ${toBytes(16, 2)(line).join(' ')}`, toOffset(8, 7)(BODY.length)),
    ],
    [
      'a dump of od in octal bytes',
      dump(toOffset(8, 7), (line) => ` ${toBytes(8, 3)(line).join(' ')}`, toOffset(8, 7)(BODY.length)),
    ],
    [
      'a dump of od',
      dump(toOffset(8, 7), (line) => ` ${toWords(8, 6)(line).join(' ')}`, toOffset(8, 7)(BODY.length)),
    ],
    [
      'a dump of Format-Hex',
      dump(
        toOffset(16, 8),
        (line) => `   ${toBytes(16, 2)(line).join(' ').toUpperCase().padEnd(47)}  ${toVisible(line)}`,
      ),
    ],
    ['a JSON string', STRING],
    ['a JSON string, twice', JSON.stringify(STRING)],
    ['a JSON string without its quotes', STRING.slice(1, -1)],
    ['a bytes literal of Python', `b'${PYTHON}'`],
    ['a text literal of Python', `'${toLiteral(TEXT, "'").replace('ë', String.raw`\xeb`)}'`],
    ['a literal of Ruby', JSON.stringify(TEXT).replace('ë', String.raw`\xC3\xAB`)],
    ['a literal of a C program in octal', JSON.stringify(TEXT).replace('ë', String.raw`\303\253`)],
    [
      'a log of nginx',
      TEXT.replace(/["\\ë]/g, (unit) =>
        Buffer.from(unit).toString('hex').toUpperCase().replace(/../g, '\\x$&'),
      ),
    ],
    ['the words of a shell', TEXT.replace(/[^\w.:,-]/g, '\\$&')],
    ["the $'…' of a shell", `$'${toLiteral(TEXT, "'").replace('ë', String.raw`\303\253`)}'`],
    ["the '…' of a shell", `'${TEXT.replaceAll("'", String.raw`'\''`)}'`],
    ['Z6: addslashes', TEXT.replace(/["'\\]/g, '\\$&')],
    ['Z6: quotes escaped by sed', TEXT.replace(/["']/g, '\\$&')],
    ['Z6: htmlspecialchars', html(TEXT, { '&': '&amp;', '"': '&quot;', "'": '&#039;' })],
    ['Z6: htmlentities', html(TEXT, { '&': '&amp;', '"': '&quot;', "'": '&#039;', ë: '&euml;' })],
    ["Python's html.escape", html(TEXT, { '&': '&amp;', '"': '&quot;', "'": '&#x27;' })],
    ["Go's html.EscapeString", html(TEXT, { '&': '&amp;', '"': '&#34;', "'": '&#39;' })],
    ['escapes of XML', html(TEXT, { '&': '&amp;', '"': '&quot;', "'": '&apos;' })],
    ['numbers in hex capitals', html(TEXT, { '&': '&#X26;', '"': '&#x22;', "'": '&#X27;', ë: '&#xEB;' })],
    ['HTML escapes, twice', html(html(TEXT, { '&': '&amp;', '"': '&quot;' }), { '&': '&amp;' })],
    ['percent signs', encodeURIComponent(TEXT)],
    ['percent signs, twice', encodeURIComponent(encodeURIComponent(TEXT))],
    ['percent signs of encodeURI', encodeURI(TEXT)],
    ['a form of one field', `payload=${encodeURIComponent(TEXT)}`],
    ['a form of two fields', `${new URLSearchParams({ payload: TEXT, source: 'proxy' })}`],
    ['a form whose last field it is', `source=proxy&token=abc&data=${encodeURIComponent(TEXT)}`],
    ['a form whose value is not escaped', `payload=${TEXT}`],
    ['a form of a name alone', `${new URLSearchParams([[TEXT, '']])}`],
    ['quoted-printable', TEXT.replaceAll('=', '=3D').replace('ë', '=C3=AB').replace(/.{70}/g, '$&=\r\n')],
    ['a cell of CSV', `"${TEXT.replaceAll('"', '""')}"`],
    ['a line of CSV', `msg_1,"${TEXT.replaceAll('"', '""')}",2025-05-05`],
    ['a text of SQL', `'${TEXT.replaceAll("'", "''")}'`],
    [
      'codes before letters that are digits of hex',
      TEXT.replaceAll('\\"', "'").replaceAll('"', '\\u0022'),
      TEXT.replaceAll('\\"', "'"),
    ],
    ['escapes of eight digits', `'${PYTHON.replace(String.raw`\xc3\xab`, String.raw`\U000000eb`)}'`],
    ['a bytearray of Python', `bytearray(b'${PYTHON}')`],
  ])('undoes %s', (_, body = '', sent = TEXT) => {
    expect(new Set(prove(body, sent).codes)).toEqual(new Set(['body_encoded_twice']));
  });
});

const toUtf32 = (text: string) =>
  Buffer.from(Uint32Array.from(text, (each) => each.codePointAt(0) ?? 0).buffer);
const SNS = { Type: 'Notification', MessageId: 'm', Message: TEXT };
const GZIPPED = gzipSync(BODY);

test.each([
  [`payload=${encodeURIComponent(TEXT)}&a=1`, 'the body is taken out of a form'],
  [encodeURIComponent(TEXT), 'the body is decoded from percent signs'],
  [`${TEXT}\n`, 'the body has one character of white space taken off its end'],
  [JSON.stringify(STRING), 'the body is taken out of a JSON string, twice'],
  [TEXT.repeat(2), 'the body is taken once, although it is there twice'],
  [TEXT.replace(/.{60}/g, '$&\r\n'), 'the line ends of the body are taken out'],
  [toUtf32(TEXT), 'the body is read as UTF-32 (little-endian)'],
  [toUtf32(`\ufeff${TEXT}`).swap32(), 'the body is read as UTF-32 (big-endian)'],
])('the simplest story is told: %#', (body, story) => {
  expect(prove(body).evidence).toBe(`The signature matches once ${story}.`);
});

describe('body_wrapped', () => {
  test.each<readonly [string, unknown, string]>([
    ['Z4: a batch of SQS', { Records: [{ messageId: 'm', body: TEXT }] }, 'Records, 0, body'],
    ['Z4: the second of a batch', { Records: [{ body: '{}' }, { body: TEXT }] }, 'Records, 1, body'],
    ['Z4: SNS in SQS', { Records: [{ body: JSON.stringify(SNS) }] }, 'Records, 0, body, Message'],
    ['Z4: SNS to Lambda', { Records: [{ EventSource: 'aws:sns', Sns: SNS }] }, 'Records, 0, Sns, Message'],
    ['Z4: the answer of receive-message', { Messages: [{ Body: TEXT }] }, 'Messages, 0, Body'],
    ['Kinesis to Lambda', { Records: [{ kinesis: { data: BASE64 } }] }, 'Records, 0, kinesis, data'],
    ['Kafka to Lambda', { records: { 'hooks-0': [{ value: BASE64 }] } }, 'records, hooks-0, 0, value'],
    ['Lambda', { httpMethod: 'POST', body: TEXT, isBase64Encoded: false }, 'body'],
    ['Lambda in base64', { version: '2.0', body: BASE64, isBase64Encoded: true }, 'body'],
    ['EventBridge', { 'detail-type': 'x', detail: JSON.parse(TEXT) }, 'detail'],
    [
      'EventBridge in SQS',
      { Records: [{ body: JSON.stringify({ detail: JSON.parse(TEXT) }) }] },
      'Records, 0, body, detail',
    ],
    ['Pub/Sub', { message: { data: BASE64, messageId: '1' }, subscription: 's' }, 'message, data'],
    ['Pub/Sub as it is pulled', [{ ackId: 'a', message: { data: BASE64 } }], '0, message, data'],
    ['CloudEvents', { specversion: '1.0', type: 't', data: JSON.parse(TEXT) }, 'data'],
    ['CloudEvents in base64', { specversion: '1.0', data_base64: BASE64 }, 'data_base64'],
    ['n8n', [{ headers: {}, params: {}, query: {}, body: JSON.parse(TEXT) }], '0, body'],
    ['Kafka Connect', { schema: { type: 'string' }, payload: TEXT }, 'payload'],
    ['GraphQL', { query: 'mutation', variables: { input: JSON.parse(TEXT) } }, 'variables, input'],
    ['a data field', { data: JSON.parse(TEXT) }, 'data'],
    ['a field of any name', { hook: { raw_text: TEXT } }, 'hook, raw_text'],
    ['an array of one', [JSON.parse(TEXT)], '0'],
    ['a line of a log', { level: 30, msg: TEXT, pid: 1 }, 'msg'],
    ['a log of Docker', { log: `${TEXT}`, stream: 'stdout' }, 'log'],
    ['JSON in JSON in JSON', { a: JSON.stringify({ b: JSON.stringify({ c: TEXT }) }) }, 'a, b, c'],
    ['a Buffer in a field', { body: BODY }, 'body'],
    ['a list of bytes in a field', { payload: NUMBERS }, 'payload'],
    ['gzip in base64 in a field', { awslogs: { data: GZIPPED.toString('base64') } }, 'awslogs, data'],
    ['a name that is an address', { 'jane@example.com': TEXT }, 'a field'],
  ])('takes the body out of %s', (_, message, path) => {
    const { codes, evidence } = prove(JSON.stringify(message));
    expect(codes).toContain('body_wrapped');
    expect(evidence).toContain(`(${path})`);
  });

  const CRLF = '\r\n';
  const half = Math.floor(BODY.length / 2);
  const chunk = (bytes: Buffer, extension = '') =>
    `${bytes.length.toString(16)}${extension}${CRLF}${bytes.toString('latin1')}${CRLF}`;
  test.each<readonly [string, string]>([
    ['one chunk', `${chunk(BODY)}0${CRLF}${CRLF}`],
    [
      'several chunks',
      `${chunk(BODY.subarray(0, half), ';a=b')}${chunk(BODY.subarray(half))}0${CRLF}${CRLF}`,
    ],
    ['chunks without the last', chunk(BODY)],
    [
      'a multipart form',
      `--x1${CRLF}Content-Disposition: form-data; name="a"${CRLF}${CRLF}1${CRLF}--x1${CRLF}Content-Disposition: form-data; name="payload"${CRLF}Content-Type: application/json${CRLF}${CRLF}${BODY.toString('latin1')}${CRLF}--x1--${CRLF}`,
    ],
    ['a callback', `callback(${BODY.toString('latin1')});`],
    ['an event of a stream', `event: message\ndata: ${BODY.toString('latin1')}\n\n`],
    ['a line of a log', `2026-01-01T00:00:00Z [info] body=${BODY.toString('latin1')} status=200`],
    ['a frame of gRPC', `\0\0\0\0\xaa${BODY.toString('latin1')}`],
    ['zeros at its end', `${BODY.toString('latin1')}\0\0\0`],
    ['a code block', `\`\`\`json\n${BODY.toString('latin1')}\n\`\`\`\n`],
    ['the same twice', `${BODY.toString('latin1').repeat(2)}`],
    ['CDATA', `<body><![CDATA[${BODY.toString('latin1')}]]></body>`],
  ])('takes the body out of %s', (_, latin1) => {
    expect(new Set(prove(Buffer.from(latin1, 'latin1')).codes)).toEqual(new Set(['body_wrapped']));
  });
});

describe('body_base64', () => {
  test.each<readonly [string, string]>([
    ['with padding', BASE64],
    ['without padding', BASE64.replace(/=+$/, '')],
    ['of URLs', BODY.toString('base64url')],
    ['with line breaks', BASE64.replace(/.{76}/g, '$&\r\n')],
    ['in a data: URL', `data:application/json;charset=utf-8;base64,${BASE64}`],
  ])('undoes base64 %s', (_, body) => {
    expect(prove(body).codes).toEqual(['body_base64']);
  });
});

function readAs(label: string, bytes: Uint8Array = BODY): string {
  return new TextDecoder(label, { ignoreBOM: true }).decode(bytes);
}

describe('body_charset_changed', () => {
  const EVEN = Buffer.from(BODY.length % 2 === 0 ? TEXT : TEXT.replace('a+b', 'a+bc'));
  test.each<readonly [string, string | Uint8Array, Uint8Array]>([
    ['read as Latin-1', BODY.toString('latin1'), BODY],
    ['read as Windows-1252', readAs('windows-1252'), BODY],
    ['read as MacRoman', readAs('macintosh'), BODY],
    ['read as code page 437', TEXT.replace('ë', '├½'), BODY],
    ['read as code page 850', TEXT.replace('ë', '├½'), BODY],
    ['read as Latin-1, twice', Buffer.from(BODY.toString('latin1')).toString('latin1'), BODY],
    [
      'read as Windows-1252, three times',
      readAs('windows-1252', Buffer.from(readAs('windows-1252', Buffer.from(readAs('windows-1252'))))),
      BODY,
    ],
    ['Z10: read as UTF-16', EVEN.toString('utf16le'), EVEN],
    ['Z10: read as UTF-16, big-endian', readAs('utf-16be', EVEN), EVEN],
    [
      'Z10: read as UTF-16 with an odd number of bytes',
      Buffer.concat([EVEN, Buffer.from(' }')])
        .subarray(0, -1)
        .toString('utf16le'),
      Buffer.concat([EVEN.subarray(0, -1), Buffer.from('}')]),
    ],
    ['written as Latin-1', Buffer.from(TEXT, 'latin1'), BODY],
    ['written as UTF-16', Buffer.from(TEXT, 'utf16le'), BODY],
    ['written as UTF-16 with a mark', Buffer.from(`\ufeff${TEXT}`, 'utf16le'), BODY],
    ['written as UTF-16, big-endian', Buffer.from(TEXT, 'utf16le').swap16(), BODY],
  ])('undoes text %s', (_, body, sent) => {
    expect(new Set(prove(body, sent).codes)).toEqual(new Set(['body_charset_changed']));
  });
});

/** An event of this many bytes or more, compact and with sorted keys. */
function makeLarge(size: number): string {
  const details = Array.from({ length: size / 80 }, (_, at) => ({
    at,
    note: 'Zoë\'s & <text> "x"',
    url: 'https://a.example/b',
  }));
  return JSON.stringify({ details, event_kind: 'footprint.user.manual_review', is_live: false });
}

describe('F11: pairs in large bodies', () => {
  const at = (layout: number | string) => (text: string) => JSON.stringify(JSON.parse(text), null, layout);
  const toBase64 = (text: string) => Buffer.from(text).toString('base64');
  const toForm = (text: string) => `${new URLSearchParams({ payload: text, source: 'a' })}`;
  const toPython = (text: string) =>
    at(1)(text)
      .replace(/\n */g, ' ')
      .replaceAll('[ ', '[')
      .replaceAll('{ ', '{')
      .replace(/ (?=[\]}])/g, '');
  const toMojibake = (text: string) => Buffer.from(text).toString('latin1');
  const WRONG = [parseSecret(`whsec_${Buffer.from(WHSEC).toString('base64')}`, 'live')];
  const MS = { ms: true };
  const ROWS: readonly (readonly [string, (text: string) => string, object, readonly string[]])[] = [
    ['milliseconds, indented', at(2), MS, ['timestamp_form', 'body_reserialised']],
    ['milliseconds, base64', toBase64, MS, ['timestamp_form', 'body_base64']],
    [
      'milliseconds, base64 of indented',
      (text) => toBase64(at(4)(text)),
      MS,
      ['timestamp_form', 'body_base64', 'body_reserialised'],
    ],
    ['milliseconds, a form', toForm, MS, ['timestamp_form', 'body_encoded_twice']],
    [
      'mojibake, indented',
      (text) => toMojibake(at(2)(text)),
      {},
      ['body_charset_changed', 'body_reserialised'],
    ],
    ['a form of Python', (text) => toForm(toPython(text)), {}, ['body_encoded_twice', 'body_reserialised']],
    ['the secret as text, indented', at('\t'), { keys: WRONG }, ['secret_misread', 'body_reserialised']],
    ['the secret as text, base64', toBase64, { keys: WRONG }, ['secret_misread', 'body_base64']],
    [
      'another secret, indented',
      at(2),
      { keys: [otherKey], otherKeys: [key] },
      ['other_secret', 'body_reserialised'],
    ],
    [
      'indented, unsorted',
      (text) => JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(text)).reverse()), null, 2),
      {},
      ['body_reserialised'],
    ],
  ];
  const SIZES = IS_NIGHTLY ? [300, 20_000, 200_000, 786_000] : [300, 200_000];
  test.each(ROWS.flatMap((row) => SIZES.map((size) => [row[0], size, row] as const)))(
    'finds %s at %i bytes',
    (_, size, [, change, more, codes]) => {
      const text = makeLarge(size);
      expect(new Set(prove(change(text), text, more).codes)).toEqual(new Set(codes));
    },
  );
});

describe('body_reserialised', () => {
  const EVENT = { a: [], b: { c: [1, 'x'], d: {} }, e: 'é/<' };
  test.each<readonly [string, string]>([
    ['.NET', JSON.stringify(EVENT, null, 2).replaceAll('\n', '\r\n')],
    ['Jackson', '{\n  "a" : [ ],\n  "b" : {\n    "c" : [ 1, "x" ],\n    "d" : { }\n  },\n  "e" : "é/<"\n}'],
    [
      'Swift',
      '{\n  "a" : [\n\n  ],\n  "b" : {\n    "c" : [\n      1,\n      "x"\n    ],\n    "d" : {\n\n    }\n  },\n  "e" : "é\\/<"\n}',
    ],
    ['Perl', JSON.stringify(EVENT, null, 3).replaceAll('": ', '" : ')],
    ['PHP', JSON.stringify(EVENT, null, 4).replace('é/', '\\u00e9\\/')],
    ['Python', '{"a": [], "b": {"c": [1, "x"], "d": {}}, "e": "\\u00e9/<"}'],
    ['Python without ASCII', '{"a": [], "b": {"c": [1, "x"], "d": {}}, "e": "é/<"}'],
    ['Go', JSON.stringify(EVENT, null, '\t').replace('<', '\\u003c')],
    ['jq', JSON.stringify(EVENT, null, 2)],
    ['an editor on Windows', JSON.stringify(EVENT, null, 4).replaceAll('\n', '\r\n')],
    ['protojson', '{"a":[], "b":{"c":[1, "x"], "d":{}}, "e":"é/<"}'],
  ])('undoes the layout of %s, and finds it when it was signed', (_, text) => {
    const compact = JSON.stringify(EVENT);
    expect(prove(text, compact).codes).toEqual(['body_reserialised']);
    expect(prove(compact, text).codes).toEqual(['body_reserialised']);
  });
});

const EVENT = JSON.parse(
  '{"event_kind":"footprint.user.bank_link_updated","fp_id":"fp_id_xyz","is_live":false,"error_message":null,"link_error":null,"link_event_kind":"link_product_refreshed","link_external_id":null,"link_id":"bank_link_abcd1234","link_product_refresh":{"product":"transactions","success":true},"link_state":"connected","timestamp":"2024-06-14T02:40:00.123456789Z","user_external_id":null}',
);
const toSorted = (value: object) =>
  JSON.stringify(
    Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1))),
  );
const withTime = (timestamp: string) => toSorted({ ...EVENT, timestamp });

describe('Z15: body_fields_changed', () => {
  const camel = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? value
      : Object.fromEntries(
          Object.entries(value).map(([key, item]) => [
            key.replace(/_(.)/g, (_, letter: string) => letter.toUpperCase()),
            camel(item),
          ]),
        );
  const withoutNulls = Object.fromEntries(Object.entries(EVENT).filter(([, value]) => value !== null));
  const { link_error: _, ...withoutOne } = EVENT;
  test.each<readonly [string, string, string]>([
    ['all nulls dropped', JSON.stringify(withoutNulls), toSorted(EVENT)],
    ['all nulls dropped, and indented', JSON.stringify(withoutNulls, null, 2), toSorted(EVENT)],
    ['one null dropped', JSON.stringify(withoutOne), toSorted(EVENT)],
    ['a null added', JSON.stringify({ ...EVENT, external_id: null }), toSorted(EVENT)],
    ['_id added', JSON.stringify({ _id: 'x', ...EVENT }), toSorted(EVENT)],
    [
      'receivedAt and __v added',
      JSON.stringify({ ...EVENT, receivedAt: '2026-01-01', __v: 0 }, null, 2),
      toSorted(EVENT),
    ],
    [
      'a field added by Python',
      JSON.stringify({ ...EVENT, note: 'é' }).replace('é', '\\u00e9'),
      toSorted(EVENT),
    ],
    ['keys in camelCase', JSON.stringify(camel(EVENT)), toSorted(EVENT)],
    ['keys in camelCase and nulls dropped', JSON.stringify(camel(withoutNulls)), toSorted(EVENT)],
    [
      'keys in PascalCase',
      JSON.stringify(camel(EVENT)).replace(
        /"([a-z])(\w*)":/g,
        (_match, first: string, rest: string) => `"${first.toUpperCase()}${rest}":`,
      ),
      toSorted(EVENT),
    ],
    ['1.0 as 1', '{"a":1,"b":2}', '{"a":1.0,"b":2.0}'],
    ['one 1.0 as 1', '{"a":1,"b":2}', '{"a":1,"b":2.0}'],
    ['1 as 1.0', '{"a":1.0,"b":[2.0]}', '{"a":1,"b":[2]}'],
    ['Z as an offset', withTime('2024-06-14T02:40:00.123456789+00:00'), toSorted(EVENT)],
    ['an offset as Z', toSorted(EVENT), withTime('2024-06-14T02:40:00.123456789+00:00')],
    ['no zone', withTime('2024-06-14T02:40:00.123456789'), toSorted(EVENT)],
    ['another zone', withTime('2024-06-14T04:40:00.123456789+02:00'), toSorted(EVENT)],
    ['a space instead of T', withTime('2024-06-14 02:40:00.123456789Z'), toSorted(EVENT)],
    ['zeros of JavaScript', withTime('2024-06-14T02:40:00.000Z'), withTime('2024-06-14T02:40:00Z')],
    [
      'zeros that Go cuts off',
      withTime('2024-06-14T02:40:00.1234567Z'),
      withTime('2024-06-14T02:40:00.123456700Z'),
    ],
    ['microseconds', withTime('2024-06-14T02:40:00.123456Z'), toSorted(EVENT)],
    ['microseconds of Python', withTime('2024-06-14T02:40:00.123456+00:00'), toSorted(EVENT)],
    ['microseconds that PostgreSQL rounds', withTime('2024-06-14T02:40:00.123457Z'), toSorted(EVENT)],
    ['ticks of .NET', withTime('2024-06-14T02:40:00.1234567Z'), toSorted(EVENT)],
  ])('undoes %s', (_name, body, sent) => {
    expect(prove(body, sent).codes).toEqual(['body_fields_changed']);
  });

  test('the story names no more than what was done', () => {
    const { evidence } = prove(JSON.stringify({ ...EVENT, receivedAt: 1 }), toSorted(EVENT));
    expect(evidence).not.toContain('snake_case');
  });

  test('a changed header is put right together with a changed field', () => {
    const { codes } = prove(JSON.stringify({ ...EVENT, _id: 1 }), toSorted(EVENT), { ms: true });
    expect(codes).toEqual(['timestamp_form', 'body_fields_changed']);
  });

  test('is likely when the time has milliseconds', () => {
    const [first] = suspect(withTime('2024-06-14T02:40:00.123Z'));
    expect(first).toMatchObject({ code: 'body_fields_changed', certainty: 'likely' });
  });
});

describe('when nothing is proved, the headline', () => {
  test.each<readonly [string, string, string]>([
    ['text', 'hello', 'body_not_object'],
    ['a list', '[1,{"a":2}]', 'body_not_object'],
    ['a JSON string', '"hello"', 'body_not_object'],
    ['a number', '12', 'body_not_object'],
    ['bytes', 'ÿþ', 'body_not_object'],
    ['nothing', '', 'body_empty'],
    ['a word', '[object Object]', 'body_placeholder'],
    ['an event in base64', Buffer.from(TEXT.replace('xyz', 'abc')).toString('base64'), 'body_base64'],
    ['an event as numbers', [...Buffer.from(TEXT.replace('xyz', 'abc'))].join(','), 'body_encoded_twice'],
    [
      'an event in a wrapper',
      JSON.stringify({ Records: [{ body: TEXT.replace('xyz', 'abc') }] }),
      'body_wrapped',
    ],
    [
      'an event of mojibake in a form',
      `a=1&payload=${encodeURIComponent(Buffer.from(TEXT.replace('xyz', 'abc')).toString('latin1'))}`,
      'body_encoded_twice',
    ],
    ['an altered event', TEXT.replace('xyz', 'abc'), 'altered_or_unknown_secret'],
    ['an altered object', '{"a":1}', 'altered_or_unknown_secret'],
  ])('of %s is the body, unless that is an object', (_, body, code) => {
    const [first] = suspect(body);
    expect(first?.code).toBe(code);
    expect(first?.certainty).toBe('likely');
  });
});
