import { Buffer } from 'node:buffer';
import { toBuffer } from '../../bytes.ts';
import { type JsonNode, toStringValue } from '../../json/tree.ts';
import { type TriedBody, toBody } from '../change.ts';
import type { BodyView } from './view.ts';

/** Sizes after which buffers and limits end. */
const CUTS_BYTES = [1_000, 1_024, 4_096, 8_192, 16_384, 32_768, 65_535, 65_536, 100_000, 102_400];
/** Texts that programs make of a body that is an object, or that nothing read. */
const WORDS = [
  ...['Object', 'Promise', 'Uint8Array', 'ArrayBuffer', 'ReadableStream'].map((name) => `[object ${name}]`),
  ...['undefined', 'null', 'None', 'nil', '<nil>', '{}', '[]', '""', "''", "b''", 'Array', 'true', 'false'],
];

/** The body as the code of a receiver makes it before it signs: changes that cannot be undone as well. Never throws. */
export function findTreated(view: BodyView): readonly TriedBody[] {
  const text = view.text();
  return [
    ...(text === undefined ? [] : treatText(text, view.tree())),
    ...treatBytes(toBuffer(view.bytes)),
    ...WORDS.map((word) => toBody('body_placeholder', `the body is the text ${word}`, word)),
    toBody('body_empty', 'the body is empty', ''),
  ];
}

function encoded(how: string, content: string): TriedBody {
  return toBody('body_encoded_twice', `the body is ${how}`, content);
}

function charset(how: string, content: string | Uint8Array): TriedBody {
  return toBody('body_charset_changed', `the body is ${how}`, content);
}

function anew(how: string, content: string): TriedBody {
  return toBody('body_reserialised', `the body is parsed and written anew ${how}`, content);
}

function treatBytes(body: Buffer): readonly TriedBody[] {
  const sizes = CUTS_BYTES.filter((size) => size < body.length);
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
    ...sizes.map((size) => {
      const undone = `the body is cut after ${size.toLocaleString('en')} bytes`;
      return toBody('body_truncated', undone, body.subarray(0, size));
    }),
  ];
}

const HTML: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function treatText(text: string, tree: JsonNode | undefined): readonly TriedBody[] {
  return [
    ...(tree === undefined ? [] : treatJson(text, tree)),
    encoded('put into a JSON string, twice', JSON.stringify(JSON.stringify(text))),
    encoded('written with percent signs', encodeURIComponent(toWellFormed(text))),
    encoded(
      'written with HTML escapes',
      text.replace(/[&<>"']/g, (character) => HTML[character] ?? ''),
    ),
    encoded('written with backslashes before its quotes', text.replace(/["'\\]/g, '\\$&')),
    charset('written in Latin-1', Buffer.from(text, 'latin1')),
    charset('written in ASCII, with question marks', text.replace(/[^\x00-\x7f]/g, '?')),
    charset('written in UTF-16', Buffer.from(text, 'utf16le')),
    toBody('body_whitespace_changed', 'the body has none of its white space', text.replace(/\s/g, '')),
    toBody('body_line_ends_changed', 'the body has no line ends', text.replace(/[\r\n]+/g, '')),
  ];
}

/** Numbers, repeated keys and keys of digits are as `JSON.parse` leaves them. */
function treatJson(text: string, tree: JsonNode): readonly TriedBody[] {
  const value: unknown = JSON.parse(text);
  return [
    anew('by JSON.stringify', JSON.stringify(value)),
    ...[2, 4, '\t'].map((indent) =>
      anew('by JSON.stringify with an indent', JSON.stringify(value, null, indent)),
    ),
    toBody('body_placeholder', 'the body is the text that Python makes of a dictionary', toPython(tree)),
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
