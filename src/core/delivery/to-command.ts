import type { RawHeaders } from './delivery.ts';
import { findArgument, toByteWord, toPrintf, toShellWord } from './shell-word.ts';

/** A request to be written as a command. `file` is where the body can be read from; without it, the body stands in the command. */
export interface CurlRequest {
  readonly url: string;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
  readonly file?: string;
  /** Keeps curl from adding headers of its own, except those of the connection. */
  readonly onlyThese?: boolean;
  /** Accepts any certificate. */
  readonly insecure?: boolean;
}

/**
 * A curl command for bash that sends exactly these bytes. A body that cannot be pasted or is no text is written as
 * base64 and decoded on the way. Never throws.
 */
export function toCurl(request: CurlRequest): string {
  const { url, headers, body, file, onlyThese = false, insecure = false } = request;
  const flags = headers.map(([name, value]) => `-H ${toHeader(name, value)}`);
  const unwanted = onlyThese ? OWN.filter((own) => !headers.some(([name]) => isSame(name, own))) : [];
  const suppressed = unwanted.map((name) => `-H ${toShellWord(`${name}:`)}`);
  // curl takes brackets and braces in a URL for a list of several.
  const globs = /[[\]{}]/.test(url) ? ' -g' : '';
  const curl = `curl${globs}${insecure ? ' -k' : ''} -sS -i -X POST`;
  const command = (source: string) =>
    [curl, toShellWord(url), ...flags, ...suppressed, `--data-binary ${source}`].join(' \\\n  ');
  if (file !== undefined) return command(toShellWord(`@${file}`));
  const text = findArgument(body);
  if (text !== undefined && !text.startsWith('@')) return command(toShellWord(text));
  return `${toPrintf(body)} | ${command('@-')}`;
}

/** Headers that curl adds to a POST of its own accord. Source: curl(1), 8.x. */
const OWN = ['Accept', 'User-Agent', 'Content-Type'];

/** curl takes a name with a colon and nothing behind it as a header to leave out; a semicolon stands for an empty value. */
function toHeader(name: string, value: string): string {
  return toByteWord(value === '' ? `${name};` : `${name}: ${value}`);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** A request to be written as a command of HTTPie. */
export interface HttpieRequest {
  readonly url: string;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
  /** Accepts any certificate. */
  readonly insecure?: boolean;
}

/**
 * An HTTPie command for bash that sends exactly this body. A header that is not ASCII is left out, with a comment that
 * names it: HTTPie would send other bytes. Never throws.
 */
export function toHttpie({ url, headers, body, insecure = false }: HttpieRequest): string {
  const isAscii = ([, value]: RawHeaders[number]) => /^[ -~]*$/.test(value);
  const items = headers.filter(isAscii).map(([name, value]) => toShellWord(toItem(name, value)));
  const comments = headers.filter((header) => !isAscii(header)).map(([name]) => `# left out: ${name}\n`);
  const command = [`http --print=hb${insecure ? ' --verify=no' : ''} POST`, toShellWord(url), ...items].join(
    ' \\\n  ',
  );
  return `${comments.join('')}${toPrintf(body)} | ${command}`;
}

/**
 * A name and its value as HTTPie reads them; a value that begins like one of its other items is escaped.
 * Source: HTTPie documentation 3.2, "Request items" and "Escaping rules".
 */
function toItem(name: string, value: string): string {
  if (value === '') return `${name};`;
  return `${name}:${value.replaceAll('\\', '\\\\').replace(/^[=@:;]/, '\\$&')}`;
}
