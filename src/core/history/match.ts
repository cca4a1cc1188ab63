import { findBodyText } from '../bytes.ts';
import type { Delivery } from '../delivery/delivery.ts';
import { toShownPayload, toShownText } from '../events/masking.ts';
import { toShownHeader } from '../events/shown-header.ts';
import { formatPath, shorten } from '../events/wording.ts';
import type { PathStep } from '../json/places.ts';
import { findJson } from '../json/scan.ts';
import { toWords } from './words.ts';

/** Where the words of a search stand in a delivery, fit for display. */
export interface Match {
  /** For example `error_message`, `header svix-id`, `path` or `body`. */
  readonly place: string;
  readonly text: string;
}

interface Leaf {
  readonly place: string;
  /** What is searched. */
  readonly text: string;
  /** The same as it may be shown. */
  readonly shown: () => string;
}

const AROUND = 40;
const MOST_LEAVES = 20_000;

/**
 * The place with the most of the words, of several the first: the body, then the path, then the headers. Undefined when
 * none of them can be pointed at. Never throws.
 */
export function findMatch(delivery: Delivery, text: string, showPii: boolean): Match | undefined {
  const words = toWords(text);
  let [best, most]: [Leaf | undefined, number] = [undefined, 0];
  let looked = 0;
  for (const leaf of leavesOf(delivery, showPii)) {
    looked += 1;
    const count = countWords(leaf.text, words);
    if (count > most) [best, most] = [leaf, count];
    if (most === words.length || looked === MOST_LEAVES) break;
  }
  return best && { place: best.place, text: toExcerpt(best.shown(), words) };
}

function countWords(text: string, words: readonly string[]): number {
  const own = toWords(text);
  return words.filter((word) => own.some((each) => each.includes(word))).length;
}

function* leavesOf({ path, headers, body }: Delivery, showPii: boolean): Generator<Leaf> {
  const mask = (text: string) => toShownText(text, showPii);
  const text = findBodyText(body);
  const json = findJson(text ?? '');
  if (json !== undefined) yield* leavesOfJson(json.value, [], showPii);
  else if (text !== undefined) yield { place: 'body', text, shown: () => mask(text) };
  yield { place: 'path', text: path, shown: () => mask(path) };
  for (const [name, value] of headers) {
    yield {
      place: `header ${name.toLowerCase()}`,
      text: `${name} ${value}`,
      shown: () => toShownHeader(name, value, showPii),
    };
  }
}

function* leavesOfJson(value: unknown, path: readonly PathStep[], showPii: boolean): Generator<Leaf> {
  if (typeof value === 'object' && value !== null && path.length < 100) {
    const isArray = Array.isArray(value);
    for (const [key, item] of Object.entries(value))
      yield* leavesOfJson(item, [...path, isArray ? Number(key) : key], showPii);
    return;
  }
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const shown = () => {
    const masked = path.length === 0 ? toShownPayload(value, showPii) : showAlone(path, value, showPii);
    return typeof masked === 'string' ? masked : JSON.stringify(masked);
  };
  yield { place: formatPath(path), text: `${path.join(' ')} ${text}`, shown };
}

/** How a value is masked depends on the keys above it: it is masked within a payload that holds nothing else. */
function showAlone(path: readonly PathStep[], value: unknown, showPii: boolean): unknown {
  const payload = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
  let shown = toShownPayload(payload, showPii);
  for (const _ of path) shown = Object.values(shown as object)[0];
  return shown;
}

/** The part around the first word that still stands in the text after masking, else its beginning. */
function toExcerpt(text: string, words: readonly string[]): string {
  const flat = text.replace(/\s+/g, ' ');
  const lower = flat.toLowerCase();
  const at = words.map((word) => lower.indexOf(word)).find((index) => index >= 0) ?? 0;
  const start = Math.max(0, at - AROUND);
  return (start > 0 ? '…' : '') + shorten(flat.slice(start), 2 * AROUND);
}
