import { hash } from 'node:crypto';
import { toShownMessageId } from '../../events/masking.ts';
import { type Show, shorten } from '../../events/wording.ts';
import type { FoundGroup, PartResult, Seen, SeenMessage } from '../parts/part.ts';
import type { FindingText } from '../rules/finding.ts';
import { showName, showPath, toShow } from '../rules/showing.ts';

/** A delivery as it is remembered: by the hash of its id, since an id can be anything. */
export interface CarriedMessage {
  readonly key: string;
  /** The id as it may be shown. */
  readonly shown: string;
  /** The same with its mask, where it is shown without. */
  readonly masked?: string;
  readonly digest: string;
  /** From the beginning of the input. */
  readonly line: number;
  readonly column: number;
  readonly event: string | null;
}

/**
 * What came of a part, as it is gathered: lines count from the beginning of the input, and nothing in it needs a mask
 * any more. A shard's report carries these, so that merging gathers exactly what one run would have gathered.
 */
export interface CarriedPart {
  readonly input: number;
  readonly part: number;
  readonly payloads: number;
  /** As in `PartResult`. */
  readonly isEmpty: boolean;
  readonly seen: Seen;
  readonly groups: readonly FoundGroup[];
  readonly messages: readonly CarriedMessage[];
}

/** No id is as long. */
const LONGEST_ID = 200;
/** Two ids with the same 32 digits are not to be expected. */
const KEY_DIGITS = 32;

/** What came of a part, made ready to be gathered. Never throws. @param firstLine The line on which the part begins, from 1. */
export function carryPart(result: PartResult, firstLine: number, showPii = false): CarriedPart {
  const show = toShow(showPii);
  const { input, part, payloads, isEmpty, seen } = result;
  const groups = result.groups.map(({ finding, places }) => ({
    finding: toShownFinding(finding, show),
    places: places.map((number, index) => (index % 2 === 0 ? number + firstLine - 1 : number)),
  }));
  const messages = result.messages.map((message) => carryMessage(message, firstLine, showPii));
  return { input, part, payloads, isEmpty, seen, groups, messages };
}

/** Its keys are in one order, whoever found it: reports of merged shards are the same to the byte. */
function toShownFinding(finding: FindingText, show: Show): FindingText {
  const { code, severity, message, path, event, expected, actual, maskedMessage } = finding;
  return {
    code,
    severity,
    message,
    path: showPath(path, show),
    event: event === null ? null : showName(event, show),
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
    ...(maskedMessage !== undefined && { maskedMessage }),
  };
}

function carryMessage(message: SeenMessage, firstLine: number, showPii: boolean): CarriedMessage {
  const { id, digest, line, column, event } = message;
  const shown = shorten(toShownMessageId(id, showPii), LONGEST_ID);
  const masked = shorten(toShownMessageId(id), LONGEST_ID);
  return {
    key: hash('sha256', id, 'hex').slice(0, KEY_DIGITS),
    shown,
    ...(masked !== shown && { masked }),
    digest,
    line: line + firstLine - 1,
    column,
    event: event === null ? null : showName(event, toShow(showPii)),
  };
}
