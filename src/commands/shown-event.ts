import { maskFreeText } from '../core/events/masking.ts';
import { toShort } from '../report/text.ts';

/** A name as long as a body says nothing that its beginning does not. */
const LONGEST_EVENT = 200;

/** The name of an event as it may be reported: short, and masked, because a body can put anything there. Never throws. */
export function toShownEvent(eventKind: string, showPii: boolean): string {
  const name = toShort(eventKind, LONGEST_EVENT);
  return showPii ? name : maskFreeText(name);
}
