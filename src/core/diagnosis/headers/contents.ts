import type { StartParts, TriedStart } from './starts.ts';

/** How a signature is made of key and content. HMAC with SHA-256 unless said otherwise. */
export interface Algorithm {
  readonly hash: 'sha1' | 'sha256' | 'sha384' | 'sha512' | 'sha512-256' | 'sha3-256';
  /** `no_key`, `key_first` and `key_last` are hashes without HMAC; `exchanged` is HMAC with the content as the key. */
  readonly way?: 'no_key' | 'key_first' | 'key_last' | 'exchanged';
}

const WAYS = {
  no_key: 'without a secret',
  key_first: 'of the secret and the content, without HMAC',
  key_last: 'of the content and the secret, without HMAC',
  exchanged: 'an HMAC whose key and content are exchanged',
} as const;

function toWords({ hash, way }: Algorithm): string {
  const name = hash
    .toUpperCase()
    .replace(/^SHA(?=\d)/, 'SHA-')
    .replace('SHA-512-256', 'SHA-512/256');
  if (way === 'exchanged') return WAYS.exchanged;
  return way === undefined ? `an HMAC with ${name}` : `a hash (${name}) ${WAYS[way]}`;
}

const USUAL: readonly Algorithm[] = [
  { hash: 'sha1' },
  { hash: 'sha384' },
  { hash: 'sha512' },
  { hash: 'sha256', way: 'no_key' },
  { hash: 'sha256', way: 'key_first' },
  { hash: 'sha256', way: 'exchanged' },
];
const RARE: readonly Algorithm[] = [
  { hash: 'sha256', way: 'key_last' },
  { hash: 'sha512-256' },
  { hash: 'sha3-256' },
  ...(['sha1', 'sha512'] as const).flatMap((hash) =>
    (['no_key', 'key_first', 'key_last'] as const).map((way) => ({ hash, way })),
  ),
];

/** What other schemes sign, and other algorithms: few enough to combine with other faults. Never throws. */
export function findContents({ id, timestamp }: StartParts): readonly TriedStart[] {
  const contents = [content('the body alone', '')];
  if (timestamp !== undefined) {
    contents.push(content('the timestamp and the body', `${timestamp}.`));
    contents.push(content('the timestamp and the body without a dot', timestamp));
    contents.push(content('v0, the timestamp and the body, as Slack does', `v0:${timestamp}:`));
  }
  if (id !== undefined) contents.push(content('the id and the body', `${id}.`));
  if (id === undefined || timestamp === undefined) return [...contents, ...withAlgorithms(undefined, USUAL)];
  const plain = `${id}.${timestamp}`;
  return [
    ...contents,
    content('the timestamp before the id', `${timestamp}.${id}.`),
    content('id, timestamp and body without dots', id + timestamp),
    content('id, timestamp and body with colons', `${id}:${timestamp}:`),
    content('id, timestamp and body on lines', `${id}\n${timestamp}\n`),
    content('the body first', '', { end: `.${plain}` }),
    content('the body before the timestamp', '', { end: `.${timestamp}` }),
    content('the id and the timestamp, without the body', `${plain}.`, { withoutBody: true }),
    content('the id and the timestamp, without the body and its dot', plain, { withoutBody: true }),
    ...withAlgorithms(`${plain}.`, USUAL),
  ];
}

function withAlgorithms(plain: string | undefined, algorithms: readonly Algorithm[]): readonly TriedStart[] {
  return algorithms.flatMap((algorithm) => {
    const words = toWords(algorithm);
    const alone = content(`the body alone, and the signature is ${words}`, '', { algorithm });
    if (plain === undefined) return [alone];
    return [toStart(`the signature is ${words}`, plain, { algorithm }), alone];
  });
}

const SEPARATORS = {
  'a dot': '.',
  nothing: '',
  'a colon': ':',
  'a line feed': '\n',
  'a comma': ',',
  'a vertical bar': '|',
  'a hyphen': '-',
  'an underscore': '_',
  'a space': ' ',
  'a semicolon': ';',
  'a slash': '/',
  'an ampersand': '&',
  'a plus sign': '+',
  'a line break (CRLF)': '\r\n',
  'a tab': '\t',
  'a comma and a space': ', ',
};

type Values = Readonly<Record<'id' | 'timestamp', string>>;

/** Every order of the three, and of fewer of them. */
const ORDERS = [
  ...['id timestamp body', 'timestamp id body', 'id body timestamp', 'timestamp body id'],
  ...['body id timestamp', 'body timestamp id', 'id body', 'body id', 'timestamp body', 'body timestamp'],
  ...['id timestamp', 'timestamp id', 'id', 'timestamp'],
].map((order) => order.split(' '));

/** Texts that programs write for a value that they did not find. */
const NOTHINGS = [
  ...['', 'undefined', 'None', 'null', 'nil', 'NaN', '<nil>', '(null)', '[object Object]', 'Optional.empty'],
  ...['%!s(<nil>)', 'false', '0'],
];

const FORMS: readonly (readonly [name: string, write: (value: string) => string])[] = [
  ['as a bytes literal of Python', (value) => `b'${value}'`],
  ['in square brackets', (value) => `[${value}]`],
  ['as a list with quotes', (value) => `["${value}"]`],
  ["as a list with Python's quotes", (value) => `['${value}']`],
  ['in quotes', (value) => `"${value}"`],
  ['in Optional[…]', (value) => `Optional[${value}]`],
  ['in capitals', (value) => value.toUpperCase()],
  ['with a space after it', (value) => `${value} `],
  ['with a line feed after it', (value) => `${value}\n`],
];

/** Every order and separator, words for nothing, and rare algorithms: too many to combine with other faults. Never throws. */
export function findRareContents({ id, timestamp }: StartParts): readonly TriedStart[] {
  if (id === undefined || timestamp === undefined) return withAlgorithms(undefined, RARE);
  const values = { id, timestamp };
  const plain = `${id}.${timestamp}.`;
  const versions = ['v1', 'v0', 'v1a', 'svix', 'whsec_'].flatMap((word) => [
    `${word}.`,
    `${word},`,
    `${word}:`,
  ]);
  return [
    ...ORDERS.flatMap((order) =>
      Object.entries(SEPARATORS).map((separator) => join(order, separator, values)),
    ),
    ...NOTHINGS.flatMap((word) => {
      const words = word === '' ? 'nothing' : `the text ${word}`;
      return replaceValues(
        values,
        (what) => `${words} is used as ${what}`,
        () => word,
      );
    }),
    ...FORMS.flatMap(([name, write]) => replaceValues(values, (what) => `${what} is written ${name}`, write)),
    ...versions.map((start) => content(`"${start}" before the usual content`, start + plain)),
    content('id, timestamp and body with a dot and a colon', `${id}.${timestamp}:`),
    content('id, timestamp and body with a colon and a dot', `${id}:${timestamp}.`),
    content('id, timestamp and body with a dot and a line feed', `${id}.${timestamp}\n`),
    content('the usual content and a line feed', plain, { end: '\n' }),
    content('the usual content and a dot', plain, { end: '.' }),
    ...withAlgorithms(plain, RARE),
  ];
}

function join(
  order: readonly string[],
  [name, separator]: readonly [string, string],
  values: Values,
): TriedStart {
  const list = order
    .map((piece) => `the ${piece}`)
    .join(', ')
    .replace(/, (?=[^,]*$)/, ' and ');
  const words = `${list}${order.length > 1 ? ` with ${name} between` : ' alone'}`;
  const pieces = order.map((piece) => values[piece as keyof Values] ?? '');
  const place = order.indexOf('body');
  if (place < 0) return content(words, pieces.join(separator), { withoutBody: true });
  const start = pieces.slice(0, place).map((piece) => piece + separator);
  const end = pieces.slice(place + 1).map((piece) => separator + piece);
  return content(words, start.join(''), end.length === 0 ? {} : { end: end.join('') });
}

function replaceValues(
  { id, timestamp }: Values,
  toUndone: (what: string) => string,
  replace: (value: string) => string,
): readonly TriedStart[] {
  const starts: readonly (readonly [string, string, string])[] = [
    ['the id', replace(id), timestamp],
    ['the timestamp', id, replace(timestamp)],
    ['each of id and timestamp', replace(id), replace(timestamp)],
  ];
  const covers = 'another text as the id or the timestamp';
  return starts.map(([what, newId, newTime]) => {
    return {
      changes: [{ code: 'signed_content_differs', undone: toUndone(what), covers }],
      start: `${newId}.${newTime}.`,
    };
  });
}

type More = Pick<TriedStart, 'end' | 'withoutBody' | 'algorithm'>;

function content(what: string, start: string, more: More = {}): TriedStart {
  return toStart(`the signed content is ${what}`, start, more);
}

function toStart(undone: string, start: string, more: More): TriedStart {
  return { changes: [{ code: 'signed_content_differs', undone }], start, ...more };
}
