import { MOST_FINDINGS } from '../../events/finding.ts';
import { findPersonalKind } from '../../events/personal.ts';
import { formatPath, quoteValue, type Show } from '../../events/wording.ts';
import type { PlacedText } from '../../json/locate.ts';
import type { PathStep } from '../../json/places.ts';
import { unquote } from '../../json/scan.ts';
import { type PlacedToken, walkJson } from '../../json/walk.ts';
import type { Remark } from '../rules/finding.ts';
import { findNumberLoss, type NumberLoss } from './number-text.ts';

/** What is looked for in the text of a record. */
export interface TextRules {
  readonly duplicate_key: boolean;
  readonly number_imprecise: boolean;
  readonly personal_data: boolean;
  readonly not_utf8: boolean;
}

/** Of which event the text is, and how it is quoted. */
interface Telling {
  readonly event: string | null;
  readonly show: Show;
}

/** A remark before it has its place. */
type Said = Pick<Remark, 'code' | 'message' | 'expected' | 'actual'>;

/**
 * What `JSON.parse` does not tell of the text of a value: duplicate keys, numbers that it cannot hold and lone surrogates; and personal data,
 * at their very places. At most 100 remarks, in the order of the text. Never throws.
 */
export function findInText(
  { text, startOf, placeAt }: PlacedText,
  rules: TextRules,
  { event, show }: Telling,
): readonly Remark[] {
  if (!Object.values(rules).includes(true)) return [];
  const remarks: Remark[] = [];
  const say = ({ start, path }: PlacedToken, said: Said | undefined) => {
    if (said !== undefined) remarks.push({ ...said, ...placeAt(start), path: path(), event });
  };
  walkJson(text, startOf([]), (token) => {
    const source = text.slice(token.start, token.end);
    if (token.isRepeated && rules.duplicate_key) say(token, duplicate(unquote(source), show));
    if (token.kind === 'number' && rules.number_imprecise) say(token, findImprecise(token, source, show));
    if (rules.not_utf8) say(token, findLoneSurrogate(token, source, show));
    if (rules.personal_data) say(token, findPersonalData(token, source, show));
    return remarks.length >= MOST_FINDINGS ? 'stop' : undefined;
  });
  return remarks;
}

function duplicate(key: string, show: Show): Said {
  const message = `The key ${quoteValue(key, show)} stands twice in this object: JavaScript takes the last value, and others may take the first.`;
  return { code: 'duplicate_key', message };
}

function findImprecise({ path: toPath }: PlacedToken, source: string, show: Show): Said | undefined {
  const loss = findNumberLoss(source);
  if (loss === undefined) return undefined;
  return {
    code: 'number_imprecise',
    message: `${nameValue(toPath(), show)} ${toLossWords(loss)}: send it as a string.`,
    expected: 'a string, or a number that JavaScript can hold',
    actual: 'count' in loss ? `a number of ${loss.count} digits` : 'a number',
  };
}

/** Which digits are lost, and none of them: the number can be that of a card or of somebody's account. */
function toLossWords(loss: NumberLoss): string {
  switch (loss.kind) {
    case 'overflow':
      return 'is a number too large for JavaScript, which reads it as Infinity';
    case 'underflow':
      return 'is a number too small for JavaScript, which reads it as 0';
    case 'written':
      return `is a number of ${loss.count} digits, which JavaScript reads exactly and writes with others`;
    case 'digits':
      return `is a number of ${loss.count} digits, which JavaScript reads as another from digit ${loss.first} on`;
  }
}

/** `JSON.parse` takes half of a pair of UTF-16, which UTF-8 cannot write. */
function findLoneSurrogate(token: PlacedToken, source: string, show: Show): Said | undefined {
  if (!/\\ud[89a-f]/i.test(source) || unquote(source).isWellFormed()) return undefined;
  const what = token.kind === 'key' ? 'A key' : nameValue(token.path(), show);
  const message = `${what} has a lone surrogate (\\ud800 to \\udfff): it is not Unicode text, and PostgreSQL, Python and Rust refuse it.`;
  return { code: 'not_utf8', message };
}

function findPersonalData(token: PlacedToken, source: string, show: Show): Said | undefined {
  const kind = findPersonalKind(toText(token, source));
  if (kind === undefined) return undefined;
  const what = token.kind === 'key' ? 'A key' : nameValue(token.path(), show);
  const article = kind === 'SSN' || kind === 'e-mail address' ? 'an' : 'a';
  const message = `${what} looks like ${article} ${kind}: keep personal data out of files that are committed.`;
  return { code: 'personal_data', message };
}

/** A record can be one number or text, which has no name. */
function nameValue(path: readonly PathStep[], show: Show): string {
  return path.length === 0 ? 'The value' : `\`${formatPath(path, show)}\``;
}

/** A number with a fraction or an exponent is a quantity. */
function toText({ kind }: PlacedToken, source: string): string {
  if (kind !== 'number') return unquote(source);
  return /^\d+$/.test(source) ? source : '';
}
