import fc from 'fast-check';
import MarkdownIt from 'markdown-it';
import { expect, test } from 'vitest';
import { toVisible } from '../../../src/report/text.ts';
import { renderMarkdown } from '../../../src/report/validation/markdown.ts';
import { toMarkdown, toMarkdownSentence } from '../../../src/report/validation/markdown-text.ts';
import { volume } from '../../harness/volume.ts';
import { ABOUT, CUT, FULL, findingOf, hostileRun, NONE, PUBLISHED, runOf, SOME } from './runs.ts';

/** As lenient as any page that shows Markdown: HTML passes, and addresses become links. */
const reader = new MarkdownIt({ html: true, linkify: true });
reader.linkify.set({ fuzzyEmail: true });

/** The rows of all tables, heads among them: the text of each cell, with the names of tags in it that are not text. */
function tablesOf(markdown: string) {
  const rows: { text: string; tags: readonly string[] }[][] = [];
  const tokens = reader.parse(markdown, {});
  for (const [index, token] of tokens.entries()) {
    if (token.type === 'tr_open') rows.push([]);
    if (token.type !== 'th_open' && token.type !== 'td_open') continue;
    const parts = tokens[index + 1]?.children ?? [];
    const tags = parts.flatMap(({ type, content }) =>
      type === 'html_inline'
        ? [content]
        : ['text', 'code_inline', 'text_special'].includes(type)
          ? []
          : [type],
    );
    rows.at(-1)?.push({
      text: parts.map(({ type, content }) => (type === 'html_inline' ? '' : content)).join(''),
      tags,
    });
  }
  return { rows, tokens };
}

const cellsOf = (markdown: string) => tablesOf(markdown).rows.map((row) => row.map(({ text }) => text));

test('findings are a table: what, event, how often and the first places', () => {
  const markdown = renderMarkdown(SOME, ABOUT);
  expect(markdown.split('\n').slice(0, 3)).toEqual([
    '## fp-webhooks validate',
    '',
    '✗ 12 payloads in 4 files: 3 errors, 2 warnings.',
  ]);
  expect(cellsOf(markdown).slice(0, 3)).toEqual([
    ['', 'Finding', 'Event', 'Times', 'Where'],
    [
      '❌ error',
      'wrong_type is_live must be a boolean, and is a string.',
      'footprint.user.created',
      '2',
      'fixtures/a.json:3:5fixtures/a.json:9:5',
    ],
    [
      '⚠️ warning',
      'unknown_value status is "odd", which is not one of those known.',
      'footprint.user.created',
      '1',
      'fixtures/a.json:12:5',
    ],
  ]);
});

test('of a finding with many places three are shown and the others counted', () => {
  const many = runOf(Array.from({ length: 9 }, (_, index) => findingOf({ line: index + 1 })));
  expect(renderMarkdown(many, ABOUT)).toContain('`fixtures/a.json:3:5`<br>and 6 more |');
});

test('places and codes are links where it is known where they lead', () => {
  const markdown = renderMarkdown(SOME, PUBLISHED);
  expect(markdown).toContain(
    '[`fixtures/a.json:3:5`](<https://example.com/owner/app/blob/0123abc/fixtures/a.json?plain=1#L3>)',
  );
  expect(markdown).toContain(
    '[`wrong_type`](<https://example.com/owner/fp-webhooks/blob/HEAD/docs/findings.md#wrong_type>)',
  );
  expect(markdown).toContain('| `(standard input):3:5` |');
  expect(renderMarkdown(SOME, ABOUT)).not.toContain('](');
});

test('drift and coverage are tables of their own', () => {
  const first = { file: 'a.json', line: 4, column: 2 };
  const item = { kind: 'value' as const, event: 'footprint.user.created', place: 'status', first };
  const run = runOf([], { drift: [{ ...item, count: 7, examples: ['"odd"', '"even"'] }] });
  const values = ['pass', 'fail', 'none'].map((value) => ({ value, count: value === 'fail' ? 3 : 0 }));
  const fields = [{ place: 'status', values }];
  const coverage = [
    { event: 'footprint.onboarding.completed', count: 4, isRequired: false, fields },
    { event: 'footprint.vault.updated', count: 2, isRequired: true, fields: [] },
    { event: 'footprint.user.created', count: 0, isRequired: true, fields },
  ];
  const markdown = renderMarkdown(run, ABOUT, { coverage });
  expect(markdown.match(/^### .*/gm)).toEqual(['### Not in the catalogue', '### Coverage']);
  expect(cellsOf(markdown)).toEqual([
    ['What', 'Event', 'Place', 'Times', 'Examples', 'First'],
    ['value', 'footprint.user.created', 'status', '7', '"odd", "even"', 'a.json:4:2'],
    ['Event', 'Times', 'Required', 'Documented values that did not come'],
    ['footprint.onboarding.completed', '4', '', 'status=pass, status=none'],
    ['footprint.vault.updated', '2', 'yes', ''],
    ['footprint.user.created', '0', '❌ missing', ''],
  ]);
});

test('nothing found is the totals alone, and what is not listed is told', () => {
  expect(renderMarkdown(NONE, { ...ABOUT, verdict: 'passed' })).toBe(
    '## fp-webhooks validate\n\n✓ 0 payloads in 0 files: 0 errors, 0 warnings.\n',
  );
  expect(renderMarkdown(CUT, ABOUT)).toContain(
    '\n2 findings are accepted by the baseline. 5 more findings are not listed.\n',
  );
});

test('rows that do not fit are counted, and the report is never longer than it may be', () => {
  expect(renderMarkdown(FULL, ABOUT).match(/^\| ❌/gm)).toHaveLength(10_000);
  const short = renderMarkdown(FULL, ABOUT, { mostBytes: 20_000 });
  expect(Buffer.byteLength(short)).toBeLessThanOrEqual(20_000);
  const shown = short.match(/^\| ❌/gm)?.length ?? 0;
  expect(shown).toBeGreaterThan(100);
  expect(short).toContain(`\n… and ${10_000 - shown} more, which do not fit here.\n`);
  expect(renderMarkdown(FULL, ABOUT, { mostBytes: 0 })).not.toContain('|');
});

/** Source: GitHub Flavored Markdown 0.29, section 6.9: an address without a scheme is one where it begins with `www.`. */
test('an address that begins with www. is no link for GitHub', () => {
  expect(toMarkdown('See www.evil.com and WWW.evil.com.')).toBe('See www\\.evil.com and WWW\\.evil.com.');
});

test('code in a message stays code, and what only looks so is text', () => {
  expect(toMarkdownSentence('`user.a_b` should be `a`; "`" is not.')).toBe(
    '`user.a_b` should be `a`; "\\`" is not.',
  );
  expect(toMarkdownSentence('It is `a|b`.')).toBe('It is a\\|b.');
  expect(toMarkdown('1. x')).toBe('1\\. x');
});

test('outside text makes no cell, tag, link or mention, whatever it holds', () => {
  const ours = ['html_inline:<br>'];
  fc.assert(
    fc.property(hostileRun, (run) => {
      const { rows, tokens } = tablesOf(renderMarkdown(run, ABOUT));
      const counts = [...(run.groups.length === 0 ? [] : [5, ...run.groups.map(() => 5)]), 6, 6];
      expect(rows.map((row) => row.length)).toEqual(counts);
      // The same words stand in the cell: nothing of them became another cell.
      for (const [index, { code, message }] of run.groups.entries()) {
        const text = rows[index + 1]?.[1]?.text.replaceAll(/[\u200b`]/g, '');
        expect(text).toBe(`${code} ${toVisible(message).toWellFormed().replaceAll('`', '')}`);
      }
      const tags = rows
        .flat()
        .flatMap((cell) => cell.tags.map((tag) => (tag.startsWith('<') ? `html_inline:${tag}` : tag)));
      expect(tags.filter((tag) => !ours.includes(tag))).toEqual([]);
      const texts = tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === 'text');
      expect(texts.filter(({ content }) => /@\w/.test(content))).toEqual([]);
    }),
    { numRuns: volume(20, 100) },
  );
});
