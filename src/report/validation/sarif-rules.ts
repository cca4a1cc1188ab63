import type { ReportingDescriptor } from 'sarif';
import { withoutLinks } from '../../core/validation/rules/rule.ts';
import { FINDING_CODES, type FindingCode, RULES } from '../../core/validation/rules/rules.ts';
import { type ReportAbout, toDocsAddress } from './about.ts';

/** Where a rule stands in the list of rules. Never throws. */
export function toRuleIndex(code: FindingCode): number {
  return FINDING_CODES.indexOf(code);
}

/** Every rule with its usual level, also where it found nothing: GitHub compares runs by their rules. Never throws. */
export function toSarifRules(about: ReportAbout): ReportingDescriptor[] {
  return FINDING_CODES.map((code) => toDescriptor(code, about));
}

function toDescriptor(code: FindingCode, about: ReportAbout): ReportingDescriptor {
  const link = toDocsAddress(code, about);
  const { level, summary, why, mend, meaning } = RULES[code];
  const more = about.repository === undefined ? `\`${link}\`` : `[More about \`${code}\`](${link}).`;
  return {
    id: code,
    shortDescription: { text: `${summary}.` },
    // GitHub shows it above the help.
    fullDescription: { text: withoutLinks(meaning) },
    help: {
      text: `Why it matters: ${why}\n\nWhat to do: ${mend}\n\nSee ${link}`,
      markdown: `- **Why it matters:** ${why}\n- **What to do:** ${mend}\n\n${more}`,
    },
    // A relative address would be none here. Source: SARIF 2.1.0, section 3.49.12.
    ...(about.repository !== undefined && { helpUri: link }),
    defaultConfiguration: level === 'off' ? { enabled: false, level: 'warning' } : { level },
  };
}
