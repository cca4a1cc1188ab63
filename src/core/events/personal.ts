import { isFictionalPhone, isReservedDomain, isTestCard } from './fictional.ts';
import { mayBePersonal } from './traces.ts';

/** What a text can give away of a person, as messages call it. */
export type PersonalKind = 'e-mail address' | 'phone number' | 'SSN' | 'card number';

/**
 * Lengths are bounded so that a megabyte without an `@` is still read in one go. What parts a URL is no part of an
 * address, but may stand before an `@` where a host with a dot follows. `%40` is `@` in a URL.
 */
export const EMAIL =
  /(?:[^\s@<>"(),;:/?&=…]{1,64}(?:@|%40)|(?<=[/?&=;])@(?=[^\s@<>"(),;:/?&=#]{1,253}\.))[^\s@<>"(),;:/?&=#]{1,255}/gu;
/**
 * A time, which gives nothing away, also with the space that databases write, or nine digits or more with the usual
 * separators: SSN, phone, card.
 */
export const TIME_OR_NUMBER =
  /\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?!\d)|\+?\d(?:[\s()./\p{Pd}]{0,3}\d){8,}/gu;

/** Whether what `TIME_OR_NUMBER` found is a time. Never throws. */
export function isTime(match: string): boolean {
  return match.includes(':');
}

/** A bare number of 16 to 19 digits that cannot be a card: a clock in nanoseconds, the id of another system. Never throws. */
export function isPlainLongId(number: string): boolean {
  return /^\d{16,19}$/.test(number) && !passesLuhn(number);
}

/** Source: ISO/IEC 7812-1, annex B. */
function passesLuhn(digits: string): boolean {
  const sum = Array.from(digits, Number)
    .reverse()
    .map((digit, index) => (index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0)))
    .reduce((total, digit) => total + digit, 0);
  return sum % 10 === 0;
}

/**
 * What a text gives away first, or undefined. It is surer than a mask needs to be, which rather hides too much: a clock,
 * a date, an address of a machine, a number that is part of an id and what is set aside for examples are nobody's. Never throws.
 */
export function findPersonalKind(text: string): PersonalKind | undefined {
  if (!mayBePersonal(text)) return undefined;
  if (holdsAddress(text)) return 'e-mail address';
  for (const { 0: match, index } of text.matchAll(TIME_OR_NUMBER)) {
    const isInId = ENDS_ID.test(text.slice(Math.max(0, index - 2), index));
    const isBeforeWord = BEGINS_WORD.test(text.slice(index + match.length, index + match.length + 2));
    const kind = isInId || isBeforeWord || NOBODYS.test(match) ? undefined : nameNumber(match);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** Most texts that may be personal are times, and have no `@`. */
function holdsAddress(text: string): boolean {
  if (!text.includes('@') && !text.includes('%40')) return false;
  for (const [match] of text.matchAll(EMAIL)) {
    const domain = DOMAIN.exec(match)?.[1];
    if (domain !== undefined && !isReservedDomain(domain)) return true;
  }
  return false;
}

/** The name of a top-level domain is no number, and versions of packages are: `npm@10.2.3`. */
const DOMAIN = /(?:@|%40)(.*[^.]\.\p{L}{2,63})\P{L}*$/u;
/** As in `ob_`, `customer-` or a UUID. */
const ENDS_ID = /[\p{L}\d_]\p{Pd}?$/u;
const BEGINS_WORD = /^\p{Pd}?[\p{L}_]/u;
/** A time or date, a decimal fraction, an address of a machine. */
const NOBODYS =
  /:|^\d{4}[-/.]\d\d[-/.]\d\d(?!\d)|^\d\d[-/.]\d\d[-/.]\d{4}(?!\d)|^\d+\.\d+$|^\d{1,3}(?:\.\d{1,3}){3}$/;

function nameNumber(match: string): PersonalKind | undefined {
  const digits = match.replace(/\D/g, '');
  if (!match.startsWith('+') && isCard(digits)) return isTestCard(digits) ? undefined : 'card number';
  if (LIKE_SSN.test(match)) return SSN.test(match) ? 'SSN' : undefined;
  if (isFictionalPhone(digits)) return undefined;
  const isPhone = digits === match ? BARE_PHONE.test(match) : digits.length <= MOST_PHONE_DIGITS;
  return isPhone ? 'phone number' : undefined;
}

/** Source: ISO/IEC 7812-1: cards of banks begin with 3 to 6, and some with 2; 1 and 9 are of others, as clocks begin. */
function isCard(digits: string): boolean {
  return /^[2-6]\d{12,18}$/.test(digits) && passesLuhn(digits);
}

/** Source: Social Security Administration, "SSN Randomization", 2011: no part is all zeros, and no area is 666. */
const SSN = /^(?!000|666)\d{3}([\s.\p{Pd}]?)(?!00)\d\d\1(?!0000)\d{4}$/u;
const LIKE_SSN = /^\d{3}([\s.\p{Pd}]?)\d\d\1\d{4}$/u;
/** Source: ITU-T E.164 (2010), section 6.2.1. */
const MOST_PHONE_DIGITS = 15;
/** Without separators: North America, and numbers that begin with 0, as they do within most other countries. Unix time does not. */
const BARE_PHONE = /^(?:1?[2-9]\d{2}[2-9]\d{6}|0\d{9,12})$/;
