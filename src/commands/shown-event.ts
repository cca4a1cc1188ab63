import { toShownText } from '../core/events/masking.ts';
import { toShort } from '../report/text.ts';

/** A name as long as a body says nothing that its beginning does not. */
const LONGEST_EVENT = 200;

/** The name of an event as it may be reported: short, and masked, because a body can put anything there. Never throws. */
export function toShownEvent(eventKind: string, showPii: boolean): string {
  // Cut last: half of an e-mail address would not be known as one.
  return toShort(toShownText(eventKind, showPii), LONGEST_EVENT);
}
