import { CAPTURE_RULES } from '../src/core/validation/rules/captures.ts';
import { CONTENT_RULES } from '../src/core/validation/rules/content.ts';
import { CONTEXT_RULES } from '../src/core/validation/rules/context.ts';
import { FILE_RULES } from '../src/core/validation/rules/files.ts';
import { type Example, type Rule, showExample } from '../src/core/validation/rules/rule.ts';
import { RULES } from '../src/core/validation/rules/rules.ts';
import { STRUCTURE_RULES } from '../src/core/validation/rules/structure.ts';

/** The page `docs/findings.md`, made from the list of rules and what is said of each here. Never throws. */
export function findingsPage(): string {
  return `${[INTRODUCTION, toTable(), ...SECTIONS.map(toSection)].join('\n\n')}\n`;
}

const INTRODUCTION = `<!-- Made by \`npm run pages\` from src/core/validation/rules. Do not edit. -->

# What \`validate\` finds

Each finding has a code, which is the name of its rule. An error fails the run (exit status 1); a warning does not, because Footprint may
add events, fields and values at any time.

\`fp-webhooks validate --list-rules\` lists the rules with their levels, and \`--explain CODE\` says in the terminal what this page says of one. To change one:

- for one run: \`--rule unknown_field=error\`, \`--rule example_data=off\`; the flag may be repeated, and leaves other rules as they are configured
- for a project: \`{ "rule": ["unknown_field=error", "example_data=off"] }\` in \`fp-webhooks.config.json\`
- for a machine: the variable \`FP_WEBHOOKS_RULE\`, with spaces between the rules

The codes of payloads, from \`not_an_object\` to \`example_data\` in the table, are also those that \`listen\` shows under a delivery; levels do not change there.`;

function toTable(): string {
  const rows = Object.entries(RULES).map(
    ([code, { level, summary }]) => `| [\`${code}\`](#${code}) | ${level} | ${summary} |`,
  );
  return `| code | level | what it finds |\n| --- | --- | --- |\n${rows.join('\n')}`;
}

const { superseded_revision, ...OTHERS } = CONTEXT_RULES;

/** The rules under their headings. */
const SECTIONS: readonly (readonly [title: string, Readonly<Record<string, Rule>>])[] = [
  ['The structure of a payload', { ...STRUCTURE_RULES, superseded_revision }],
  ['The contents of a payload', { ...CONTENT_RULES, ...OTHERS }],
  ['Files', FILE_RULES],
  ['Captures, recordings and the inputs as a whole', CAPTURE_RULES],
];

function toSection([title, rules]: (typeof SECTIONS)[number]): string {
  const texts = Object.entries(rules).map(([code, rule]) => toRule(code, rule));
  return [`## ${title}`, ...texts].join('\n\n');
}

function toRule(code: string, { level, summary, meaning, why, mend, wrong, right, args }: Rule): string {
  const flags = args === undefined ? '' : `, with \`${args.join(' ')}\``;
  return [
    `### \`${code}\``,
    `**${summary}.** ${meaning}`,
    `- *Why it matters:* ${why}\n- *What to do:* ${mend}\n- *Level:* ${toLevelWords(code, level)}`,
    `Wrong${flags}:`,
    toBlock(wrong),
    'Right:',
    toBlock(right),
  ].join('\n\n');
}

function toLevelWords(code: string, level: string): string {
  return level === 'off'
    ? `off; \`--rule ${code}=warning\` turns it on.`
    : `${level}; \`--rule ${code}=off\` turns it off.`;
}

function toBlock(example: Example): string {
  return `\`\`\`${example.shown === undefined ? 'json' : 'text'}\n${showExample(example)}\n\`\`\``;
}
