import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { makeEvent, reverseKeys, toAscii, toPython } from '../bodies.ts';
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

function parse({ body }: Sent): unknown {
  return JSON.parse(body.toString());
}

function changedBody(sent: Sent, body: string | Uint8Array): Broken | undefined {
  return Buffer.from(body).equals(sent.body) ? undefined : withBody(sent, body);
}

const ESCAPES_ONLY = 'the layout happened to be the same, so that only escapes changed';

/** Faults of the body. */
export const BODY_FAMILIES: readonly Family[] = [
  {
    name: '1 re-serialised',
    codes: ['body_reserialised'],
    certainty: 'proved',
    equivalents: {
      body_escapes_changed: ESCAPES_ONLY,
    },
    bodies: JSON_BODY,
    simulate: (sent, dice) => {
      const data = parse(sent);
      const write = dice.pick([
        () => JSON.stringify(data),
        () => JSON.stringify(data, null, 2),
        () => JSON.stringify(data, null, 4),
        () => JSON.stringify(data, null, '\t'),
        () => toPython(data),
        () => toPython(data, false),
        () => JSON.stringify(reverseKeys(data)),
        () => `${JSON.stringify(reverseKeys(data), null, 2)}\n`,
      ]);
      return changedBody(sent, write());
    },
  },
  {
    name: '2 white space added at an end',
    codes: ['body_whitespace_changed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const space = dice.pick(['\n', ' ', '\r\n', '\n\n', '\t', '            ']);
      return withBody(
        sent,
        dice.roll(4) === 0
          ? Buffer.concat([Buffer.from(space), sent.body])
          : Buffer.concat([sent.body, Buffer.from(space)]),
      );
    },
  },
  {
    name: '2 white space lost at the end',
    codes: ['body_whitespace_changed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const signed = Buffer.concat([sent.body, Buffer.from(dice.pick(['\n', '\r\n', ' ', '\n\n']))]);
      return { delivery: resigned(sent, toContent(sent.id, sent.seconds, signed)) };
    },
  },
  {
    name: '3 line ends changed',
    codes: ['body_line_ends_changed'],
    certainty: 'proved',
    bodies: JSON_BODY,
    simulate: (sent) => changedBody(sent, sent.body.toString().replaceAll('\n', '\r\n')),
  },
  {
    name: '3 line ends were CRLF',
    codes: ['body_line_ends_changed'],
    certainty: 'proved',
    bodies: JSON_BODY,
    simulate: (sent) => {
      const signed = Buffer.from(sent.body.toString().replaceAll('\n', '\r\n'));
      if (signed.equals(sent.body)) return undefined;
      return { delivery: resigned(sent, toContent(sent.id, sent.seconds, signed)) };
    },
  },
  {
    name: '4 byte order mark added',
    codes: ['body_bom_changed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent) => withBody(sent, Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), sent.body])),
  },
  {
    name: '4 byte order mark lost',
    codes: ['body_bom_changed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent) => {
      const signed = Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), sent.body]);
      return { delivery: resigned(sent, toContent(sent.id, sent.seconds, signed)) };
    },
  },
  {
    name: '5 still in base64',
    codes: ['body_base64'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) => {
      const base64 = sent.body.toString('base64');
      const form = dice.pick([base64, sent.body.toString('base64url'), base64.replace(/.{76}/g, '$&\r\n')]);
      return withBody(sent, form);
    },
  },
  {
    name: '6 encoded once more',
    codes: ['body_encoded_twice'],
    certainty: 'proved',
    bodies: JSON_BODY,
    simulate: (sent, dice) => {
      const text = sent.body.toString();
      const python = Array.from(sent.body, (byte) =>
        byte < 0x20 || byte > 0x7e
          ? `\\x${byte.toString(16).padStart(2, '0')}`
          : String.fromCharCode(byte).replace(/[\\']/, '\\$&'),
      );
      return withBody(
        sent,
        dice.pick([
          JSON.stringify(text),
          JSON.stringify(JSON.stringify(text)),
          `b'${python.join('')}'`,
          `payload=${encodeURIComponent(text)}`,
          `${new URLSearchParams([[text, '']])}`,
          sent.body.toString('hex'),
          text
            .replaceAll('&', '&amp;')
            .replaceAll('"', '&quot;')
            .replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;'),
        ]),
      );
    },
  },
  {
    name: '6 inside a wrapper',
    codes: ['body_wrapped'],
    certainty: 'proved',
    bodies: JSON_BODY,
    simulate: (sent, dice) => {
      const text = sent.body.toString();
      const lambda = { httpMethod: 'POST', body: text, isBase64Encoded: false };
      const encoded = { version: '2.0', body: sent.body.toString('base64'), isBase64Encoded: true };
      return withBody(
        sent,
        JSON.stringify(
          dice.pick<unknown>([
            lambda,
            encoded,
            { Records: 1, message: text },
            { [text]: '' },
            [{ body: text }],
          ]),
        ),
      );
    },
  },
  {
    name: '7 escapes changed',
    codes: ['body_escapes_changed'],
    certainty: 'proved',
    equivalents: { body_reserialised: 'the serialiser changed the layout as well' },
    bodies: ['accents'],
    simulate: (sent, dice) => {
      const text = sent.body.toString();
      const html = text.replace(/[<>&]/g, (unit) => `\\u00${unit.charCodeAt(0).toString(16)}`);
      return changedBody(
        sent,
        dice.pick([toAscii(text), html, toAscii(text).replaceAll('/', '\\/'), toAscii(html)]),
      );
    },
  },
  {
    name: '8 wrong character set',
    codes: ['body_charset_changed'],
    certainty: 'proved',
    bodies: ['accents'],
    simulate: (sent, dice) => {
      const text = sent.body.toString();
      const windows = new TextDecoder('windows-1252').decode(sent.body);
      return withBody(
        sent,
        dice.pick([
          sent.body.toString('latin1'),
          windows,
          Buffer.from(text, 'latin1'),
          Buffer.from(text, 'utf16le'),
        ]),
      );
    },
  },
  {
    name: '8 other Unicode form',
    codes: ['body_normalised'],
    certainty: 'proved',
    bodies: ['accents'],
    simulate: (sent) => changedBody(sent, sent.body.toString().normalize('NFD')),
  },
  {
    name: '8 characters lost',
    codes: ['body_characters_lost'],
    certainty: 'likely',
    bodies: ['not_utf8'],
    simulate: (sent) => withBody(sent, sent.body.toString('utf8')),
  },
  {
    name: '22 compressed',
    codes: ['body_compressed'],
    certainty: 'proved',
    bodies: ANY_BODY,
    simulate: (sent, dice) =>
      withBody(sent, dice.pick([gzipSync, deflateSync, brotliCompressSync])(sent.body)),
  },
  {
    name: '22 cut off',
    codes: ['body_truncated'],
    certainty: 'likely',
    bodies: JSON_BODY,
    simulate: (sent, dice) => withBody(sent, sent.body.subarray(0, 1 + dice.roll(sent.body.length - 1))),
  },
  {
    name: '23 empty',
    codes: ['body_empty'],
    certainty: 'likely',
    bodies: ANY_BODY,
    simulate: (sent) => withBody(sent, ''),
  },
  {
    name: '23 a word for the data',
    codes: ['body_placeholder'],
    certainty: 'likely',
    bodies: JSON_BODY,
    simulate: (sent, dice) =>
      withBody(sent, dice.pick(['[object Object]', '{}', 'undefined', 'None', "{'a': 1}", 'map[a:1]'])),
  },
  {
    name: '23 other length than announced',
    codes: ['body_length_differs'],
    certainty: 'likely',
    equivalents: { body_truncated: 'the length is what a limit would leave' },
    bodies: JSON_BODY,
    simulate: (sent, dice) => {
      const headers = [...sent.delivery.headers, ['Content-Length', String(sent.body.length)] as const];
      const body = Buffer.from(
        JSON.stringify({ ...makeEvent('ascii', dice), extra: 'x'.repeat(1 + dice.roll(9)) }),
      );
      return body.length === sent.body.length ? undefined : { delivery: { ...sent.delivery, headers, body } };
    },
  },
];
