import type { DriftItem, FilePlace, FindingGroup, ValidationRun } from '../../core/validation/run/run.ts';
import { isAbsolutePath, type ReportAbout, toDocsAddress, toUri } from './about.ts';
import {
  type MarkdownTable,
  renderTables,
  toMarkdownCode,
  toMarkdownLink,
  toMarkdownSentence,
} from './markdown-text.ts';
import { toRest, toTotals } from './totals.ts';

/** How often an event came, and each documented value of its fields. */
export interface CoverageRow {
  readonly event: string;
  readonly count: number;
  /** Whether the event is required. */
  readonly isRequired: boolean;
  readonly fields: readonly {
    readonly place: string;
    readonly values: readonly { readonly value: string; readonly count: number }[];
  }[];
}

/** What there is to say besides the run, and how much room there is for all of it. */
export interface MarkdownOptions {
  readonly coverage?: readonly CoverageRow[];
  /** Rows are left out of what would be longer. */
  readonly mostBytes?: number;
}

/** A report for people who read it on a page: totals, findings by what they say, news of Footprint, coverage. Never throws. */
export function renderMarkdown(
  run: ValidationRun,
  about: ReportAbout,
  { coverage = [], mostBytes = Number.POSITIVE_INFINITY }: MarkdownOptions = {},
): string {
  const head = [`## fp-webhooks validate\n`, `${toTotals(run, about)}\n`];
  const rest = toRest(run);
  const start = [...head, ...(rest.length === 0 ? [] : [`${rest.join(' ')}\n`])].join('\n');
  const tables = [toFindings(run.groups, about), toDrift(run.drift, about), toCoverage(coverage)];
  return start + renderTables(tables, mostBytes - Buffer.byteLength(start));
}

function toFindings(groups: readonly FindingGroup[], about: ReportAbout): MarkdownTable {
  return {
    title: 'Findings',
    columns: ['', 'Finding', 'Event', 'Times', 'Where'],
    numeric: [3],
    rows: groups.map((group) => [
      group.severity === 'error' ? '❌ error' : '⚠️ warning',
      `${toCodeLink(group, about)} ${toMarkdownSentence(group.message)}`,
      group.event === null ? '' : toMarkdownCode(group.event),
      String(group.count),
      toPlaces(group, about),
    ]),
  };
}

/** A path to a page would lead nowhere from where a report is read. */
function toCodeLink({ code }: FindingGroup, about: ReportAbout): string {
  const url = about.repository === undefined ? undefined : toDocsAddress(code, about);
  return toMarkdownLink(`\`${code}\``, url);
}

function toPlaces({ places, count }: FindingGroup, about: ReportAbout): string {
  const more = count - places.length;
  const shown = places.map((place) => toPlace(place, about));
  return [...shown, ...(more > 0 ? [`and ${more} more`] : [])].join('<br>');
}

function toPlace({ file, line, column }: FilePlace, { pathOf, sources }: ReportAbout): string {
  const path = pathOf(file);
  const isThere = sources !== undefined && path !== undefined && !isAbsolutePath(path);
  // Without it GitHub shows some files in a form that has no lines.
  const url = isThere ? `${sources}/${toUri(path)}?plain=1#L${line}` : undefined;
  return toMarkdownLink(toMarkdownCode(`${file}:${line}:${column}`), url);
}

function toDrift(drift: readonly DriftItem[], about: ReportAbout): MarkdownTable {
  return {
    title: 'Not in the catalogue',
    columns: ['What', 'Event', 'Place', 'Times', 'Examples', 'First'],
    numeric: [3],
    rows: drift.map(({ kind, event, place, count, examples, first }) => [
      `${kind}`,
      toMarkdownCode(event),
      place === '' ? '' : toMarkdownCode(place),
      String(count),
      examples.map(toMarkdownCode).join(', '),
      toPlace(first, about),
    ]),
  };
}

function toCoverage(coverage: readonly CoverageRow[]): MarkdownTable {
  return {
    title: 'Coverage',
    columns: ['Event', 'Times', 'Required', 'Documented values that did not come'],
    numeric: [1],
    rows: coverage.map((row) => [
      toMarkdownCode(row.event),
      String(row.count),
      toRequired(row),
      toUnseen(row).map(toMarkdownCode).join(', '),
    ]),
  };
}

function toRequired({ isRequired, count }: CoverageRow): string {
  if (!isRequired) return '';
  return count === 0 ? '❌ missing' : 'yes';
}

/** As `state=failed`; nothing of an event that never came, for which the 0 says it all. */
function toUnseen({ count, fields }: CoverageRow): readonly string[] {
  if (count === 0) return [];
  return fields.flatMap(({ place, values }) =>
    values.filter((each) => each.count === 0).map(({ value }) => `${place}=${value}`),
  );
}
