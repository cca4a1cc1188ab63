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
/** As below: words joined, in small letters. */
const ID = /^(?:fpb?id|onboardingid|linkid|.*externalid)$/s;

/** Last names of identifiers that name other things as well: a file, an error, a moment. */
const AMBIGUOUS = new Set(
  'name number image country expiration declarations issuedat expiresat refnumber'.split(' '),
);
/** Other names of the same things. */
const OTHER_NAMES = [
  'ssn socialsecuritynumber taxid phone mobile mobilephone telephone emailaddress fullname givenname familyname',
  'surname maidenname namefirst namelast legalname displayname username nickname customername clientname applicantname personname',
  'contactname cardholdername holdername ownername dateofbirth birthdate birthday birthplace placeofbirth yearofbirth',
  'address addressline addressline3 street streetaddress postalcode postcode zipcode passportnumber accountnumber',
  'routingnumber iban cardnumber cvv',
].flatMap((names) => names.split(' '));
const PERSONAL: ReadonlySet<string> = new Set([
  ...SENSITIVE_IDENTIFIERS.map((name) => toPlainName(name.slice(name.lastIndexOf('.') + 1))).filter(
    (name) => !AMBIGUOUS.has(name),
  ),
  ...OTHER_NAMES,
]);
/** Names that end like one of a person, and name a machine or a browser. */
const OF_MACHINE =
  /(?:ip|mac|remote|local|server|peer|host|bind|listen|network|base|memory|web)address$|uamobile$/;
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

/**
 * Undefined for a name that says nothing about its value. Its last words decide, in any style: `X-Customer-Email`,
 * `user[firstName]` and `ns:FIRST_NAME` are those of a person, as `phone2` and `emails` are.
 */
function findCare(key: string): Care | undefined {
  if (isCredentialName(key)) return 'credential';
  const words = toNameWords(key.slice(-LONGEST_NAME));
  const names = words.map((_, index) => toPlainName(words.slice(index).join('')));
  if (names.some((name) => ID.test(name))) return 'id';
  if (names[0] === 'errormessage') return 'free_text';
  const tier = key.includes('.') ? tierOf(key) : 'unknown';
  if (tier !== 'unknown') return tier === 'low' ? undefined : 'personal';
  return names.some(isPersonal) && !OF_MACHINE.test(names[0] ?? '') ? 'personal' : undefined;
}

function isPersonal(name: string): boolean {
  const bare = name.replace(/(?:last)?\d+$/, '');
  return [name, bare, bare.replace(/e?s$/, '')].some((each) => PERSONAL.has(each));
}

/** The words of a name in snake, kebab, camel or any other case; `SSNNumber` are two. */
function toNameWords(name: string): readonly string[] {
  return name.match(/\p{Lu}+(?!\p{Ll})[\d]*|\p{Lu}?[\p{Ll}\p{Lo}\p{Lm}\d]+|\p{Lu}/gu) ?? [];
}

function toPlainName(name: string): string {
  return name.replaceAll('_', '').toLowerCase();
}
