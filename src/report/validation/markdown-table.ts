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
