import type { RawHeaders } from '../delivery/delivery.ts';
import { type HeaderText, readHeaderLines } from './header-lines.ts';
import { findGroups, type Group, type Literal } from './literals.ts';
import { findHeaderLine, readWireHeaders } from './parse-request.ts';

type Header = readonly [name: string, value: string];

/** Result of reading headers from a text that somebody copied. */
export interface PastedHeaders extends HeaderText {
  /** Signature headers that the text names, but whose values were not found. */
  readonly unread: readonly string[];
  /** Whether the text has the headers of several deliveries. */
  readonly several: boolean;
}

/**
 * Headers from a text that somebody copied, in any form that programs print them: a request or what `curl -v` prints, a
 * curl command, maps and lists of any language, lines, tables, names and values in turn, a log. What was put right or
 * left out is in the notes. Never throws: no headers means that nothing was recognised.
 */
export function parseHeaders(text: string): PastedHeaders {
  const groups = findGroups(text).flatMap(toCandidates);
  // The form that understands most of the signature headers, the stricter one where several do.
  const readings: readonly HeaderText[] = [
    fromWire(text),
    ...[fromCurlCommand(text), best(groups), fromGo(text)].map(toPlain),
    readHeaderLines(text),
    toPlain(fromInline(text)),
    fromAnywhere(text),
  ];
  const { headers, notes } = readings.reduce((one, other) => {
    return toScore(other.headers) > toScore(one.headers) ? other : one;
  });
  const { named, renamed } = withNames(headers);
  return {
    headers: named,
    notes: [...renamed, ...notes],
    unread: findUnread(text, named),
    several: [named, ...groups].reduce((ids, each) => addIds(ids, each), new Set<string>()).size > 1,
  };
}

const toPlain = (headers: RawHeaders): HeaderText => ({ headers, notes: [] });

function best(candidates: readonly RawHeaders[]): RawHeaders {
  return candidates.reduce((one, other) => (toScore(other) > toScore(one) ? other : one), []);
}

const SIGNATURE_NAME = /(?:svix|webhook)-(?:id|timestamp|signature)$/;

function toScore(headers: RawHeaders): number {
  const telling = headers.filter(([, value]) => value !== '').map(([name]) => toDashed(name));
  const kinds = new Set(telling.filter((name) => SIGNATURE_NAME.test(name)));
  return 2 * kinds.size + Math.min(headers.length, 1);
}

const toDashed = (name: string) => name.toLowerCase().replaceAll('_', '-');

/** Rack, WSGI, PHP and nginx name the header `Svix-Id` `HTTP_SVIX_ID`. Source: RFC 3875 section 4.1.18. */
function withNames(headers: RawHeaders): { named: RawHeaders; renamed: readonly string[] } {
  const named = headers.map(([name, value]): Header => {
    return /^HTTP_/i.test(name) ? [toDashed(name.slice('HTTP_'.length)), value] : [name, value];
  });
  const telling = headers.flatMap(([name], index) => {
    const other = named[index]?.[0] ?? name;
    return other !== name && SIGNATURE_NAME.test(other) ? [`${name} as ${other}`] : [];
  });
  return { named, renamed: telling.length > 0 ? [`Read ${[...new Set(telling)].join(', ')}.`] : [] };
}

/** Names of signature headers outside the values that were read, for which none was. */
function findUnread(text: string, headers: RawHeaders): readonly string[] {
  const known = new Set(headers.map(([name]) => toDashed(name)));
  const isWhole = (family: string) =>
    ['id', 'timestamp', 'signature'].every((end) => known.has(`${family}-${end}`));
  if (isWhole('svix') || isWhole('webhook')) return [];
  const rest = headers
    .slice(0, MOST_VALUES)
    .reduce((left, [, value]) => (value.length > 20 ? left.replace(value, '') : left), text);
  const mentions = rest.matchAll(
    /(?<![\w-])(?:http_)?((?:svix|webhook)[-_](?:id|timestamp|signature))(?![\w-])/gi,
  );
  const named = new Set([...mentions].map(([, name = '']) => toDashed(name)));
  return [...named].filter((name) => !known.has(name));
}

/** Values that may name headers, such as those of CORS, are looked for in the text: of more headers than these it is no matter. */
const MOST_VALUES = 200;

/** Complete deliveries have an id each: several mean that somebody copied more than one. */
function addIds(ids: Set<string>, headers: RawHeaders): Set<string> {
  const values = (ending: string) =>
    headers.filter(([name]) => toDashed(name).endsWith(`-${ending}`)).map(([, value]) => value);
  const found = values('id');
  const isEach = Math.min(values('timestamp').length, values('signature').length) >= found.length;
  if (isEach && toScore(headers) > 6) for (const id of found) ids.add(id);
  return ids;
}

/** A request or the output of `curl -v`: bytes that were on the wire, of which nothing is put right. */
function fromWire(text: string): HeaderText {
  const isTrace = /^> [A-Z]{3,7} \S+ HTTP\//m.test(text);
  const lines = isTrace
    ? text.split(/\r?\n/).flatMap((line) => (/^>( |$)/.test(line) ? [line.slice(2)] : []))
    : text.replace(/^\s+/, '').split(/\r?\n/);
  if (!/^[A-Z]{3,7} \S+ HTTP\//.test(lines[0] ?? '')) return toPlain([]);
  const end = lines.indexOf('');
  return readWireHeaders(lines.slice(1, end === -1 ? lines.length : end).join('\n'));
}

function fromCurlCommand(text: string): RawHeaders {
  const flags = text.matchAll(
    /(?:^|\s)(?:-H|--header)[ =]*((?:\$?'[^']{0,8192}'|\\'|"(?:[^"\\]|\\.){0,8192}")+)/g,
  );
  return [...flags].flatMap(([, words = '']) => {
    const line = words.replace(/\$?'([^']*)'|\\'|"((?:[^"\\]|\\.)*)"/g, (all, single, double) => {
      return single ?? double?.replace(/\\(.)/g, '$1') ?? all.slice(1);
    });
    const header = findHeaderLine(line);
    return header === undefined ? [] : [header];
  });
}

/** Each group of a dump as headers, the outer ones first. */
function toCandidates(group: Group): readonly RawHeaders[] {
  const inner = group.items.flatMap(({ value }) => (value.kind === 'group' ? toCandidates(value) : []));
  return [toHeaders(group), ...inner];
}

function toHeaders(group: Group): RawHeaders {
  const { items } = group;
  if (!hasQuotes(group)) return [];
  if (items.some(({ key }) => key !== undefined))
    return items.flatMap(({ key = '', value }) => toValues(value).map((each): Header => [key, each]));
  // Names and values in turn, as Node's `rawHeaders` has them.
  const texts = items.map(({ value }) => (value.kind === 'text' && value.quoted ? value.text : undefined));
  if (texts.every((text) => text !== undefined))
    return texts.flatMap((name, index) => (index % 2 === 0 ? [[name, texts[index + 1] ?? ''] as const] : []));
  return items.flatMap(({ value }) => (value.kind === 'group' ? toPair(value) : []));
}

/** Where no text is in quotes, it is another form, in which commas may be part of a value. */
function hasQuotes(literal: Literal): boolean {
  return literal.kind === 'text' ? literal.quoted : literal.items.some(({ value }) => hasQuotes(value));
}

/** `{name: …, value: …}`, `{key: …, value: …}` or `[name, value]`. */
function toPair(group: Group): readonly Header[] {
  const [first, second] = group.items;
  const isKeyed = first?.key !== undefined;
  const name = isKeyed ? findItem(group, /^(?:name|key|header)$/i) : first?.value;
  const value = isKeyed ? findItem(group, /^values?$/i) : second?.value;
  if (name?.kind !== 'text' || !name.quoted || value === undefined) return [];
  return toValues(value).map((each) => [name.text, each]);
}

function findItem({ items }: Group, key: RegExp): Literal | undefined {
  return items.find((item) => item.key !== undefined && key.test(item.key))?.value;
}

/** Only numbers, and words that stand for nothing, come without quotes. */
function toValues(literal: Literal): readonly string[] {
  if (literal.kind === 'text') {
    const isPlain = /^(?:-?\d+(?:\.\d+)?|null|undefined|None|nil)$/i.test(literal.text);
    return literal.quoted || isPlain ? [literal.text] : [];
  }
  const value = findItem(literal, /^values?$/i);
  if (value !== undefined) return toValues(value);
  return literal.items.flatMap(({ key = '0', value: each }) => {
    if (each.kind === 'group') return findItem(each, /^values?$/i) === undefined ? [] : toValues(each);
    return /^\d+$/.test(key) ? toValues(each) : [];
  });
}

/** A `map[string][]string` as Go's `%v` prints it. */
function fromGo(text: string): RawHeaders {
  const start = text.indexOf('map[');
  if (start === -1) return [];
  const entries = text.slice(start + 'map['.length).matchAll(/([\w.-]{1,100}):\[([^\]\r\n]*)\]/g);
  return [...entries].map(([, name = '', value = '']) => [name, value]);
}

const INLINE =
  /([\w.-]+) ?(?:=|:|->) ?\[?(?! ?[\w.-]+[=:] ?\S| ?[{(["'])([^\r\n]*?)\]?(?=, [\w.-]+ ?(?:=|:|->)|[}\]]|\)\s*$|$)/gm;

/** A map on one line whose texts have no quotes, as Java, Kotlin, Scala and Netty print it. */
function fromInline(text: string): RawHeaders {
  if (text.length > LONGEST_INLINE || !/[[{(][^\r\n]*[\]})]/.test(text)) return [];
  return [...text.matchAll(INLINE)].map(([, name = '', value = '']) => [name, value]);
}

const LONGEST_INLINE = 20_000;

const ANYWHERE =
  /((?:[A-Za-z]{1,20}[-_])?(?:svix|webhook)[-_](?:id|timestamp|signature))["']?\s*(?:=>|[:=])\s*(?:\[\s*)?(?![{([])(?:"([^"]*)"|'([^']*)'|([^\s,;"'\]}]+(?:,[^\s,;"'\]}]+)?(?: v1a?,[^\s,;"'\]}]+)*))/gi;

function fromAnywhere(text: string): HeaderText {
  const headers = [...text.matchAll(ANYWHERE)].map(
    ([, name = '', double, single, bare]): Header => [name, double ?? single ?? bare ?? ''],
  );
  return { headers, notes: ['Found the headers inside other text, which was left out.'] };
}
