import { type Decoded, decodePercent } from './escaped-text.ts';

const MOST_PARTS = 8;
const MOST_FIELDS = 1_000;

/** The text without percent signs, with `+` as a space or as itself. Never throws. */
export function decodePercentSigns(text: string): Decoded {
  return /%[0-9a-f]{2}/i.test(text) ? [text, text.replaceAll('+', ' ')].map(decodePercent) : [];
}

/** The values in a form, whichever field holds the body. Never throws. */
export function decodeForm(text: string): Decoded {
  const [field] = /^\s*[\w.[\]-]{1,60}=/.exec(text) ?? [];
  const raw = field === undefined ? [] : [text.slice(field.length)];
  if (!/%[0-9a-f]{2}/i.test(text)) return raw;
  const values = text.split('&', MOST_FIELDS).map((part) => {
    const equals = part.indexOf('=');
    // A parser of forms takes a body without a name for the name of a field without a value.
    return equals < 0 || equals === part.length - 1 ? part.replace('=', '') : part.slice(equals + 1);
  });
  const longest = values.toSorted((one, other) => other.length - one.length).slice(0, MOST_PARTS);
  return [...longest.map((value) => value.replaceAll('+', ' ')), ...longest].map(decodePercent);
}

/** The content of HTTP chunks, where their framing was kept. Source: RFC 9112 section 7.1. Never throws. */
export function joinChunks(latin1: string): Decoded {
  const size = /([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?\r?\n/iy;
  const parts: string[] = [];
  for (let end = 0; end < latin1.length; end += latin1.startsWith('\r', end) ? 2 : 1) {
    size.lastIndex = end;
    const [, hex] = size.exec(latin1) ?? [];
    if (hex === undefined) return [];
    const length = Number.parseInt(hex, 16);
    if (length === 0) break;
    end = size.lastIndex + length;
    parts.push(latin1.slice(size.lastIndex, end));
  }
  return parts.length === 0 ? [] : [parts.join('')];
}

/** The parts of a multipart message, without their headers. Source: RFC 2046 section 5.1. Never throws. */
export function takeParts(latin1: string): Decoded {
  const [boundary] = /^--[\w'()+,./:=?-]{1,70}(?=\r?\n)/.exec(latin1.trimStart()) ?? [];
  if (boundary === undefined) return [];
  const contents = latin1.split(boundary).slice(1, MOST_PARTS + 1);
  return contents.flatMap((part) => {
    const [head] = /^\r?\n(?:[^\r\n]+\r?\n)*\r?\n/.exec(part) ?? [];
    return head === undefined ? [] : [part.slice(head.length).replace(/\r?\n$/, '')];
  });
}

/** Half of what is twice the same. Never throws. */
export function takeHalf(latin1: string): Decoded {
  const half = latin1.slice(0, latin1.length / 2);
  return latin1 === half + half ? [half] : [];
}

/**
 * The JSON in the middle of other text or bytes: a log line, a callback, an event of a stream, a frame of a queue. Never throws.
 */
export function takeJson(latin1: string): Decoded {
  const around = [
    [/[[{]/, /[\]}][^\]}]*$/],
    [/\{/, /\}[^}]*$/],
  ] as const;
  if (/^\s*\[/.test(latin1) && latin1.trimEnd().endsWith(']')) return [];
  return around.flatMap(([open, close]) => {
    const start = latin1.search(open);
    const end = latin1.search(close) + 1;
    const isSurrounded = latin1.slice(0, start).trim() !== '' || latin1.slice(end).trim() !== '';
    return start >= 0 && end > start && isSurrounded ? [latin1.slice(start, end)] : [];
  });
}
