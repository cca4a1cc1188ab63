import { hash } from 'node:crypto';
import { maskFreeText, toShownMessageId, toShownPath } from '../events/masking.ts';
import { shorten } from '../events/wording.ts';
import type { FindingText } from './finding.ts';
import type { FoundGroup, PartResult, Seen, SeenMessage } from './part.ts';

/** A delivery as it is remembered: by the hash of its id, since an id can be anything. */
export interface CarriedMessage {
  readonly key: string;
  /** The id as it may be shown. */
  readonly shown: string;
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

/** A name as long as a body says nothing that its beginning does not. */
const LONGEST_NAME = 200;
/** Two ids with the same 32 digits are not to be expected. */
const KEY_DIGITS = 32;

/** What came of a part, made ready to be gathered. Never throws. @param firstLine The line on which the part begins, from 1. */
export function carryPart(result: PartResult, firstLine: number): CarriedPart {
  const { input, part, payloads, isEmpty, seen } = result;
  const groups = result.groups.map(({ finding, places }) => ({
    finding: toShownFinding(finding),
    places: places.map((number, index) => (index % 2 === 0 ? number + firstLine - 1 : number)),
  }));
  const messages = result.messages.map((message) => carryMessage(message, firstLine));
  return { input, part, payloads, isEmpty, seen, groups, messages };
}

/** Its keys are in one order, whoever found it: reports of merged shards are the same to the byte. */
function toShownFinding({ code, severity, message, path, event, ...values }: FindingText): FindingText {
  const { expected, actual } = values;
  return {
    code,
    severity,
    message,
    path: toShownPath(path),
    event: toShownEvent(event),
    ...(expected !== undefined && { expected }),
    ...(actual !== undefined && { actual }),
  };
}

/** Cut last: half of an e-mail address would not be known as one. */
function toShownEvent(event: string | null): string | null {
  return event === null ? null : shorten(maskFreeText(event), LONGEST_NAME);
}

function carryMessage({ id, digest, line, column, event }: SeenMessage, firstLine: number): CarriedMessage {
  return {
    key: hash('sha256', id, 'hex').slice(0, KEY_DIGITS),
    shown: shorten(toShownMessageId(id), LONGEST_NAME),
    digest,
    line: line + firstLine - 1,
    column,
    event: toShownEvent(event),
  };
}
