import type { RawHeaders } from './delivery.ts';
import { type HeaderText, readHeaderLines } from './header-lines.ts';
import { findGroups, type Group, toCandidates, toHeaders, toTexts } from './literals.ts';
import { findHeaderLine, readWireHeaders } from './parse-request.ts';

type Header = readonly [name: string, value: string];

/** Result of reading headers from a text that somebody copied. */
export interface PastedHeaders extends HeaderText {
  /** Signature headers that the text names, but whose values were not found. */
  readonly unread: readonly string[];
  /** True when the text has the headers of several deliveries. */
  readonly several: boolean;
}

/**
 * Headers from a text that somebody copied, in any form that programs print them: a request or what `curl -v` prints, a
 * curl command, maps and lists of any language, lines, tables, names and values in turn, a log. What was put right or
 * left out is in the notes. Never throws: no headers means that nothing was recognised.
 */
export function parseHeaders(pasted: string): PastedHeaders {
  // Line ends as the wire log of Apache's HttpClient writes them.
  const text = pasted.replaceAll('[\\r][\\n]', '');
  const groups = findGroups(text);
  const candidates = groups.flatMap(toCandidates);
  const { headers, notes } = read(text, groups, candidates, 0);
  const { named, renamed } = withNames(withoutRepetition(headers));
  return {
    headers: named,
    notes: [...renamed, ...notes],
    unread: findUnread(text, named),
    several: hasSeveral([named, ...candidates]),
  };
}

/** The form that understands most of the signature headers, the stricter one where several do. */
function read(
  text: string,
  groups: readonly Group[],
  candidates: readonly RawHeaders[],
  depth: number,
): HeaderText {
  // Calls such as `headers.set(name, value)` are a group each.
  const whole = best([...candidates, groups.flatMap(toHeaders)]);
  const readings: readonly HeaderText[] = [
    fromWire(text),
    ...[fromCurlCommand(text), whole, fromGo(text)].map(toPlain),
    depth < DEEPEST_TEXT ? fromTexts(text, groups, depth) : toPlain([]),
    readHeaderLines(text),
    toPlain(fromInline(text)),
    fromAnywhere(text),
  ];
  return readings.reduce((one, other) => (toScore(other.headers) > toScore(one.headers) ? other : one));
}

const DEEPEST_TEXT = 3;

/** Headers inside texts in quotes, as the JSON logs of Docker, JSON in JSON and system calls have them. */
function fromTexts(text: string, groups: readonly Group[], depth: number): HeaderText {
  const outer = /^\s*["']/.test(text) ? findGroups(`[${text}]`) : groups;
  const inner = outer
    .flatMap(toTexts)
    .filter((each) => /(?:svix|webhook)[-_]/i.test(each) && /[\s:=]/.test(each));
  if (inner.length === 0) return toPlain([]);
  const joined = inner.join('\n');
  const innerGroups = findGroups(joined);
  return read(joined, innerGroups, innerGroups.flatMap(toCandidates), depth + 1);
}

/** Each of the three as often as the others, and always the same: a program that printed them several times. */
function withoutRepetition(headers: RawHeaders): RawHeaders {
  const isOurs = ([name]: Header) => SIGNATURE_NAME.test(toDashed(name));
  const kinds = new Set(headers.filter(isOurs).map(([name, value]) => `${toDashed(name)}: ${value}`));
  const count = headers.filter(isOurs).length;
  if (kinds.size !== 3 || count % 3 !== 0 || count === 3) return headers;
  const seen = new Set<string>();
  return headers.filter(([name, value]) => {
    const key = `${toDashed(name)}: ${value}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew || !kinds.has(key);
  });
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
  const families = headers.flatMap(([name]) => /^HTTP_(?:SVIX|WEBHOOK)_/i.exec(name) ?? []);
  const renamed = [...new Set(families)].map(
    (each) => `${each}* as ${toDashed(each.slice('HTTP_'.length))}*`,
  );
  return { named, renamed: renamed.length > 0 ? [`Read ${renamed.join(', ')}.`] : [] };
}

/** Names of signature headers outside the values that were read, for which none was. */
function findUnread(text: string, headers: RawHeaders): readonly string[] {
  const known = new Set(headers.map(([name]) => toDashed(name)));
  const isWhole = (family: string) =>
    ['id', 'timestamp', 'signature'].every((end) => known.has(`${family}-${end}`));
  if (isWhole('svix') || isWhole('webhook')) return [];
  const isRead = ([name, value]: Header) =>
    value.length > 20 && !(SIGNATURE_NAME.test(toDashed(name)) && SIGNATURE_NAME.test(toDashed(value)));
  const rest = headers
    .slice(0, MOST_VALUES)
    .filter(isRead)
    .reduce((left, [, value]) => left.replace(value, ''), text);
  const mentions = rest.matchAll(
    /(?<![\w-])(?:http_)?((?:svix|webhook)[-_](?:id|timestamp|signature))(?![\w-])/gi,
  );
  const named = new Set([...mentions].map(([, name = '']) => toDashed(name)));
  if (/(?<![\w,])v1a?,[\w+/]{20}/.test(rest)) named.add('svix-signature');
  return [...named].filter((name) => !known.has(name));
}

/** Values that may name headers, such as those of CORS, are looked for in the text: of more headers than these it is no matter. */
const MOST_VALUES = 200;

/** Complete deliveries have an id each, in either family: several mean that somebody copied more than one. */
function hasSeveral(readings: readonly RawHeaders[]): boolean {
  return ['svix', 'webhook'].some((family) => {
    const ids = new Set<string>();
    for (const headers of readings) {
      const values = (ending: string) =>
        headers.filter(([name]) => toDashed(name) === `${family}-${ending}`).map(([, value]) => value);
      const found = values('id');
      const isEach = Math.min(values('timestamp').length, values('signature').length) >= found.length;
      if (isEach) for (const id of found) ids.add(id);
    }
    return ids.size > 1;
  });
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

/** A `map[string][]string` as Go's `%v` prints it. */
function fromGo(text: string): RawHeaders {
  const start = text.indexOf('map[');
  if (start === -1) return [];
  const entries = text.slice(start + 'map['.length).matchAll(/([\w.-]{1,100}):\[([^\]\r\n]*)\]/g);
  return [...entries].map(([, name = '', value = '']) => [name, value]);
}

const INLINE =
  /(?<=[[{(] ?|, )([\w.-]+) ?(?:=|:|->) ?\[?(?! ?[\w.-]+[=:] ?\S| ?[{(["'])([^\r\n]*?)\]?(?=, [\w.-]+ ?(?:=|:|->)|[}\]]|\)\s*$)/gm;

/** A map on one line whose texts have no quotes, as Java, Kotlin, Scala and Netty print it. */
function fromInline(text: string): RawHeaders {
  if (text.length > LONGEST_INLINE || !/[[{(][^\r\n]*[\]})]/.test(text)) return [];
  return [...text.matchAll(INLINE)].map(([, name = '', value = '']) => [name, value]);
}

const LONGEST_INLINE = 20_000;

const ANYWHERE =
  /((?:(?:x|http)[-_])?(?:svix|webhook)[-_](?:id|timestamp|signature))["']?\s*(?:=>|[:=])\s*(?:\[\s*)?(?![{([])(?:"([^"]*)"|'([^']*)'|([^\s,;"'\]}]+(?:,[^\s,;"'\]}]+)?(?: v1a?,[^\s,;"'\]}]+)*))/gi;

function fromAnywhere(text: string): HeaderText {
  const headers = [...text.matchAll(ANYWHERE)].map(
    ([, name = '', double, single, bare]): Header => [name, double ?? single ?? bare ?? ''],
  );
  return { headers, notes: ['Found the headers inside other text, which was left out.'] };
}
