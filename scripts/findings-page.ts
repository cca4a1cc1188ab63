import { SECTIONS } from '../src/core/validation/explanations/all.ts';
import {
  type Example,
  type Explanation,
  showExample,
} from '../src/core/validation/explanations/explanation.ts';
import type { FindingCode } from '../src/core/validation/rules/finding.ts';
import { RULES } from '../src/core/validation/rules/rules.ts';

/** The page `docs/findings.md`, made from the list of rules and what is said of each here. Never throws. */
export function findingsPage(): string {
  return `${[INTRODUCTION, toTable(), ...SECTIONS.map(toSection)].join('\n\n')}\n`;
}

const INTRODUCTION = `<!-- Made by \`npm run pages\` from src/core/validation/rules/rules.ts and src/core/validation/explanations. Do not edit. -->

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

function toSection([title, explanations]: (typeof SECTIONS)[number]): string {
  const rules = Object.entries(explanations).map(([code, explanation]) =>
    toRule(code as FindingCode, explanation),
  );
  return [`## ${title}`, ...rules].join('\n\n');
}

function toRule(code: FindingCode, { meaning, why, mend, wrong, right, args }: Explanation): string {
  const { level, summary } = RULES[code];
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

function toLevelWords(code: FindingCode, level: string): string {
  return level === 'off'
    ? `off; \`--rule ${code}=warning\` turns it on.`
    : `${level}; \`--rule ${code}=off\` turns it off.`;
}

function toBlock(example: Example): string {
  return `\`\`\`${example.shown === undefined ? 'json' : 'text'}\n${showExample(example)}\n\`\`\``;
}
