import { toVisible } from '../text.ts';

/**
 * Outside text as Markdown that shows it and means nothing: no HTML, link, mention or cell of a table comes of it. Never throws.
 * Source: CommonMark 0.31.2, section 2.4; GitHub Flavored Markdown 0.29, sections 4.10 and 6.9.
 */
export function toMarkdown(text: string): string {
  return toVisible(text)
    .replace(/[\\`*_{}[\]<>()#+!|~&$]/g, '\\$&')
    .replaceAll('://', '\\://')
    .replace(/www\./gi, (start) => `${start.slice(0, -1)}\\.`)
    .replaceAll('@', NO_MENTION)
    .replace(/^(\s*)([-=:])/, '$1\\$2')
    .replace(/^(\s*\d+)\./, '$1\\.');
}

/** A name after it would be told that it was mentioned; a space of no width parts them. */
const NO_MENTION = '@&#8203;';

/** A sentence as Markdown, with code where it has code: between backticks. What is outside means nothing, as ever. Never throws. */
export function toMarkdownSentence(text: string): string {
  return text
    .split(/`([^`\s](?:[^`]*[^`\s])?)`/)
    .map((part, index) => (index % 2 === 0 ? toMarkdown(part) : toMarkdownCode(part)))
    .join('');
}

/** The same as code where its characters allow that in a table, else as text. Never throws. */
export function toMarkdownCode(text: string): string {
  return /[`|\\]/.test(text) || text.trim() === '' ? toMarkdown(text) : `\`${toVisible(text)}\``;
}

/** A link with Markdown for its text; only the text where there is no address. Never throws. */
export function toMarkdownLink(text: string, url: string | undefined): string {
  return url === undefined ? text : `[${text}](<${url.replace(/[<>\\|\s]/g, encodeURIComponent)}>)`;
}

/** A table with its heading; cells are Markdown. */
export interface MarkdownTable {
  readonly title: string;
  readonly columns: readonly string[];
  /** The columns of numbers, by their index. */
  readonly numeric?: readonly number[];
  readonly rows: readonly (readonly string[])[];
}

/** What is said where rows are left out takes less than this. */
const RESERVE_BYTES = 200;

/**
 * Tables one below the other, as many of their rows as fit into a number of bytes, and how many were left out. Tables without
 * rows are no tables. Never throws.
 */
export function renderTables(tables: readonly MarkdownTable[], mostBytes: number): string {
  let room = mostBytes;
  const parts: string[] = [];
  for (const table of tables) {
    if (table.rows.length === 0) continue;
    const head = toHead(table);
    room -= Buffer.byteLength(head) + RESERVE_BYTES;
    if (room < 0) break;
    const lines = table.rows.map((cells) => `| ${cells.join(' | ')} |\n`);
    const { fitting, bytes } = takeFitting(lines, room);
    room -= bytes;
    const left = lines.length - fitting.length;
    parts.push(head, ...fitting, left === 0 ? '' : `\n… and ${left} more, which do not fit here.\n`);
  }
  return parts.join('');
}

function toHead({ title, columns, numeric = [] }: MarkdownTable): string {
  const rule = columns.map((_, index) => (numeric.includes(index) ? '---:' : '---'));
  return `\n### ${title}\n\n| ${columns.join(' | ')} |\n| ${rule.join(' | ')} |\n`;
}

function takeFitting(
  lines: readonly string[],
  room: number,
): { readonly fitting: readonly string[]; readonly bytes: number } {
  let bytes = 0;
  for (const [index, line] of lines.entries()) {
    const size = Buffer.byteLength(line);
    if (bytes + size > room) return { fitting: lines.slice(0, index), bytes };
    bytes += size;
  }
  return { fitting: lines, bytes };
}
