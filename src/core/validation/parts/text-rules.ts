import { MOST_FINDINGS } from '../../events/finding.ts';
import type { Show } from '../../events/wording.ts';
import type { PlacedText } from '../../json/locate.ts';
import { walkJson } from '../../json/walk.ts';
import { CONTEXT_RULES } from '../rules/context.ts';
import { FILE_RULES } from '../rules/files.ts';
import type { Remark } from '../rules/finding.ts';

const { duplicate_key, number_imprecise, not_utf8 } = FILE_RULES;
const { personal_data } = CONTEXT_RULES;

/** The rules about the text of a record, in the order in which one token is held against them. */
const TEXT_RULES = { duplicate_key, number_imprecise, not_utf8, personal_data };
const CODES = Object.keys(TEXT_RULES) as readonly (keyof typeof TEXT_RULES)[];

/** Which of them are looked for in the text of a record. */
export type TextRules = Readonly<Record<keyof typeof TEXT_RULES, boolean>>;

/** Of which event the text is, and how it is quoted. */
interface Telling {
  readonly event: string | null;
  readonly show: Show;
}

/**
 * Findings that `JSON.parse` does not tell of the text of a value: duplicate keys, numbers that it cannot hold and lone surrogates; and personal
 * data, at their very places. At most 100 remarks, in the order of the text. Never throws.
 */
export function findInText(
  { text, startOf, placeAt }: PlacedText,
  rules: TextRules,
  { event, show }: Telling,
): readonly Remark[] {
  const codes = CODES.filter((code) => rules[code]);
  if (codes.length === 0) return [];
  const remarks: Remark[] = [];
  walkJson(text, startOf([]), (token) => {
    const source = text.slice(token.start, token.end);
    for (const code of codes) {
      const told = TEXT_RULES[code].find(token, source, show);
      if (told === undefined) continue;
      const { path, ...said } = told;
      remarks.push({ code, ...said, ...placeAt(token.start), path, event });
    }
    return remarks.length >= MOST_FINDINGS ? 'stop' : undefined;
  });
  return remarks;
}
