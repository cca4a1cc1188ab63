import type { Page } from '../layout.ts';
import type { RecordOf } from '../records.ts';
import { toVisible } from '../text.ts';

/**
 * A request as it would go over the wire, or the command that sends it, and an empty line behind: exactly where no terminal
 * is. A body that is no text stands as base64, which a comment says. Never throws.
 */
export function renderRequest(record: RecordOf<'request'>, page: Page): string {
  const text = record.command ?? toWire(record);
  // A pipe or a file has no columns, and wants the bytes; a terminal would obey some of them.
  const exact = page.columns === Number.POSITIVE_INFINITY;
  return `${exact ? text : text.split('\n').map(toVisible).join('\n')}\n\n`;
}

function toWire({ method, url, headers, bodyText, bodyBase64 = '' }: RecordOf<'request'>): string {
  const { pathname, search } = new URL(url);
  const lines = [
    `${method} ${pathname}${search} HTTP/1.1`,
    ...headers.map(([name, value]) => `${name}: ${value}`),
  ];
  const body = bodyText ?? `# not UTF-8, so in base64:\n${bodyBase64}`;
  return `${lines.map(toVisible).join('\n')}\n\n${body}`;
}
