import { gzipSync } from 'node:zlib';
import type { BodyKind } from '../bodies.ts';
import { toAscii, toPython } from '../bodies.ts';
import {
  ANY_BODY,
  type Broken,
  type Family,
  JSON_BODY,
  resigned,
  type Sent,
  toContent,
  withBody,
} from '../case.ts';
import type { Dice } from '../dice.ts';

type Write = (body: Buffer) => string | Uint8Array;

const isSame = (sent: Sent, body: string | Uint8Array) => Buffer.from(body).equals(sent.body);

/** A family whose bodies are written in one of these ways. */
function written(
  name: string,
  code: Family['codes'][number],
  writes: readonly [Write, ...Write[]],
  bodies: readonly [BodyKind, ...BodyKind[]] = JSON_BODY,
): Family {
  return {
    name,
    codes: [code],
    certainty: 'proved',
    bodies,
    simulate: (sent, dice) => {
      const body = dice.pick(writes)(sent.body);
      return isSame(sent, body) ? undefined : withBody(sent, body);
    },
  };
}

const asText =
  (write: (text: string) => string): Write =>
  (body) =>
    write(body.toString());
const toHex = (body: Buffer) => body.toString('hex');
const escaped = (text: string, escapes: Readonly<Record<string, string>>) =>
  text.replace(/[&"'<>]/g, (unit) => escapes[unit] ?? unit);
const decoded = (label: string, body: Uint8Array) => new TextDecoder(label, { ignoreBOM: true }).decode(body);

const NUMBERS: readonly [Write, ...Write[]] = [
  (body) => JSON.stringify(body),
  (body) => JSON.stringify(new Uint8Array(body)),
  (body) => `[${[...body].join(' ')}]`,
  (body) => `[${[...new Int8Array(body)].join(', ')}]`,
  (body) => [...body].join(','),
  (body) => JSON.stringify([...body], null, 2),
  (body) => `<<${[...body].join(',')}>>`,
];

const HEX: readonly [Write, ...Write[]] = [
  (body) => toHex(body).toUpperCase(),
  (body) => `\\x${toHex(body)}`,
  (body) => `0x${toHex(body)}`,
  (body) => toHex(body).replace(/..(?=.)/g, '$&-'),
  (body) => toHex(body).replace(/../g, '\\x$&'),
  (body) => `<Buffer ${toHex(body).replace(/..(?=.)/g, '$& ')}>`,
  (body) =>
    Array.from({ length: Math.ceil(body.length / 16) }, (_, line) => {
      const bytes = body.subarray(line * 16, line * 16 + 16);
      const pairs = toHex(bytes)
        .replace(/.{4}(?=.)/g, '$& ')
        .padEnd(39);
      return `${(line * 16).toString(16).padStart(8, '0')}: ${pairs}  ${bytes.toString('latin1').replace(/[^ -~]/g, '.')}\n`;
    }).join(''),
];

const ESCAPED: readonly [Write, ...Write[]] = [
  asText((text) => text.replace(/["'\\]/g, '\\$&')),
  asText((text) => JSON.stringify(text).slice(1, -1)),
  asText((text) => escaped(text, { '&': '&amp;', '"': '&quot;', "'": '&#039;', '<': '&lt;', '>': '&gt;' })),
  asText((text) => escaped(text, { '&': '&#38;', '"': '&#34;', '<': '&#x3C;' })),
  asText((text) => `'${text.replaceAll("'", "''")}'`),
  asText((text) => `"${text.replaceAll('"', '""')}"`),
  asText((text) => `'${text.replaceAll("'", String.raw`'\''`)}'`),
  (body) =>
    Array.from(body, (byte) =>
      byte > 0x7e || byte < 0x20 || byte === 0x3d
        ? `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
      .join('')
      .replace(/.{60}(?![0-9A-F]{0,1}$)/g, (line) => line.replace(/(=..|[^=])$/, '$1=\r\n')),
];

const FORMS: readonly [Write, ...Write[]] = [
  asText((text) => `${new URLSearchParams({ payload: text, source: 'proxy' })}`),
  asText((text) => `source=proxy&data=${encodeURIComponent(text)}`),
  asText((text) => `payload=${text}`),
  asText((text) => encodeURIComponent(encodeURIComponent(text))),
  asText((text) => encodeURIComponent(text)),
];

const WRAPPED: readonly [Write, ...Write[]] = [
  asText((text) => JSON.stringify({ Records: [{ messageId: 'm', body: text }] })),
  asText((text) =>
    JSON.stringify({ Records: [{ body: JSON.stringify({ Type: 'Notification', Message: text }) }] }),
  ),
  asText((text) => JSON.stringify([{ headers: {}, body: text }])),
  (body) => JSON.stringify({ message: { data: body.toString('base64') }, subscription: 's' }),
  (body) => JSON.stringify({ records: { 'hooks-0': [{ offset: 1, value: body.toString('base64') }] } }),
  asText((text) => JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ c: text }) }) })),
  asText((text) => JSON.stringify({ level: 30, msg: text }, null, 2)),
];

const FRAMED: readonly [Write, ...Write[]] = [
  (body) => chunks(body),
  (body) => frame(`--x9\r\nContent-Disposition: form-data; name="payload"\r\n\r\n`, body, '\r\n--x9--\r\n'),
  (body) => frame('2026-01-01T00:00:00Z INFO body=', body, ' status=200'),
  (body) => frame('event: message\ndata: ', body, '\n\n'),
  (body) => frame('callback(', body, ');'),
  (body) => frame('\0\0\0\0\x2a', body, ''),
  (body) => frame('', body, '\0'),
];

function frame(before: string, body: Buffer, after: string): Buffer {
  return Buffer.concat([Buffer.from(before, 'latin1'), body, Buffer.from(after, 'latin1')]);
}

function chunks(body: Buffer): Buffer {
  const half = Math.ceil(body.length / 2);
  const parts = [body.subarray(0, half), body.subarray(half)].filter((part) => part.length > 0);
  return Buffer.concat([
    ...parts.map((part) => frame(`${part.length.toString(16)}\r\n`, part, '\r\n')),
    Buffer.from('0\r\n\r\n'),
  ]);
}

/** The time with nine digits after the second, as Footprint sends it. */
function toNine(text: string, dice: Dice): string {
  return text.replace('.000Z', `.${String(100_000_001 + dice.roll(899_999_998))}Z`);
}

/** What a typed model or a middleware makes of the event that was signed. */
const MODELS: readonly [(text: string) => string, ...((text: string) => string)[]] = [
  (text) => text.replace('"external_id":null,', ''),
  (text) => JSON.stringify(JSON.parse(text.replace('"external_id":null,', '')), null, 2),
  (text) => JSON.stringify({ _id: 'x', ...JSON.parse(text) }),
  (text) => JSON.stringify({ ...JSON.parse(text), receivedAt: 1 }, null, 4),
  (text) =>
    text.replace(
      /"(\w+)":/g,
      (_, key: string) => `"${key.replace(/_(.)/g, (_match, letter: string) => letter.toUpperCase())}":`,
    ),
  (text) => text.replace(/(\.\d{6})\d{3}Z/, '$1Z'),
  (text) => text.replace(/(\.\d{7})\d{2}Z/, '$1Z'),
  (text) => text.replace(/(\.\d{9})Z/, '$1+00:00'),
];

/** Layers around a body, and models that wrote it anew. */
export const LAYER_FAMILIES: readonly Family[] = [
  written('6 numbers of the bytes', 'body_encoded_twice', NUMBERS, ANY_BODY),
  written('6 hex and dumps', 'body_encoded_twice', HEX, ANY_BODY),
  written('6 escapes of PHP, HTML, SQL, CSV, shells, mail', 'body_encoded_twice', ESCAPED),
  written('6 forms', 'body_encoded_twice', FORMS),
  written('6 lists and wrappers inside of wrappers', 'body_wrapped', WRAPPED),
  written('6 chunks, multipart and other text around', 'body_wrapped', FRAMED),
  written(
    '8 read as another character set, or twice',
    'body_charset_changed',
    [
      (body) => decoded('windows-1252', Buffer.from(decoded('windows-1252', body))),
      (body) => Buffer.from(body.toString('latin1')).toString('latin1'),
      (body) => decoded('macintosh', body),
      (body) => body.toString('utf16le'),
      (body) => decoded('utf-16be', body.subarray(0, body.length - (body.length % 2))),
    ],
    ['accents'],
  ),
  {
    ...written('1 laid out by other languages', 'body_reserialised', [
      asText((text) => JSON.stringify(JSON.parse(text), null, 2).replaceAll('\n', '\r\n')),
      asText((text) => JSON.stringify(JSON.parse(text), null, 3)),
      asText((text) => `${toPython(JSON.parse(text))}\n`),
      asText((text) => toAscii(JSON.stringify(JSON.parse(text), null, 4)).replaceAll('/', '\\/')),
    ]),
    equivalents: {
      body_line_ends_changed: 'it was indented before, so that only line ends changed',
      body_whitespace_changed: 'it had this layout before, so that only a line feed was added',
      body_escapes_changed: 'it had this layout before, so that only escapes changed',
    },
  },
  {
    name: '1 written anew by a typed model',
    codes: ['body_fields_changed'],
    certainty: 'proved',
    bodies: ['ascii', 'accents'],
    simulate: (sent, dice) => {
      const text = sent.body.toString();
      if (text !== JSON.stringify(JSON.parse(text)) || text.length > 16_000) return undefined;
      const signed = toNine(text.replace('"fp_id":', '"external_id":null,"fp_id":'), dice);
      const content = toContent(sent.id, sent.seconds, Buffer.from(signed));
      return { delivery: { ...resigned(sent, content), body: Buffer.from(dice.pick(MODELS)(signed)) } };
    },
  },
  {
    name: '23 not an object',
    codes: ['body_not_object'],
    certainty: 'likely',
    simulate: (sent, dice) =>
      withBody(sent, dice.pick(['hello', '[1,2,{"a":3}]', '"text"', '12.5', 'a: 1\nb: 2\n'])),
  },
];

function pair(
  name: string,
  codes: Family['codes'],
  simulate: (sent: Sent, dice: Dice) => Broken | undefined,
): Family {
  return { name, codes, certainty: 'proved', bodies: JSON_BODY, simulate };
}

const toIndented = (sent: Sent) => JSON.stringify(JSON.parse(sent.body.toString()), null, 2);

function withMilliseconds(sent: Sent, body: string): Broken | undefined {
  if (isSame(sent, body)) return undefined;
  const headers = sent.delivery.headers.map(
    ([name, value]) => [name, /timestamp$/i.test(name) ? `${value}000` : value] as const,
  );
  return { delivery: { ...sent.delivery, headers, body: Buffer.from(body) } };
}

/** Layers together with other faults, also of large bodies. */
export const LAYER_PAIRS: readonly Family[] = [
  pair('milliseconds, and re-serialised', ['timestamp_form', 'body_reserialised'], (sent) =>
    withMilliseconds(sent, toIndented(sent)),
  ),
  pair('milliseconds, and base64', ['timestamp_form', 'body_base64'], (sent) =>
    withMilliseconds(sent, sent.body.toString('base64')),
  ),
  {
    ...pair('read as Latin-1, and re-serialised', ['body_charset_changed', 'body_reserialised'], (sent) => {
      const body = toIndented(sent);
      return isSame(sent, body) ? undefined : withBody(sent, Buffer.from(body).toString('latin1'));
    }),
    bodies: ['accents'],
  },
  pair('a form, and re-serialised', ['body_encoded_twice', 'body_reserialised'], (sent) => {
    const body = toPython(JSON.parse(sent.body.toString()), false);
    return isSame(sent, body)
      ? undefined
      : withBody(sent, `${new URLSearchParams({ payload: body, a: '1' })}`);
  }),
  pair('wrapped, in base64 and compressed', ['body_wrapped', 'body_compressed'], (sent) =>
    withBody(sent, JSON.stringify({ awslogs: { data: gzipSync(sent.body).toString('base64') } })),
  ),
  pair('in base64 of percent signs', ['body_base64', 'body_encoded_twice'], (sent) =>
    withBody(sent, Buffer.from(encodeURIComponent(sent.body.toString())).toString('base64')),
  ),
];
