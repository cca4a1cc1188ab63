import type { RawHeaders } from '../delivery/delivery.ts';
import { toPrintf } from './body-word.ts';
import { toShellWord } from './shell-word.ts';

/** A request to be written as a command of HTTPie. */
export interface HttpieRequest {
  readonly url: string;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
  /** Whether any certificate is good enough. */
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
