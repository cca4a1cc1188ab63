import { type FieldDefinition, findRevision } from '../../events/definition.ts';
import { SANDBOX_IDS } from '../../events/id-form.ts';
import { isBusinessId } from '../../events/payload.ts';
import { IDENTIFIERS } from '../../events/tier.ts';
import { writeTime } from '../event-time.ts';
import { type Dice, drawBelow, drawHex, drawId, drawOne } from './draw.ts';
import type { FieldContext, Form } from './form.ts';

const MOST_FIELDS = 5;
/** Of four subjects one is a business. */
const SHARE_OF_BUSINESSES = 0.25;
/** For the aliases in the names of vault fields, which everybody chooses, and for the kinds of document. */
const ALIASES: Readonly<Record<string, string>> = { '*': 'primary', '<id>': 'passport' };
const CUSTOM_FIELDS = ['custom.loyalty_number', 'custom.referral'];

/**
 * The fields whose values have a form of their own.
 */
const MAKERS: ReadonlyMap<string, (context: FieldContext) => unknown> = new Map<
  string,
  (context: FieldContext) => unknown
>([
  ['event_kind', ({ form }) => form.definition.kind],
  ['fp_id', ({ form, dice }) => (drawsBusiness(form, dice) ? makeBusinessId(dice) : makePersonId(dice))],
  // What is made here is of the sandbox, and so is its playbook.
  ['is_live', () => false],
  ['playbook_key', ({ dice }) => drawId(dice, SANDBOX_IDS.playbook)],
  ['onboarding_id', ({ dice }) => drawId(dice, SANDBOX_IDS.onboarding)],
  [
    'link_id',
    ({ form, dice }) => drawId(dice, form.revision === '2025-05' ? SANDBOX_IDS.link : SANDBOX_IDS.newerLink),
  ],
  ['external_id', ({ dice }) => `customer-${drawHex(dice, 8)}`],
  ['user_external_id', ({ dice }) => `customer-${drawHex(dice, 8)}`],
  ['link_external_id', ({ dice }) => `link-${drawHex(dice, 8)}`],
  ['error', () => 'The watchlist provider did not answer.'],
  [
    'error_message',
    ({ before }) => `The bank link has failed: ${before['link_error'] ?? 'no reason was given'}.`,
  ],
  ['fields', drawVaultFields],
  ['timestamp', makeTimestamp],
]);

/** A usual value of a field, never null. An object is made of its fields by `build.ts`. Never throws. */
export function makeOrdinary(field: FieldDefinition, context: FieldContext): unknown {
  const make = MAKERS.get(field.name);
  if (make !== undefined) return make(context);
  if (field.type === 'boolean') return context.dice() < 0.5;
  const text = () =>
    field.values ? drawOne(context.dice, field.values) : `text-${drawHex(context.dice, 8)}`;
  return field.type === 'string[]' ? [text()] : text();
}

/** Tells whether the fields of this event can be about a business. Never throws. */
export function canBeBusiness({ definition }: Form): boolean {
  return !definition.name.startsWith('user.');
}

function drawsBusiness(form: Form, dice: Dice): boolean {
  return canBeBusiness(form) && dice() < SHARE_OF_BUSINESSES;
}

/** The id of a person in the sandbox. Never throws. */
export function makePersonId(dice: Dice): string {
  return drawId(dice, SANDBOX_IDS.person);
}

/** The id of a business. Never throws. */
export function makeBusinessId(dice: Dice): string {
  return drawId(dice, SANDBOX_IDS.business);
}

/** The names of all fields that the vault of this subject can have. Never throws. */
export function vaultFieldsFor({ before }: FieldContext): readonly string[] {
  const isBusiness = isBusinessId(String(before['fp_id']));
  const names = IDENTIFIERS.filter((name) => name.startsWith('business.') === isBusiness);
  const named = names.map((name) => name.replace(/\*|<id>/, (alias) => ALIASES[alias] ?? alias));
  return [...named, ...CUSTOM_FIELDS];
}

function drawVaultFields(context: FieldContext): readonly string[] {
  const names = vaultFieldsFor(context);
  const first = drawBelow(context.dice, names.length);
  const count = 1 + drawBelow(context.dice, MOST_FIELDS);
  return Array.from({ length: count }, (_, index) => names[(first + index) % names.length] ?? '');
}

/** The day of the documented examples. Fixed, because the same seed gives the same bytes on every day. */
const FIRST_MS = Date.parse('2025-05-05T00:00:00Z');
/** Each payload has a minute to itself. */
const STEP_MS = 60_000;

/**
 * The time of a payload as its revision writes it: with nine fractional digits, or none; the older form of the bank link
 * names no zone. Each payload is later than the one before it. Never throws.
 * Source: the documented examples, Footprint webhook documentation, 2025-05 and external-id revisions.
 */
function makeTimestamp({ form: { definition }, dice, index, before }: FieldContext): string {
  const isOlder = findRevision(definition, before) === '2025-05';
  const hasZone = !isOlder || definition.name !== 'user.bank_link_updated';
  return writeTimestamp({ index, dice, digits: isOlder ? 9 : 0 }) + (hasZone ? 'Z' : '');
}

/** The time of a payload in UTC with 0 to 9 fractional digits and without the `Z` at its end. Never throws. */
export function writeTimestamp({
  index,
  dice,
  digits,
}: Pick<FieldContext, 'index' | 'dice'> & { readonly digits: number }): string {
  const ms = FIRST_MS + index * STEP_MS + drawBelow(dice, STEP_MS);
  return writeTime(ms, Array.from({ length: digits }, () => drawBelow(dice, 10)).join(''));
}
