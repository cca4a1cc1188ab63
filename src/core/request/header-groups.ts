import type { RawHeaders } from '../delivery/delivery.ts';
import type { Group, Literal } from './literals.ts';

type Header = RawHeaders[number];

/** Each group of a dump as headers, the outer ones first. Never throws. */
export function toCandidates(group: Group): readonly RawHeaders[] {
  const inner = group.items.flatMap(({ value }) => (value.kind === 'group' ? toCandidates(value) : []));
  return [toHeaders(group), ...inner];
}

/** One group as headers; empty when it is of another form. Never throws. */
export function toHeaders(group: Group): RawHeaders {
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

/** Every text in quotes, in order. Never throws. */
export function toTexts({ items }: Group): readonly string[] {
  return items.flatMap(({ value }) => {
    if (value.kind === 'group') return toTexts(value);
    return value.quoted ? [value.text] : [];
  });
}
