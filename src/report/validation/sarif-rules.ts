import type { ReportingDescriptor } from 'sarif';
import { EXPLANATIONS } from '../../core/validation/explanations/all.ts';
import { withoutLinks } from '../../core/validation/explanations/explanation.ts';
import type { FindingCode } from '../../core/validation/rules/finding.ts';
import { RULES, type Rule } from '../../core/validation/rules/rules.ts';
import { type ReportAbout, toDocsAddress } from './about.ts';

const CODES = Object.keys(RULES) as FindingCode[];

/** Where a rule stands in the list of rules. Never throws. */
export function toRuleIndex(code: FindingCode): number {
  return CODES.indexOf(code);
}

/** Every rule with its usual level, also where it found nothing: GitHub compares runs by their rules. Never throws. */
export function toSarifRules(about: ReportAbout): ReportingDescriptor[] {
  return CODES.map((code) => toDescriptor(code, RULES[code], about));
}

function toDescriptor(code: FindingCode, { level, summary }: Rule, about: ReportAbout): ReportingDescriptor {
  const link = toDocsAddress(code, about);
  const sentence = `${summary}.`;
  const { why, mend, ...words } = EXPLANATIONS[code];
  const meaning = withoutLinks(words.meaning);
  const more = about.repository === undefined ? `\`${link}\`` : `[More about \`${code}\`](${link}).`;
  return {
    id: code,
    shortDescription: { text: sentence },
    // GitHub shows it above the help.
    fullDescription: { text: meaning },
    help: {
      text: `Why it matters: ${why}\n\nWhat to do: ${mend}\n\nSee ${link}`,
      markdown: `- **Why it matters:** ${why}\n- **What to do:** ${mend}\n\n${more}`,
    },
    // A relative address would be none here. Source: SARIF 2.1.0, section 3.49.12.
    ...(about.repository !== undefined && { helpUri: link }),
    defaultConfiguration: level === 'off' ? { enabled: false, level: 'warning' } : { level },
  };
}
