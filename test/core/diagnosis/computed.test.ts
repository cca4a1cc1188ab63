import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { diagnoseComputed } from '../../../src/core/diagnosis/computed.ts';
import { generateSecretText, parseSecret } from '../../../src/core/signature/secret.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { IS_NIGHTLY, volume } from '../../harness/volume.ts';
import { bytes, deliver, otherKey } from '../signature/cases.ts';

const SECRET = Buffer.from('80ff2b3cf4a90b77c3d2e1f0aabbccddeeff00112233445566778899aabbccdd', 'hex');
const WHOLE = generateSecretText(SECRET);
const BASE64 = WHOLE.slice(6);
const key = parseSecret(WHOLE, 'FP_WEBHOOKS_SECRET');
const ID = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
const TIME = 1_614_265_330;
const BODY =
  '{"event_kind":"footprint.user.manual_review","external_id":"O\'Brien é","fp_id":"fp_id_xyz","is_live":false,"n":1.0,"x":null,"timestamp":"2021-02-25T15:02:00.5Z"}';

const headers = [
  ['Svix-Id', ID],
  ['Svix-Timestamp', String(TIME)],
] as const;
const RIGHT = sign({ id: ID, timestampSeconds: TIME, body: bytes(BODY) }, [key]);

function ask(
  computed: string,
  body: string | Uint8Array = BODY,
  more: readonly (readonly [string, string])[] = [],
) {
  const delivery = deliver([...headers, ...more], typeof body === 'string' ? bytes(body) : body);
  return diagnoseComputed({ computed, delivery, keys: [key], otherKeys: [otherKey] });
}

function hmac(content: string | Uint8Array, secret: string | Uint8Array = SECRET, hash = 'sha256'): string {
  return createHmac(hash, secret).update(content).digest('base64');
}
const usual = (body: string | Uint8Array = BODY) =>
  Buffer.concat([Buffer.from(`${ID}.${TIME}.`), Buffer.from(body)]);
const content = (id: string | number, time: string | number, body = BODY) => `${id}.${time}.${body}`;
const value: unknown = JSON.parse(BODY);
const pythonDumps = (compact: boolean) =>
  BODY.replace('é', '\\u00e9')
    .replaceAll(/(?<=[:,"lse\d])(?:":|,")/g, (each) => each)
    .replaceAll('":', compact ? '":' : '": ')
    .replaceAll(/,(?=")/g, compact ? ',' : ', ');

/** A mistake of a receiver, the signature it computes, and how it is told. */
const MISTAKES: readonly (readonly [mistake: string, computed: string, told: string])[] = [
  // The content.
  ['no id', hmac(`${TIME}.${BODY}`), 'the signed content is the timestamp and the body'],
  ['no timestamp', hmac(`${ID}.${BODY}`), 'the signed content is the id and the body'],
  ['the body alone', hmac(BODY), 'the signed content is the body alone'],
  ['timestamp first', hmac(`${TIME}.${ID}.${BODY}`), 'the signed content is the timestamp before the id'],
  ['no dots', hmac(ID + TIME + BODY), 'the signed content is id, timestamp and body without dots'],
  ['colons', hmac(`${ID}:${TIME}:${BODY}`), 'the signed content is id, timestamp and body with colons'],
  ['lines', hmac(`${ID}\n${TIME}\n${BODY}`), 'the signed content is id, timestamp and body on lines'],
  [
    'vertical bars',
    hmac(`${ID}|${TIME}|${BODY}`),
    'the signed content is the id, the timestamp and the body with a vertical bar between',
  ],
  [
    'hyphens',
    hmac(`${ID}-${TIME}-${BODY}`),
    'the signed content is the id, the timestamp and the body with a hyphen between',
  ],
  [
    'commas, the body in the middle',
    hmac(`${ID},${BODY},${TIME}`),
    'the signed content is the id, the body and the timestamp with a comma between',
  ],
  ['the body first', hmac(`${BODY}.${ID}.${TIME}`), 'the signed content is the body first'],
  [
    'the body first, then the time',
    hmac(`${BODY}.${TIME}.${ID}`),
    'the signed content is the body, the timestamp and the id with a dot between',
  ],
  [
    'no body',
    hmac(`${ID}.${TIME}`),
    'the signed content is the id and the timestamp, without the body and its dot',
  ],
  [
    'update without the body',
    hmac(`${ID}.${TIME}.`),
    'the signed content is the id and the timestamp, without the body',
  ],
  ['the id alone', hmac(ID), 'the signed content is the id alone'],
  [
    'Slack',
    hmac(`v0:${TIME}:${BODY}`),
    'the signed content is v0, the timestamp and the body, as Slack does',
  ],
  ['a line feed at the end', hmac(`${content(ID, TIME)}\n`), 'the body has a line feed put at its end'],
  [
    'a version first',
    hmac(`v1.${content(ID, TIME)}`),
    'the signed content is "v1." before the usual content',
  ],
  // The values.
  ['the id is undefined', hmac(content('undefined', TIME)), 'the text undefined is used as the id'],
  [
    'both are undefined',
    hmac(content('undefined', 'undefined')),
    'the text undefined is used as each of id and timestamp',
  ],
  ['the timestamp is None', hmac(content(ID, 'None')), 'the text None is used as the timestamp'],
  ['both are None', hmac(content('None', 'None')), 'the text None is used as each of id and timestamp'],
  ['both are null', hmac(content('null', 'null')), 'the text null is used as each of id and timestamp'],
  ['both are nil', hmac(content('<nil>', '<nil>')), 'the text <nil> is used as each of id and timestamp'],
  ['both are empty', hmac(`..${BODY}`), 'nothing is used as each of id and timestamp'],
  ['the id is empty', hmac(`.${TIME}.${BODY}`), 'nothing is used as the id'],
  [
    'headers as bytes',
    hmac(`b'${ID}'.b'${TIME}'.${BODY}`),
    'each of id and timestamp is written as a bytes literal of Python',
  ],
  [
    'headers as slices',
    hmac(`[${ID}].[${TIME}].${BODY}`),
    'each of id and timestamp is written in square brackets',
  ],
  ['milliseconds', hmac(content(ID, TIME * 1_000)), 'the timestamp is taken as milliseconds'],
  [
    'a date',
    hmac(content(ID, '2021-02-25T15:02:10.000Z')),
    'the timestamp is taken as a date with milliseconds',
  ],
  ['a float', hmac(content(ID, `${TIME}.0`)), 'the timestamp is taken as seconds with a fraction'],
  ['the time of now', hmac(content(ID, TIME + 3)), 'the timestamp is 3 s later'],
  ['the id without msg_', hmac(content(ID.slice(4), TIME)), 'the message id is written without msg_'],
  // The secret.
  [
    'the secret as text',
    hmac(usual(), WHOLE),
    'the secret FP_WEBHOOKS_SECRET is used as text, with its prefix',
  ],
  [
    'the base64 as text',
    hmac(usual(), BASE64),
    'the secret FP_WEBHOOKS_SECRET is used as text, without its prefix',
  ],
  [
    'decoded with its prefix in Node',
    hmac(usual(), Buffer.from(WHOLE, 'base64')),
    'the secret FP_WEBHOOKS_SECRET is decoded from base64 together with its prefix',
  ],
  [
    'decoded with its prefix in Python',
    hmac(usual(), Buffer.from(`whsec${BASE64}`, 'base64')),
    'the secret FP_WEBHOOKS_SECRET is decoded from base64 together with its prefix, as Python does',
  ],
  [
    'decoded with its prefix in Go',
    hmac(usual(), Buffer.from('c21b1e', 'hex')),
    'the secret FP_WEBHOOKS_SECRET is decoded from base64 together with its prefix up to `_`, where Go stops',
  ],
  [
    'read as UTF-8',
    hmac(usual(), SECRET.toString('utf8')),
    'the secret FP_WEBHOOKS_SECRET is decoded and then read as UTF-8 text',
  ],
  [
    'read as Latin-1',
    hmac(usual(), Buffer.from(SECRET.toString('latin1'))),
    'the secret FP_WEBHOOKS_SECRET is decoded and then written as UTF-8 text',
  ],
  [
    'read as ASCII in Node',
    hmac(usual(), SECRET.toString('ascii')),
    'the secret FP_WEBHOOKS_SECRET is decoded and then read as ASCII, as Node does',
  ],
  [
    'read as ASCII in C#',
    hmac(usual(), Buffer.from(SECRET.toString('latin1').replace(/[\x80-\xff]/g, '?'))),
    'the secret FP_WEBHOOKS_SECRET is decoded and then read as ASCII, as C# does',
  ],
  [
    'as hex text',
    hmac(usual(), SECRET.toString('hex')),
    'the secret FP_WEBHOOKS_SECRET is written as hex and used as text',
  ],
  [
    'one character too few cut',
    hmac(usual(), Buffer.from(WHOLE.slice(5), 'base64')),
    'the secret FP_WEBHOOKS_SECRET is cut after five characters, and then decoded',
  ],
  [
    'one character too many cut',
    hmac(usual(), Buffer.from(WHOLE.slice(7), 'base64')),
    'the secret FP_WEBHOOKS_SECRET is cut after seven characters, and then decoded',
  ],
  [
    'cut at a zero byte',
    hmac(usual(), SECRET.subarray(0, SECRET.indexOf(0))),
    'the secret FP_WEBHOOKS_SECRET is decoded and cut off at its first zero byte',
  ],
  [
    'a line feed at its end',
    hmac(usual(), `${WHOLE}\n`),
    'the secret FP_WEBHOOKS_SECRET is used as text with a line feed at its end',
  ],
  [
    'UTF-16',
    hmac(usual(), Buffer.from(WHOLE, 'utf16le')),
    'the secret FP_WEBHOOKS_SECRET is used as text in UTF-16',
  ],
  [
    'undefined as the secret',
    hmac(usual(), 'undefined'),
    'the secret FP_WEBHOOKS_SECRET is the text undefined',
  ],
  ...(
    [
      ['with its prefix, with CR and LF at its end', `${WHOLE}\r\n`],
      ['without its prefix, with CR and LF at its end', `${BASE64}\r\n`],
      ['with its prefix, with a space at its end', `${WHOLE} `],
      ['with its prefix, in quotes', `"${WHOLE}"`],
      ['with its prefix, in single quotes', `'${WHOLE}'`],
      ['without its prefix, as a bytes literal of Python', `b'${BASE64}'`],
      ['with its prefix, with percent signs', encodeURIComponent(WHOLE)],
      ['with its prefix, in lower case', WHOLE.toLowerCase()],
      ['without its prefix, in URL-safe base64', BASE64.replaceAll('+', '-').replaceAll('/', '_')],
    ] as const
  ).map(
    ([how, secret]) =>
      [
        `the secret ${how}`,
        hmac(usual(), secret),
        `the secret FP_WEBHOOKS_SECRET is used as text, ${how}`,
      ] as const,
  ),
  [
    'the secret hashed',
    hmac(usual(), createHash('sha256').update(WHOLE).digest()),
    'the secret FP_WEBHOOKS_SECRET is hashed with SHA-256',
  ],
  ['an empty secret', hmac(usual(), ''), 'the secret FP_WEBHOOKS_SECRET is empty'],
  [
    'the name of the variable',
    hmac(usual(), '$FP_WEBHOOKS_SECRET'),
    'the secret FP_WEBHOOKS_SECRET is replaced by the name $FP_WEBHOOKS_SECRET',
  ],
  [
    'the secret of another endpoint',
    sign({ id: ID, timestampSeconds: TIME, body: bytes(BODY) }, [otherKey]),
    'the secret sandbox is used',
  ],
  // The algorithm.
  [
    'key and content exchanged',
    hmac(SECRET, usual()),
    'the signature is an HMAC whose key and content are exchanged',
  ],
  ['SHA-1', hmac(usual(), SECRET, 'sha1'), 'the signature is an HMAC with SHA-1'],
  ['SHA-512', hmac(usual(), SECRET, 'sha512'), 'the signature is an HMAC with SHA-512'],
  [
    'a hash',
    createHash('sha256').update(usual()).digest('base64'),
    'the signature is a hash (SHA-256) without a secret',
  ],
  [
    'a hash of the secret and the content',
    createHash('sha256').update(SECRET).update(usual()).digest('base64'),
    'the signature is a hash (SHA-256) of the secret and the content, without HMAC',
  ],
  [
    'a hash of the content and the secret',
    createHash('sha256').update(usual()).update(SECRET).digest('base64'),
    'the signature is a hash (SHA-256) of the content and the secret, without HMAC',
  ],
  // The digest.
  ['hex', Buffer.from(RIGHT.slice(3), 'base64').toString('hex'), 'the digest is written as hex'],
  [
    'hex in base64',
    Buffer.from(Buffer.from(RIGHT.slice(3), 'base64').toString('hex')).toString('base64'),
    'the digest is written as text that was encoded in base64 once more',
  ],
  [
    'URL-safe base64',
    `v1,${Buffer.from(RIGHT.slice(3), 'base64').toString('base64url')}`,
    'the digest is written as URL-safe base64',
  ],
  // The body.
  [
    'JSON.stringify',
    hmac(usual(JSON.stringify(value))),
    'the body is parsed and written anew by JSON.stringify',
  ],
  [
    'JSON.stringify with an indent',
    hmac(usual(JSON.stringify(value, null, 2))),
    'the body is parsed and written anew by JSON.stringify with an indent',
  ],
  [
    'json.dumps',
    hmac(usual(pythonDumps(false))),
    'the body is laid out with a space after each comma and colon, as Python does, its strings with all but ASCII escaped, as in Python',
  ],
  [
    'json.dumps without spaces',
    hmac(usual(pythonDumps(true))),
    'the strings of the body have all but ASCII escaped, as in Python',
  ],
  ['JSON.stringify of text', hmac(usual(JSON.stringify(BODY))), 'the body is put into a JSON string'],
  ['an object as text', hmac(usual('[object Object]')), 'the body is the text [object Object]'],
  ['no body read', hmac(usual('undefined')), 'the body is the text undefined'],
  ['an empty stream', hmac(usual('')), 'the signed content is the id and the timestamp, without the body'],
  [
    'bytes in an f-string',
    hmac(usual(`b'${BODY.replace("'", "\\'").replace('é', '\\xc3\\xa9')}'`)),
    'the body is written as a bytes literal of Python',
  ],
  [
    'everything in an f-string of bytes',
    hmac(`b'${ID}'.b'${TIME}'.b'${BODY.replace("'", "\\'").replace('é', '\\xc3\\xa9')}'`),
    'each of id and timestamp is written as a bytes literal of Python and the body is written as a bytes literal of Python',
  ],
  [
    'a dictionary in an f-string',
    hmac(
      usual(
        BODY.replaceAll('"', "'")
          .replace("'O'Brien é'", '"O\'Brien é"')
          .replaceAll("':", "': ")
          .replaceAll(",'", ", '")
          .replace('false', 'False')
          .replace('null', 'None'),
      ),
    ),
    'the body is the text that Python makes of a dictionary',
  ],
  [
    'Latin-1',
    hmac(usual(Buffer.from(BODY).toString('latin1'))),
    'the body is read as Latin-1 and written as UTF-8',
  ],
  ['base64 of the body', hmac(usual(Buffer.from(BODY).toString('base64'))), 'the body is written in base64'],
  [
    'JSON of a Buffer',
    hmac(usual(JSON.stringify(Buffer.from(BODY)))),
    'the body is written as JSON of a Buffer of Node',
  ],
  [
    'a byte slice in Sprintf',
    hmac(usual(`[${Buffer.from(BODY).join(' ')}]`)),
    'the body is written as the numbers of its bytes, as Go does',
  ],
  // Two at once.
  [
    're-serialised, and in hex',
    Buffer.from(hmac(usual(JSON.stringify(value))), 'base64').toString('hex'),
    'the body is parsed and written anew by JSON.stringify and the digest is written as hex',
  ],
  [
    're-serialised, with the secret as text',
    hmac(usual(JSON.stringify(value)), WHOLE),
    'the secret FP_WEBHOOKS_SECRET is used as text, with its prefix and the body is parsed and written anew by JSON.stringify',
  ],
  [
    'the body alone, with the secret as text',
    hmac(BODY, WHOLE),
    'the secret FP_WEBHOOKS_SECRET is used as text, with its prefix and the signed content is the body alone',
  ],
  [
    'the body alone, re-serialised',
    hmac(JSON.stringify(value)),
    'the signed content is the body alone and the body is parsed and written anew by JSON.stringify',
  ],
];

/** Ways to print a signature; by default each mistake is printed in one of them. */
const printed = (computed: string) => [computed, `v1,${computed.replace(/^v1,/, '')}`, ` "${computed}" `];

test.each(MISTAKES.map((each, index) => [...each, index] as const))('Z17: %s', (_, computed, told, index) => {
  const texts = printed(computed);
  for (const text of IS_NIGHTLY ? texts : texts.slice(index % 3, (index % 3) + 1)) {
    const { kind, diagnosis } = ask(text);
    const evidence = [...new Set(diagnosis?.suspicions.map((each) => each.evidence))];
    expect({ kind, evidence }).toEqual({
      kind: 'other',
      evidence: [`The computed signature results when ${told}.`],
    });
    for (const { certainty, fix } of diagnosis?.suspicions ?? []) {
      expect(certainty).toBe('proved');
      expect(fix).toMatch(/\.$/);
    }
  }
});

describe('diagnoseComputed', () => {
  it.each([
    RIGHT,
    RIGHT.slice(3),
    `"${RIGHT}"`,
    `b'${RIGHT.slice(3)}'`,
    `${RIGHT}\n`,
    `v1=${RIGHT.slice(3)}`,
  ])('calls %j right', (computed) => {
    expect(ask(computed)).toEqual({ kind: 'right' });
  });

  it('cuts a body that is longer than a buffer', () => {
    const body = `{"a":"${'x'.repeat(9_000)}"}`;
    expect(ask(hmac(usual(body.slice(0, 8_192))), body).diagnosis?.suspicions[0]?.evidence).toBe(
      'The computed signature results when the body is cut after 8,192 bytes.',
    );
  });

  it('tells the signature of the header when the secret does not give it', () => {
    const foreign = sign({ id: ID, timestampSeconds: TIME, body: bytes(BODY) }, [
      parseSecret(generateSecretText(Buffer.alloc(24, 9)), 'x'),
    ]);
    const { kind, diagnosis } = ask(foreign, BODY, [['svix-signature', foreign]]);
    expect({ kind, suspicions: diagnosis?.suspicions }).toEqual({ kind: 'received', suspicions: [] });
  });

  it.each(['undefined', 'v1,', 'v1,abc', '<Buffer 83 48>'])('cannot read %j', (computed) => {
    expect(ask(computed)).toEqual({ kind: 'unreadable' });
  });

  it('needs the id and the timestamp', () => {
    expect(diagnoseComputed({ computed: RIGHT, delivery: deliver([]), keys: [key], otherKeys: [] })).toEqual({
      kind: 'no_headers',
    });
  });

  it('proves nothing for another body, id or secret, and never throws', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        (body, digest) => {
          const { kind, diagnosis } = ask(Buffer.from(digest).toString('base64'), body);
          expect({ kind, suspicions: diagnosis?.suspicions }).toEqual({ kind: 'other', suspicions: [] });
        },
      ),
      { numRuns: volume(4, 20) },
    );
  });
});
