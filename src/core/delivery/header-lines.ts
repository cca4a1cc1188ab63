import type { RawHeaders } from './delivery.ts';
import { unescapeText } from './literals.ts';
import { isBlank, toLines, trimBy } from './parse-request.ts';

/** Headers that were read, and how, each a sentence. */
export interface HeaderText {
  readonly headers: RawHeaders;
  readonly notes: readonly string[];
}

/** A header that is being read. `awaits`: its value is on the next line; `bare`: no separator follows the name. */
interface Line {
  readonly name: string;
  value: string;
  awaits: boolean;
  readonly bare: boolean;
}

/** Corrections, each with the headers that it was made in. */
type Corrections = Map<string, Set<string>>;

/**
 * Headers from lines: `Name: value`, `name=value`, with a tab, `=>`, in a table, as `print_r`, YAML and C# print them, or
 * with the value on the next line. Values are freed of quotes and of white space that HTTP does not know. Never throws.
 */
export function readHeaderLines(text: string): HeaderText {
  const lines = text.split(/\r?\n/);
  const indent = findIndent(lines);
  const read: Line[] = [];
  const corrections: Corrections = new Map();
  const others: number[] = [];
  const bare = new Map<Line, number>();
  for (const [index, line] of lines.entries()) {
    const content = line.slice(indent);
    if (NO_HEADER.test(content.trim())) continue;
    if (!take(content, read, corrections)) others.push(index + 1);
    const last = read.at(-1);
    if (last?.bare && last.awaits) bare.set(last, index + 1);
  }
  const isOnlyName = (each: Line) => each.bare && each.awaits;
  const headers = toPairs(read.filter((each) => !isOnlyName(each)));
  others.push(...read.filter(isOnlyName).map((each) => bare.get(each) ?? 0));
  others.sort((one, other) => one - other);
  const left = others.length > 0 ? [`Ignored what is not a header: ${toLines(others)}.`] : [];
  return { headers, notes: [...toSentences(corrections), ...left] };
}

/** Lines that a paste has around its headers: first lines of requests and answers, what `curl -v` says, rules of tables, brackets, titles. */
const NO_HEADER =
  /^(?:[<{}] .*|[-=|+: ]*|[A-Z]{3,7} \S+ HTTP\/.*|HTTP\/\d.*|:(?:method|path|scheme|authority|protocol)\b.*|```.*|(?:\\[rn])+|[<>[\](){},;]+|array|(?:(?:request|response|http)[ -]?)?headers?:?|\|? *(?:name|key|header) *\| *value *\|?)$/i;

function findIndent(lines: readonly string[]): number {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  return indents.reduce((least, indent) => Math.min(least, indent), Number.POSITIVE_INFINITY);
}

function take(content: string, read: Line[], corrections: Corrections): boolean {
  const text = trimBy(content, isBlank)
    .replace(/^(?:[-*•+]|>) (?=["'`*A-Za-z])/, '')
    .replace(/^\*\*([\w.-]+:?)\*\*/, '$1');
  const last = read.at(-1);
  const found = findEntry(text, corrections);
  const isItem = /^\d+$/.test(found?.name ?? '');
  if (last !== undefined && (last.awaits || isItem) && !(found && !isItem && !isValueOf(last, found, text))) {
    last.value = isItem ? (found?.value ?? '') : clean(last.name, text, corrections);
    last.awaits = false;
    return true;
  }
  if (found !== undefined) read.push(found);
  else if (last !== undefined && /^\s/.test(content)) {
    last.value = `${last.value} ${text}`;
    note(corrections, 'Joined the folded lines of', last.name);
  } else if (last !== undefined && WRAPPED.test(last.value) && /^[\w+/]+=?$/.test(text)) {
    last.value += text;
    note(corrections, 'Joined the wrapped lines of', last.name);
  } else if (/^[a-z][\w-]*$/i.test(text)) read.push({ name: text, value: '', awaits: true, bare: true });
  else return false;
  return true;
}

/** A signature that a terminal or an editor broke: its last item is not 44 characters of base64 yet. */
const WRAPPED = /(?:^| )v1,[\w+/]{0,43}$/;

/** A value on a line below its bare name can look like a header, as `localhost:3000` does. */
function isValueOf(last: Line, found: Line, text: string): boolean {
  return last.bare && !found.bare && !SIGNATURE_NAME.test(found.name) && !/[:=] /.test(text);
}

const SIGNATURE_NAME = /(?:svix|webhook)[-_](?:id|timestamp|signature)$/i;

const ENTRIES: readonly RegExp[] = [
  // print_r, and pairs of C#.
  /^\[["']?([\w.-]+)["']?\] *=> *(.*)$/,
  /^\[([\w.-]+), (.*)\]$/,
  /^[|│] *`?([\w.-]+)`? *[|│](.*)$/,
  /^([\w.-]+) *(?:=>|->|:(?!\/\/)|\t|[|│]) *(.*)$/,
  /^([\w.-]+) *=(?!=*$) *(.*)$/,
];

function findEntry(text: string, corrections: Corrections): Line | undefined {
  const [, , name, value] = /^(["'`])([\w.-]+)\1\s*(?:=>|->|[:=,])\s*(.*?)[,;]?$/.exec(text) ?? [];
  if (name !== undefined && value !== undefined) {
    const [, , inside] = /^(["'`])(.*)\1$/.exec(value) ?? [];
    return toLine(name, inside === undefined ? value : unescapeText(inside));
  }
  for (const pattern of ENTRIES) {
    const [, plain, rest] = pattern.exec(text) ?? [];
    if (plain === undefined || rest === undefined) continue;
    const cell = /^[|│]/.test(text) ? rest.replace(/[|│]$/, '') : rest;
    return toLine(plain, cell === 'Array' ? '' : clean(plain, cell, corrections));
  }
  return SIGNATURE_NAME.test(text) && /^[\w-]+$/.test(text)
    ? { name: text, value: '', awaits: true, bare: true }
    : undefined;
}

function toLine(name: string, value: string): Line {
  return { name, value, awaits: value === '', bare: false };
}

/** A value without what a log, an editor or a chat put around it. */
function clean(name: string, text: string, corrections: Corrections): string {
  let value = trimBy(text.replace(/^- /, ''), isBlank);
  const freed = trimBy(value, (character) => /[\s\u200b-\u200d\ufeff]/.test(character));
  if (freed !== value) note(corrections, 'Removed invisible characters around', name);
  value = freed.replace(/(?:\\r)?\\n$/, '');
  if (value !== freed) note(corrections, 'Removed the characters \\n after', name);
  const [, ...inside] = QUOTED.exec(value) ?? [];
  const unquoted = inside.find((each) => each !== undefined);
  if (unquoted === undefined) return value;
  // As in `value: "v1,…"` of YAML, where they belong to the form.
  if (!/^(?:name|key|value)$/i.test(name)) note(corrections, 'Removed the quotes around', name);
  return unquoted.trim();
}

const QUOTED = /^(?:"(.*)"|'(.*)'|`(.*)`|“(.*)”|‘(.*)’|«(.*)»),?$/;

function note(corrections: Corrections, what: string, name: string): void {
  corrections.set(what, (corrections.get(what) ?? new Set()).add(name));
}

function toSentences(corrections: Corrections): readonly string[] {
  return [...corrections].map(([what, names]) => {
    const shown = [...names].slice(0, MOST_NAMES).join(', ');
    const with_ = what.startsWith('Joined the folded') ? ' with a space' : '';
    return `${what} ${shown}${names.size > MOST_NAMES ? ' and others' : ''}${with_}.`;
  });
}

const MOST_NAMES = 5;

/** Name and value as two entries, as YAML writes a list of headers. */
function toPairs(read: readonly Line[]): RawHeaders {
  return read.flatMap(({ name, value }, index) => {
    const before = read[index - 1];
    if (/^value$/i.test(name) && before !== undefined && isNameEntry(before))
      return [[before.value, value] as const];
    const after = read[index + 1];
    return isNameEntry({ name }) && after !== undefined && /^value$/i.test(after.name)
      ? []
      : [[name, value] as const];
  });
}

const isNameEntry = ({ name }: Pick<Line, 'name'>) => /^(?:name|key)$/i.test(name);
