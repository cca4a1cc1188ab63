import { findBodyText, toBuffer } from '../delivery/body.ts';
import type { RawHeaders } from '../delivery/delivery.ts';

/** A request to be written as a command. `file` is where the body can be read from; without it, the body stands in the command. */
export interface CurlRequest {
  readonly url: string;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
  readonly file?: string;
}

/**
 * A curl command for bash that sends exactly these bytes. A body that is no text, or that bash cannot hold, is written
 * as base64 and decoded on the way. Never throws.
 */
export function toCurl({ url, headers, body, file }: CurlRequest): string {
  const flags = headers.map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  const curl = (source: string) =>
    ['curl -sS -i -X POST', quote(url), ...flags, `--data-binary ${source}`].join(' \\\n  ');
  if (file !== undefined) return curl(quote(`@${file}`));
  const text = findBodyText(body);
  if (text !== undefined && !text.includes('\0') && !text.startsWith('@')) return curl(quote(text));
  return `printf %s ${quote(toBuffer(body).toString('base64'))} | base64 -d | ${curl('@-')}`;
}

/** A word for bash, whatever is in it: single quotes, and those inside written apart. */
function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
