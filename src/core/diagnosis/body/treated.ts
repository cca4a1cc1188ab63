import { Buffer } from 'node:buffer';
import { toBuffer } from '../../delivery/body.ts';
import { type JsonNode, toStringValue } from '../../document/json-tree.ts';
import type { FaultCode } from '../catalogue.ts';
import type { TriedBody } from './variants.ts';
import type { BodyView } from './view.ts';

type Treated = readonly [code: FaultCode, undone: string, content: string | Uint8Array];

/** Sizes after which buffers and limits end. */
const CUTS_BYTES = [1_000, 1_024, 4_096, 8_192, 16_384, 32_768, 65_535, 65_536, 100_000, 102_400];
/** Texts that programs make of a body that is an object, or that nothing read. */
const WORDS = [
  '[object Object]',
  '[object Promise]',
  '[object Uint8Array]',
  '[object ArrayBuffer]',
  '[object ReadableStream]',
];
const NOTHINGS = [
  'undefined',
  'null',
  'None',
  'nil',
  '<nil>',
  '{}',
  '[]',
  '""',
  "''",
  "b''",
  'Array',
  'true',
  'false',
];

/** The body as the code of a receiver makes it before it signs: changes that cannot be undone as well. Never throws. */
export function findTreated(view: BodyView): readonly TriedBody[] {
  const body = toBuffer(view.bytes);
  const text = view.text();
  const all = [
    ...(text === undefined ? [] : treatText(text, view.tree())),
    ...treatBytes(body),
    ...WORDS.map((word): Treated => ['body_placeholder', `the body is the text ${word}`, word]),
    ...NOTHINGS.map((word): Treated => ['body_placeholder', `the body is the text ${word}`, word]),
    ['body_empty', 'the body is empty', ''] as const,
  ];
  return all.map(([code, undone, content]) => ({ changes: [{ code, undone }], bytes: Buffer.from(content) }));
}

function treatBytes(body: Buffer): readonly Treated[] {
  const encoded = (undone: string, content: string): Treated => [
    'body_encoded_twice',
    `the body is ${undone}`,
    content,
  ];
  const charset = (undone: string, content: string): Treated => [
    'body_charset_changed',
    `the body is ${undone}`,
    content,
  ];
  return [
    encoded('written in base64', body.toString('base64')),
    encoded('written in URL-safe base64', body.toString('base64url')),
    encoded('written in hex', body.toString('hex')),
    encoded('written as a bytes literal of Python', toPythonBytes(body)),
    encoded('written as JSON of a Buffer of Node', JSON.stringify(body)),
    encoded('written as the numbers of its bytes', body.join(',')),
    encoded('written as the numbers of its bytes, as Go does', `[${body.join(' ')}]`),
    encoded('written as the numbers of its bytes, as a list', `[${body.join(', ')}]`),
    charset('read as Latin-1 and written as UTF-8', body.toString('latin1')),
    charset('read as Windows-1252 and written as UTF-8', new TextDecoder('windows-1252').decode(body)),
    charset('read as UTF-8, although it has bytes that are not', body.toString('utf8')),
    charset('read as ASCII, as Node does', body.toString('ascii')),
    ...CUTS_BYTES.filter((size) => size < body.length).map(
      (size): Treated => [
        'body_truncated',
        `the body is cut after ${size.toLocaleString('en')} bytes`,
        body.subarray(0, size),
      ],
    ),
  ];
}

function treatText(text: string, tree: JsonNode | undefined): readonly Treated[] {
  const encoded = (undone: string, content: string): Treated => [
    'body_encoded_twice',
    `the body is ${undone}`,
    content,
  ];
  const charset = (name: string, content: Uint8Array): Treated => [
    'body_charset_changed',
    `the body is written in ${name}`,
    content,
  ];
  return [
    ...(tree === undefined ? [] : treatJson(text, tree)),
    encoded('put into a JSON string, twice', JSON.stringify(JSON.stringify(text))),
    encoded('written with percent signs', encodeURIComponent(toWellFormed(text))),
    encoded(
      'written with HTML escapes',
      text
        .replaceAll('&', '&amp;')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;')
        .replaceAll('"', '&quot;')
        .replaceAll("'", '&#39;'),
    ),
    encoded('written with backslashes before its quotes', text.replace(/["'\\]/g, '\\$&')),
    charset('Latin-1', Buffer.from(text, 'latin1')),
    charset('ASCII, with question marks', Buffer.from(text.replace(/[^\x00-\x7f]/g, '?'))),
    charset('UTF-16', Buffer.from(text, 'utf16le')),
    ['body_whitespace_changed', 'the body has none of its white space', text.replace(/\s/g, '')],
    ['body_line_ends_changed', 'the body has no line ends', text.replace(/[\r\n]+/g, '')],
  ];
}

/** Numbers, repeated keys and keys of digits are as `JSON.parse` leaves them. */
function treatJson(text: string, tree: JsonNode): readonly Treated[] {
  const value: unknown = JSON.parse(text);
  const anew = (words: string, content: string): Treated => [
    'body_reserialised',
    `the body is parsed and written anew ${words}`,
    content,
  ];
  return [
    anew('by JSON.stringify', JSON.stringify(value)),
    ...[2, 4, '\t'].map((indent) =>
      anew('by JSON.stringify with an indent', JSON.stringify(value, null, indent)),
    ),
    ['body_placeholder', 'the body is the text that Python makes of a dictionary', toPython(tree)],
  ];
}

function toWellFormed(text: string): string {
  return Buffer.from(text).toString('utf8');
}

/** Source: Python 3 language reference, "String and Bytes literals": `repr` of bytes. */
function toPythonBytes(body: Buffer): string {
  const quote = body.includes("'") && !body.includes('"') ? '"' : "'";
  const escaped = body.toString('latin1').replace(/[\\\x00-\x1f\x7f-\xff'"]/g, (character) => {
    if (character === '\\' || character === quote) return `\\${character}`;
    if (character === '"' || character === "'") return character;
    const short = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }[character];
    return short ?? `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `b${quote}${escaped}${quote}`;
}

function toPython(node: JsonNode): string {
  if (node.kind === 'array') return `[${node.items.map(toPython).join(', ')}]`;
  if (node.kind === 'object')
    return `{${node.members.map(({ key, value }) => `${toPythonText(key)}: ${toPython(value)}`).join(', ')}}`;
  const { source } = node;
  if (source.startsWith('"')) return toPythonText(source);
  return { true: 'True', false: 'False', null: 'None' }[source] ?? source;
}

function toPythonText(source: string): string {
  const text = toStringValue(source);
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return (
    quote + text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll(quote, `\\${quote}`) + quote
  );
}
