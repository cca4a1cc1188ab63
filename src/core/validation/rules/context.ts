import type { EventDefinition } from '../../events/definition.ts';
import { findText, type PayloadObject } from '../../events/payload.ts';
import { findPersonalKind } from '../../events/personal.ts';
import { shapesOf } from '../../events/shape.ts';
import { parseTimestamp } from '../../events/timestamp.ts';
import type { Show } from '../../events/wording.ts';
import { unquote } from '../../json/scan.ts';
import type { PlacedToken } from '../../json/walk.ts';
import { LINK, lines, payload, REVIEW, type Rule, SHAPE_B, type Told } from './rule.ts';
import { nameValue } from './showing.ts';

/** Context of a payload: all that is known beside what it says itself. */
export interface PayloadContext {
  /** Its event; undefined where the catalogue does not have it. */
  readonly definition: EventDefinition | undefined;
  /** When it came, or now: Unix time in milliseconds. What is later than this was not yet. */
  readonly nowMs: number;
  /** Completes "later than …". */
  readonly nowWords: string;
  /** Takes it in, and says whether one of the same person before it is newer; undefined for one that came before, which is as old as it was then. */
  readonly isOlder: ((payload: PayloadObject) => boolean) | undefined;
}

/** Rules about a payload beside others: the clock, earlier events, the newer revision, and the file that it is in. */
export const CONTEXT_RULES = {
  superseded_revision: {
    level: 'off',
    summary: 'A payload has a shape that a newer revision replaced',
    meaning:
      'The payload has a field that the newer revision of the webhooks has replaced: `link_event_body` of a bank link. Both revisions are documented, so that this is off unless you ask for it.',
    why: 'A team that has seen the newer revision arrive wants its fixtures to be of that one.',
    mend: 'Write the fields of shape B in its place.',
    wrong: payload({ ...LINK, link_event_body: { state: 'connected' } }),
    right: payload({ ...LINK, ...SHAPE_B }),
    args: ['--rule', 'superseded_revision=warning'],
    find: findSuperseded,
  },
  timestamp_out_of_order: {
    level: 'warning',
    summary: "An event is older than the same person's before it",
    meaning:
      'The event is older, by its whole seconds, than another event of the same `fp_id` before it in the file. The same message sent again does not count. A long file is checked in parts of 256 KiB, and only the events of one part are compared.',
    why: 'Svix keeps no order. A handler that takes the last delivery for the newest lets an old `pending` undo a `pass`.',
    mend: 'Sort the file by time, or keep it so and let your handler compare `timestamp` before it overwrites anything.',
    wrong: lines('events.ndjson', [{ ...REVIEW, timestamp: '2025-05-05T18:40:50Z' }, REVIEW]),
    right: lines('events.ndjson', [REVIEW, { ...REVIEW, timestamp: '2025-05-05T18:40:50Z' }]),
    find: findOutOfOrder,
  },
  timestamp_in_future: {
    level: 'warning',
    summary: 'A timestamp lies in the future',
    meaning:
      'The `timestamp` is more than 5 minutes later than now; in a capture, later than the moment at which it was received.',
    why: 'It is mostly local time with a `Z` behind it. As the newest event of its user it blocks every later one for as long.',
    mend: 'Write it in UTC. If it really came so, look at the clock of the machine that received it.',
    wrong: payload({ ...REVIEW, timestamp: '2999-01-01T00:00:00Z' }),
    right: payload(REVIEW),
    find: findInFuture,
  },
  personal_data: {
    level: 'warning',
    summary: 'A file holds what looks like personal data',
    meaning:
      "A text, a number or a key looks like an e-mail address, a phone number, an SSN (9 digits) or a card number (13 to 19 digits with the right check digit): in a payload or in the body of a capture, in a file. Standard input and the history are not looked at. Nothing is repeated in the message but the kind. What is set aside for examples is nobody's and is not told: addresses of `example.com`, `.org` and `.net` and of names that end in `.example`, `.test`, `.invalid` or `.localhost` (RFC 2606, RFC 6761), the phone numbers 555-0100 to 555-0199 of North America, and the test cards of Stripe, Braintree, Adyen and Authorize.net. That any other value is made up cannot be seen.",
    why: "Footprint's payloads hold ids and names of fields, never values. What looks personal was put in by your side, as an `external_id` or in an error text, and a committed file gives it to everybody who can read the repository, for good.",
    mend: 'Write an id of your own in its place, or an example such as `jane@example.com`. Where it was real, rewrite the history of the repository too.',
    wrong: payload({ ...REVIEW, external_id: 'jane@my.internal' }),
    right: payload({ ...REVIEW, external_id: 'jane@example.com' }),
    find: findPersonalData,
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** How far two clocks may be apart. */
const TOLERANCE_MS = 300_000;

function findInFuture(payload: PayloadObject, { nowMs, nowWords }: PayloadContext): readonly Told[] {
  const moment = parseTimestamp(findText(payload, 'timestamp') ?? '');
  if (moment === undefined || moment.epochMs <= nowMs + TOLERANCE_MS) return [];
  const message = `\`timestamp\` is more than 5 min later than ${nowWords}: is a clock wrong, or is it local time?`;
  return [{ path: ['timestamp'], message }];
}

function findOutOfOrder(payload: PayloadObject, { isOlder }: PayloadContext): readonly Told[] {
  if (isOlder?.(payload) !== true) return [];
  const message =
    '`timestamp` is older than that of an event of the same `fp_id` before it: an older event must not undo a newer one.';
  return [{ path: ['timestamp'], message }];
}

/** The fields that a newer revision has replaced by others. */
function findSuperseded(payload: PayloadObject, { definition }: PayloadContext): readonly Told[] {
  const [older, newer] = definition === undefined ? [] : shapesOf(definition);
  if (older === undefined || newer === undefined) return [];
  const others = newer.own.map(({ name }) => `\`${name}\``).join(', ');
  return older.own
    .filter(({ name }) => Object.hasOwn(payload, name))
    .map(({ name }) => ({
      path: [name],
      message: `\`${name}\` is of the revision ${older.revision}; the newer revision has ${others} in its place.`,
    }));
}

function findPersonalData(token: PlacedToken, source: string, show: Show): Told | undefined {
  const kind = findPersonalKind(toText(token, source));
  if (kind === undefined) return undefined;
  const path = token.path();
  const what = token.kind === 'key' ? 'A key' : nameValue(path, show);
  const article = kind === 'SSN' || kind === 'e-mail address' ? 'an' : 'a';
  const message = `${what} looks like ${article} ${kind}: keep personal data out of files that are committed.`;
  return { path, message };
}

/** A number with a fraction or an exponent is a quantity. */
function toText({ kind }: PlacedToken, source: string): string {
  if (kind !== 'number') return unquote(source);
  return /^\d+$/.test(source) ? source : '';
}
