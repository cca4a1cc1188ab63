/** A body with how it was read, each a sentence. The text is Latin-1, a character for each byte. */
export interface Chunks {
  readonly body: string;
  readonly notes: readonly string[];
}

/**
 * Joins the chunks of a body; extensions and trailers are left out. A body that has no chunks is given as it is, and one
 * whose chunks are broken up to there, with a note. Never throws. Source: RFC 9112 section 7.1.
 */
export function joinChunks(text: string): Chunks {
  const parts: string[] = [];
  let at = 0;
  for (;;) {
    const { size, start } = readSize(text, at);
    if (size === undefined) return toBroken(text, at, parts);
    if (size === 0)
      return { body: parts.join(''), notes: [...toJoined(parts), ...findRest(text.slice(start))] };
    const data = text.slice(start, start + size);
    parts.push(data);
    if (data.length < size) {
      const problem = `Chunk ${parts.length} has the size ${size}, but only ${data.length} of it are there: the body is cut off.`;
      return { body: parts.join(''), notes: [problem] };
    }
    const end = /^\r?\n/.exec(text.slice(start + size, start + size + 2));
    if (end === null && start + size < text.length) {
      const problem = `Chunk ${parts.length} has the size ${size} but does not end there: what follows is left out.`;
      return { body: parts.join(''), notes: [problem] };
    }
    at = start + size + (end?.[0].length ?? 0);
  }
}

/** An extension of a chunk is no longer than this. */
const LONGEST_SIZE_LINE = 4_096;

function readSize(text: string, at: number): { readonly size?: number; readonly start: number } {
  const line = text.slice(at, at + LONGEST_SIZE_LINE);
  const [all, digits] = /^([0-9a-f]{1,8})[ \t]*(?:;[^\r\n]*)?(?:\r?\n|$)/i.exec(line) ?? [];
  if (all === undefined || digits === undefined) return { start: at };
  return { size: Number.parseInt(digits, 16), start: at + all.length };
}

function toBroken(text: string, at: number, parts: readonly string[]): Chunks {
  if (parts.length === 0) {
    const note = 'Transfer-Encoding is chunked, but the body has no chunks: it is judged as it is.';
    return { body: text, notes: text === '' ? [] : [note] };
  }
  const problem =
    at >= text.length
      ? 'The last chunk, of size 0, is missing: the body may be cut off.'
      : `Ignored what follows chunk ${parts.length}: it is not a chunk.`;
  return { body: parts.join(''), notes: [...toJoined(parts), problem] };
}

function toJoined({ length }: readonly string[]): readonly string[] {
  if (length === 0) return [];
  return [length === 1 ? 'Took the body out of its chunk.' : `Joined the ${length} chunks of the body.`];
}

/** Trailers end with an empty line; what follows belongs to no request. */
function findRest(text: string): readonly string[] {
  const trailers = /^(?:[^\s:]+:[^\r\n]*\r?\n)*/.exec(text)?.[0] ?? '';
  const count = trailers.split('\n').length - 1;
  const rest = text.slice(trailers.length).trim().length;
  return [
    ...(count > 0 ? [`Left out ${count} trailer${count === 1 ? '' : 's'}.`] : []),
    ...(rest > 0 ? [`Left out the ${rest} bytes after the last chunk.`] : []),
  ];
}
