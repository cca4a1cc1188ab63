/** Form in which a value has a name; in `query` and `line` it has no quotes, and in `line` the name may be a word of a sentence. */
export type NamedForm = 'quoted' | 'query' | 'line' | 'markup';
/** Tells how to show the values of a name, or undefined to leave them. */
export type FindShow = (name: string, form: NamedForm) => ((value: string) => string) | undefined;

/** A name from outside can have a megabyte; its end decides. */
const LONGEST_NAME = 100;
const LONGEST_ELEMENT = 4_000;

/**
 * Replaces values that have a name: pairs as in JSON at any depth of quotes, hashes of other languages, queries, forms,
 * attributes, log lines and headers; elements of XML and HTML; fields of multipart forms. Never throws.
 */
export function replaceNamed(text: string, findShow: FindShow): string {
  return replaceParts(replaceElements(replacePairs(text, findShow), findShow), findShow);
}

interface Value {
  readonly start: number;
  readonly end: number;
  /** Quotes for a bare value, where those beside it have some. */
  readonly quote: string;
}

const SEPARATOR = /=>|[:=]/g;
/** A name before its separator: words, with quotes around them as deep as JSON in JSON has. */
const NAME = /([?&]?)([\w.\-[\]()% ]*[\w\])])(\\*["'`]?)\s{0,20}$/;

/** Names are looked for from the separators backwards, so that any text is read in one go. */
function replacePairs(text: string, findShow: FindShow): string {
  let [shown, from, last] = ['', 0, 0];
  for (const { 0: separator, index } of text.matchAll(SEPARATOR)) {
    if (index < from) continue;
    const head = NAME.exec(text.slice(Math.max(last, index - LONGEST_NAME), index));
    last = index + separator.length;
    if (head === null) continue;
    const [, inUrl = '', name = '', quote = ''] = head;
    const show = findShow(decode(name), toForm(text, last, quote));
    if (show === undefined) continue;
    const { start, end, quote: own } = findValue(text, last, inUrl !== '', quote);
    if (start === end) continue;
    const value = text.slice(start, end);
    const replaced = show(value);
    shown += text.slice(from, start) + (replaced === value ? value : own + replaced + own);
    [from, last] = [end, end];
  }
  return shown + text.slice(from);
}

function toForm(text: string, at: number, quote: string): NamedForm {
  if (quote !== '' || matchAt(OPENING, text, at) !== undefined) return 'quoted';
  return text[at - 1] === '=' ? 'query' : 'line';
}

/** Names in queries are encoded. */
function decode(name: string): string {
  return name.replace(/%([2-7][\da-f])/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

const OPENING = /\s{0,20}(\\*)(["'`])/y;
const IN_BRACKETS = /\s{0,20}[[{]/y;
/** A number, or a word that is no value of a person. */
const BARE_IN_JSON = /\s{0,20}(?:(true|false|null)\b|[^\s,{}[\]"']+)/y;
const IN_URL = /[^\s&;#"<>\\]*/y;
/** To the end of the line or the next pair; a value may begin on a line below, further in. */
const IN_TEXT =
  /[ \t]{0,20}(?:[|>][+-]?)?(?:(?:\r?\n[ \t]{1,200}[^\s][^\r\n]*)+|(?:[^\r\n"<>\\{}]|\\(?![nrt"'])|"(?!\s{0,9}(?:[,}\]:>/]|$)))*?(?=[ \t]{0,4}[,;&|][ \t]{0,4}[\w.\-[\]%]{1,64}["']?[ \t]{0,4}(?:=|:)|[ \t]{1,4}[\w.-]{1,64}(?:=|:(?=\S))|[\r\n<>{}]|"\s{0,9}(?:[,}\]:>/]|$)|\\[nrt"']|$))/y;

function findValue(text: string, at: number, inUrl: boolean, quote: string): Value {
  const opening = matchAt(OPENING, text, at);
  if (opening !== undefined) {
    const [all, slashes = '', mark = ''] = opening;
    const start = at + all.length;
    return { start, end: endOfQuoted(text, start, mark, slashes.length), quote: '' };
  }
  const bracket = matchAt(IN_BRACKETS, text, at);
  if (bracket !== undefined) {
    const start = at + bracket[0].length - 1;
    return { start, end: endOfBrackets(text, start), quote };
  }
  const [all = '', word] = matchAt(quote !== '' ? BARE_IN_JSON : inUrl ? IN_URL : IN_TEXT, text, at) ?? [];
  const space = all.length - all.trimStart().length;
  return { start: at + space, end: word === undefined ? at + all.length : at + space, quote };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

/**
 * Where a quoted value ends, or the text. Its quotes have 0, 1, 3, 7 … backslashes before them, by how deep JSON is in JSON;
 * a quote within it has more, and in SQL and YAML two apostrophes are one.
 */
function endOfQuoted(text: string, start: number, mark: string, slashes: number): number {
  for (let at = text.indexOf(mark, start); at !== -1; at = text.indexOf(mark, at + 1)) {
    let before = at;
    while (before > start && text[before - 1] === '\\') before -= 1;
    if ((at - before) % (2 * slashes + 2) !== slashes) continue;
    if (mark === "'" && text[at + 1] === "'") at += 1;
    else return at - slashes;
  }
  return text.length;
}

/** Where an object or array ends, or the text. */
function endOfBrackets(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') at = endOfQuoted(text, at + 1, character, 0);
    else if ('[{'.includes(character)) depth += 1;
    else if (']}'.includes(character)) depth -= 1;
    if (depth === 0) return at + 1;
  }
  return text.length;
}

const TAG = /<([\w:.-]{1,100})((?:\s[^<>]{0,2000})?)>/g;
const NAMED_TAG = /\b(?:name|id|key|field|property|itemprop)\s{0,9}=\s{0,9}["']?([^"'>]{1,100})/i;
const TAG_VALUE = /(\b(?:value|content)\s{0,9}=\s{0,9}(["']))((?:(?!\2).)*)/gis;

/** Elements by their name or that in an attribute, with all that is within; one without an end up to the next or its line. */
function replaceElements(text: string, findShow: FindShow): string {
  if (!text.includes('<')) return text;
  // How far the end of an element was looked for in vain: no text is read twice.
  const read = new Map<string, number>();
  let [shown, from] = ['', 0];
  for (const { 0: tag, 1: element = '', 2: attributes = '', index } of text.matchAll(TAG)) {
    if (index < from) continue;
    const show =
      findShow(element, 'markup') ??
      (attributes === '' ? undefined : findShow(NAMED_TAG.exec(attributes)?.[1] ?? '', 'markup'));
    if (show === undefined) continue;
    const start = index + tag.length;
    const last = start + LONGEST_ELEMENT;
    const unread = Math.max(start, read.get(element) ?? 0);
    const close = text.slice(unread, last).indexOf(`</${element}`);
    if (close === -1) read.set(element, last - element.length - 1);
    const end = close === -1 ? start + text.slice(start, last).search(/[<\r\n]|$/) : unread + close;
    const inside = text.slice(start, end);
    const opening = tag.replace(TAG_VALUE, (_, before: string, _mark, value: string) => before + show(value));
    shown +=
      text.slice(from, index) +
      opening +
      (inside.trim() === '' || tag.endsWith('/>') ? inside : show(inside));
    from = end;
  }
  return shown + text.slice(from);
}

/** Source: RFC 7578, section 4. */
const PART =
  /(\bname\s{0,9}=\s{0,9}"?([^"\r\n;]{1,100})(?=["\r\n;])[^\r\n]{0,1000}(?=\r?\n)(?:\r?\n[^\r\n]{1,1000}(?=\r?\n)){0,20}\r?\n\r?\n)(.*?)(?=\r?\n--|$)/gis;

function replaceParts(text: string, findShow: FindShow): string {
  if (!/form-data/i.test(text)) return text;
  return text.replace(PART, (all, head: string, name: string, value: string) => {
    const show = findShow(name, 'markup');
    return show === undefined || value === '' ? all : head + show(value);
  });
}
