import type { RawHeaders } from '../delivery/delivery.ts';
import { findJson } from '../document/parse-json.ts';

type Header = readonly [name: string, value: string];

/**
 * Headers from a text that somebody copied: JSON (an object, pairs, or `{name, value}` as in HAR), lines `Name: value`
 * (also those of `curl -v`, with `> ` before them), lines `name=value` or with a tab, a name and its value on two lines
 * as dashboards show them, or a line of a log that holds the signature headers somewhere. Never throws: an empty
 * result means that nothing was recognised.
 */
export function parseHeaders(text: string): RawHeaders {
  const forms = [fromJson, fromLines, fromTwoLines, fromAnywhere];
  const readings = forms.map((read) => read(text));
  // The form that understands most of the signature headers, the stricter one where several do.
  const best = readings.reduce((one, other) => (toScore(other) > toScore(one) ? other : one), []);
  return best.map(([name, value]) => [fromCgi(name), value]);
}

/** Rack, WSGI and PHP name the header `Svix-Id` `HTTP_SVIX_ID`. Source: RFC 3875 section 4.1.18. */
function fromCgi(name: string): string {
  return name.startsWith('HTTP_') ? name.slice('HTTP_'.length).replaceAll('_', '-').toLowerCase() : name;
}

function toScore(headers: RawHeaders): number {
  const telling = headers.map(([name]) => name.toLowerCase().replaceAll('_', '-'));
  const kinds = new Set(telling.filter((name) => /(?:svix|webhook)-(?:id|timestamp|signature)$/.test(name)));
  return 2 * kinds.size + Math.min(headers.length, 1);
}

function fromJson(text: string): RawHeaders {
  return fromValue(findJson(text)?.value, 0);
}

function fromValue(value: unknown, depth: number): RawHeaders {
  if (isFlat(value))
    return value.flatMap((name, index) => (index % 2 === 0 ? [[name, value[index + 1] ?? ''] as const] : []));
  if (Array.isArray(value)) return value.flatMap(toPair);
  if (typeof value !== 'object' || value === null) return [];
  if ('headers' in value && depth < DEEPEST) return fromValue(value.headers, depth + 1);
  return Object.entries(value).flatMap(([name, each]) => toValues(each).map((item): Header => [name, item]));
}

/** `{ "request": { "headers": … } }` and the like. */
const DEEPEST = 5;

/** Names and values in turn, as Node's `rawHeaders` has them. */
function isFlat(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.length % 2 === 0 && value.every((each) => typeof each === 'string');
}

function toPair(entry: unknown): readonly Header[] {
  if (Array.isArray(entry) && typeof entry[0] === 'string')
    return toValues(entry[1]).map((value) => [entry[0], value]);
  if (typeof entry !== 'object' || entry === null || !('name' in entry) || !('value' in entry)) return [];
  return toValues(entry.value).map((value) => [String(entry.name), value]);
}

function toValues(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(toValues);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}

// `< ` is what curl received, `* ` what it did.
const LINE =
  /^(?:> ?)?[ \t]*["']?([!#$%&'*+.^_`|~0-9A-Za-z-]+?)["']? *(?:=>|[:=\t])[ \t]*["']?(.*?)["']?,?$/s;

function fromLines(text: string): RawHeaders {
  const lines = text.split(/\r?\n/).filter((line) => !/^[<*{}] |^(?:> )?[A-Z]+ \S+ HTTP\//.test(line));
  return lines.flatMap((line) => {
    const [, name, value] = LINE.exec(line) ?? [];
    return name === undefined || value === undefined ? [] : [[name, value.trim()] as const];
  });
}

function fromTwoLines(text: string): RawHeaders {
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const filled = lines.filter((line) => line !== '');
  return filled.flatMap((line, index) => {
    const value = filled[index + 1];
    return /^[a-z][a-z0-9_-]*$/i.test(line) && /[-_]/.test(line) && value !== undefined
      ? [[line, value] as const]
      : [];
  });
}

const ANYWHERE =
  /((?:x[-_])?(?:svix|webhook)[-_](?:id|timestamp|signature))["']?\s*(?:=>|[:=])\s*(?:\[\s*)?(?:"([^"]*)"|'([^']*)'|([^\s,;"'\]}]+(?:,[A-Za-z0-9+/=]+)?(?: v1a?,[A-Za-z0-9+/=]+)*))/gi;

function fromAnywhere(text: string): RawHeaders {
  return [...text.matchAll(ANYWHERE)].map(([, name = '', double, single, bare]) => [
    name,
    double ?? single ?? bare ?? '',
  ]);
}
