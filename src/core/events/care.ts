import { EVENTS } from './catalogue.ts';
import { SENSITIVE_IDENTIFIERS, tierOf } from './tier.ts';

/**
 * How much of a value may be seen. `id`: prefix and end; `personal` and `free_text`: nothing; `text`: all but what looks
 * personal or secret; `credential`: nothing, even where personal data may be seen.
 */
export type Care = 'id' | 'personal' | 'free_text' | 'text' | 'credential';

/** Names of keys, headers and parameters whose values let somebody in. `playbook_key` is none. */
const CREDENTIAL =
  /secret|token|passw|cookie|credential|authorization|(?:api|access|private|signing|subscription)[_-]?key/i;
/** In a URL, these are too. */
const CREDENTIAL_IN_QUERY = /^(?:key|sig|signature|auth|pass|pwd)$/i;
/** As below: without case, underscores and hyphens. */
const ID = /^(?:fpb?id|onboardingid|linkid|.*externalid)$/s;

/** Last names of identifiers that name other things as well: a file, an error, a moment. */
const AMBIGUOUS = new Set(
  'name number image country expiration declarations issuedat expiresat refnumber'.split(' '),
);
/** What others call the same things. */
const OTHER_NAMES = [
  'ssn socialsecuritynumber taxid phone mobile mobilephone telephone emailaddress fullname givenname familyname',
  'surname maidenname dateofbirth birthdate birthday address addressline addressline3 street streetaddress',
  'postalcode postcode zipcode passportnumber accountnumber routingnumber iban cardnumber cvv',
].flatMap((names) => names.split(' '));
const PERSONAL: ReadonlySet<string> = new Set([
  ...SENSITIVE_IDENTIFIERS.map(toPlainName).filter((name) => !AMBIGUOUS.has(name)),
  ...OTHER_NAMES,
]);
/** No name that is known is longer, and a key can have a megabyte. */
const LONGEST_NAME = 100;
/** Found out once, because nearly every key of every delivery is one of these. */
const DOCUMENTED: ReadonlyMap<string, Care | undefined> = new Map(
  EVENTS.flatMap(({ fields }) => fields)
    .flatMap(({ name, fields = [] }) => [name, ...fields.map((each) => each.name)])
    .map((name) => [name, findCare(name)]),
);

/** Whether a key, header or parameter of this name holds a credential. Never throws. */
export function isCredentialName(name: string): boolean {
  return CREDENTIAL.test(name);
}

/** The same of a parameter in a URL. Never throws. */
export function isCredentialParameter(name: string): boolean {
  return CREDENTIAL.test(name) || CREDENTIAL_IN_QUERY.test(name);
}

/** Whether Footprint documents a field of this name. Never throws. */
export function isDocumentedName(key: string): boolean {
  return DOCUMENTED.has(key);
}

/** The care for what stands under a key, within something that needs `inherited`. Never throws. */
export function careFor(key: string, inherited: Care): Care {
  if (inherited === 'credential') return inherited;
  return (DOCUMENTED.has(key) ? DOCUMENTED.get(key) : findCare(key)) ?? inherited;
}

/** Undefined for a name that says nothing about its value. */
function findCare(key: string): Care | undefined {
  if (isCredentialName(key)) return 'credential';
  const name = toPlainName(key.length > LONGEST_NAME ? key.slice(-LONGEST_NAME) : key);
  if (ID.test(name)) return 'id';
  if (name === 'errormessage') return 'free_text';
  if (key.includes('.')) return isSensitive(key, name) ? 'personal' : undefined;
  return PERSONAL.has(name) ? 'personal' : undefined;
}

/** Of an identifier the tier decides: the city of a business is public, that of a person is not. */
function isSensitive(identifier: string, name: string): boolean {
  const tier = tierOf(identifier);
  return tier === 'unknown' ? PERSONAL.has(name) : tier !== 'low';
}

/** The part behind the last dot, without case, underscores and hyphens: `id.first_name` and `firstName` are alike. */
function toPlainName(key: string): string {
  return key
    .slice(key.lastIndexOf('.') + 1)
    .replace(/[_-]/g, '')
    .toLowerCase();
}
