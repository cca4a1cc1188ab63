import { maskCredentials } from '../../events/credentials.ts';
import { maskFreeText, maskNamed } from '../../events/masking.ts';
import { findPersonalKind } from '../../events/personal.ts';
import { formatPath, type Show, shorten } from '../../events/wording.ts';
import type { PathStep } from '../../json/places.ts';

/** Text as `validate` shows it: what looks like that of a person not even in part, since a name may stand beside a number. Never throws. */
export const showMasked: Show = (text) =>
  findPersonalKind(text) === undefined ? maskFreeText(text) : maskNamed(text, 'personal');

/** How text from outside is shown: with `showPii` only what lets somebody in is hidden. Never throws. */
export function toShow(showPii = false): Show {
  return showPii ? maskCredentials : showMasked;
}

/** A path as it may be shown: a key can be an e-mail address. Never throws. */
export function showPath(path: readonly PathStep[], show: Show): PathStep[] {
  return path.map((step) => (typeof step === 'string' ? show(step) : step));
}

/** A name as long as a body says nothing that its beginning does not. */
const LONGEST_NAME = 200;

/** A name from outside, which can be anything; cut last: half of an e-mail address would not be known as one. Never throws. */
export function showName(name: string, show: Show): string {
  return shorten(show(name), LONGEST_NAME);
}

/** A value of a record, by its path; a record can be one number or text, which has none. Never throws. */
export function nameValue(path: readonly PathStep[], show: Show): string {
  return path.length === 0 ? 'The value' : `\`${formatPath(path, show)}\``;
}
