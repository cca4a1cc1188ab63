import type { TableRow } from './bench.ts';

/** Rows as a Markdown table, padded to be read as it stands and to be pasted into `bench/README.md`. */
export function toTable(rows: readonly TableRow[]): string {
  const columns = Object.keys(rows[0] ?? {});
  const widths = columns.map((column) =>
    Math.max(column.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join(' | ')} |`;
  const rule = widths.map((each) => '-'.repeat(each));
  return [columns, rule, ...rows.map((row) => columns.map((column) => row[column] ?? ''))]
    .map(line)
    .join('\n');
}
