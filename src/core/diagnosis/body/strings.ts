/**
 * The JSON text with each string, given as its source with quotes, replaced by what `change` makes of it. A regular
 * expression would run out of stack on a string of a megabyte. Never throws when the text is JSON.
 */
export function mapStrings(json: string, change: (source: string) => string): string {
  const parts: string[] = [];
  let done = 0;
  for (let start = json.indexOf('"'); start !== -1; start = json.indexOf('"', done)) {
    const end = findStringEnd(json, start);
    parts.push(json.slice(done, start), change(json.slice(start, end)));
    done = end;
  }
  return parts.join('') + json.slice(done);
}

/** Where the string that begins at `start` is over: the index after its closing quote, or the end of the text. Never throws. */
export function findStringEnd(json: string, start: number): number {
  let quote = json.indexOf('"', start + 1);
  while (quote !== -1 && isEscaped(json, quote)) quote = json.indexOf('"', quote + 1);
  return quote === -1 ? json.length : quote + 1;
}

function isEscaped(json: string, quote: number): boolean {
  let before = quote;
  while (json[before - 1] === '\\') before -= 1;
  return (quote - before) % 2 === 1;
}
