import type { RawHeaders } from './delivery.ts';

/** A value as a program prints it: a text, or a group of values in brackets. */
export type Literal = TextLiteral | Group;

export interface TextLiteral {
  readonly kind: 'text';
  readonly text: string;
  readonly quoted: boolean;
}

export interface Group {
  readonly kind: 'group';
  readonly items: readonly Item[];
}

/** A value of a group, with its key where it has one. */
export interface Item {
  readonly key?: string;
  readonly value: Literal;
}

/**
 * Groups in brackets anywhere in a text: JSON, and what JavaScript, Python, Ruby, PHP, Go, Rust, Swift, Elixir, Perl and
 * PowerShell print of maps and lists whose texts are in quotes. Words before a value, such as names of classes, count
 * as nothing. Never throws.
 */
export function findGroups(text: string): readonly Group[] {
  const groups: Group[] = [];
  const opening = /[[{(]/g;
  let failures = 0;
  for (let match = opening.exec(text); match !== null; match = opening.exec(text)) {
    const reader: Reader = { text, at: match.index + 1, depth: 0 };
    const group = readGroup(reader, CLOSING[match[0]] ?? '');
    if (group === undefined) failures += 1;
    else groups.push(group);
    if (failures > MOST_FAILURES) break;
    if (group !== undefined) opening.lastIndex = reader.at;
  }
  return groups;
}

const CLOSING: Readonly<Record<string, string>> = { '[': ']', '{': '}', '(': ')' };
/** Brackets that close nothing cost a look at the rest of the text each. */
const MOST_FAILURES = 50;
const DEEPEST = 60;

interface Reader {
  readonly text: string;
  at: number;
  depth: number;
}

/** A part of an item that is being read: its key, when it had one, and the values since then. */
interface Open {
  key: string | undefined;
  values: Literal[];
}

function readGroup(reader: Reader, closing: string): Group | undefined {
  if (reader.depth >= DEEPEST) return undefined;
  reader.depth += 1;
  const items: Item[] = [];
  const open: Open = { key: undefined, values: [] };
  for (;;) {
    const token = readToken(reader);
    if (token === undefined) return undefined;
    if (token.kind === 'space') continue;
    if (token.kind === 'value') addText(open, token.value);
    else if (token.text === closing) break;
    else if (token.text in CLOSING) {
      const group = readGroup(reader, CLOSING[token.text] ?? '');
      if (group === undefined) return undefined;
      open.values.push(group);
    } else if (/^[,;]$/.test(token.text)) finish(open, items);
    else if (/^[\]})]$/.test(token.text)) return undefined;
    else startValue(open, items);
  }
  finish(open, items);
  reader.depth -= 1;
  return { kind: 'group', items };
}

/** Long texts are written as several with a plus between them. */
function addText({ values }: Open, added: TextLiteral): void {
  const [first, plus] = values.slice(-2);
  const isSum = added.quoted && first?.kind === 'text' && first.quoted && plus?.kind === 'text';
  if (isSum && plus.text === '+' && !plus.quoted)
    values.splice(-2, 2, { ...added, text: first.text + added.text });
  else values.push(added);
}

/** A second separator without a comma before it: what stands before it is the key of the next item, as PHP's `var_dump` has it. */
function startValue(open: Open, items: Item[]): void {
  const key = open.values.pop();
  // The kind of a value, as Laravel's `dd` writes `array:1 […]`.
  if (key === undefined || (key.kind === 'text' && key.text === 'array' && !key.quoted)) return;
  if (open.key !== undefined) finish(open, items);
  open.values = [];
  open.key = toKey(key);
}

/** Of several values in a row the last counts: `string(5) "a"`, `Headers([…])`, `Map(3) {…}`. */
function finish(open: Open, items: Item[]): void {
  const value = open.values.at(-1);
  if (value !== undefined) items.push({ ...(open.key !== undefined && { key: open.key }), value });
  open.key = undefined;
  open.values = [];
}

/** Lua and `var_dump` put keys in brackets. */
function toKey(literal: Literal): string {
  if (literal.kind === 'text') return literal.text;
  const [first] = literal.items;
  return first?.value.kind === 'text' ? first.value.text : '';
}

type Token =
  | { readonly kind: 'space' }
  | { readonly kind: 'mark'; readonly text: string }
  | { readonly kind: 'value'; readonly value: TextLiteral };

// Angle brackets are only decoration, as in Erlang's <<"a">> and Ruby's #<Headers …>.
const TOKEN =
  /(=>|->|[:=,;[\]{}()])|([\s<>]+)|"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)'|`((?:[^`\\\n]|\\.)*)`|([^\s"'`[\]{}(),;:=<>]+)/y;

function readToken(reader: Reader): Token | undefined {
  TOKEN.lastIndex = reader.at;
  const match = TOKEN.exec(reader.text);
  if (match === null) return undefined;
  reader.at = TOKEN.lastIndex;
  const [, mark, space, double, single, backticks, word = ''] = match;
  if (mark !== undefined) return { kind: 'mark', text: mark };
  if (space !== undefined) return { kind: 'space' };
  const quoted = double ?? single ?? backticks;
  if (quoted === undefined) return { kind: 'value', value: { kind: 'text', text: word, quoted: false } };
  return { kind: 'value', value: { kind: 'text', text: unescapeText(quoted), quoted: true } };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f', '0': '\0' };

/** A text between quotes without its escapes, as most languages write them. Never throws. */
export function unescapeText(text: string): string {
  return text.replace(
    /\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|(.))/gi,
    (_, braced, four, two, other) => {
      if (other !== undefined) return ESCAPES[other] ?? other;
      const code = Number.parseInt(braced ?? four ?? two, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
    },
  );
}

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

/** Tells whether a text is in quotes; without quotes it is another form, in which commas may be part of a value. */
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
