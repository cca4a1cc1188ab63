/** Numbers of so many characters come back as they were, without an exponent. Source: IEEE 754-2019, section 5.12.2: 15 digits. */
const SAFE_LENGTH = 15;

/** What JavaScript makes of a number that it cannot hold. */
export type NumberLoss =
  /** Too large: it is read as Infinity. */
  | { readonly kind: 'overflow' }
  /** Too small: it is read as 0. */
  | { readonly kind: 'underflow' }
  /** It is read with another digit at the place `first`, of all `count`; the first that is not 0 is 1. */
  | { readonly kind: 'digits'; readonly first: number; readonly count: number }
  /** It is read as it is, and written with other digits. */
  | { readonly kind: 'written'; readonly count: number };

/**
 * How JavaScript reads or writes another number than the text of a JSON number says, as of `12345678901234567890` or `0.1e400`;
 * undefined for what it reads and writes right, as `1.0` and `1e2`. Never throws.
 */
export function findNumberLoss(text: string): NumberLoss | undefined {
  if (text.length <= SAFE_LENGTH && !/e/i.test(text)) return undefined;
  const read = Number(text);
  if (!Number.isFinite(read)) return { kind: 'overflow' };
  const [written, held] = [toDecimal(text), toDecimal(String(read))];
  if (written.digits === held.digits && written.exponent === held.exponent) return undefined;
  if (held.digits === '') return { kind: 'underflow' };
  const exact = toExact(read);
  const count = countDigits(text);
  if (written.digits === exact.digits && written.exponent === exact.exponent)
    return { kind: 'written', count };
  return { kind: 'digits', first: findFirstOther(written, exact), count };
}

/** A number that was rounded up to another power of ten has no digit in common. */
function findFirstOther(written: Decimal, held: Decimal): number {
  if (written.exponent !== held.exponent) return 1;
  let index = 0;
  while ((written.digits[index] ?? '0') === (held.digits[index] ?? '0')) index += 1;
  return index + 1;
}

/** Those behind the first that is not 0, with it, and the zeros at the end with them. */
function countDigits(text: string): number {
  return text.replace(/e.*$/i, '').replace(/[-.]/g, '').replace(/^0+/, '').length;
}

/** The whole value of a double, of which `String` gives no more digits than tell it from its neighbours. */
function toExact(read: number): Decimal {
  let [whole, halvings] = [read, 0];
  for (; !Number.isInteger(whole); halvings += 1) whole *= 2;
  return toDecimal(`${BigInt(whole) * 5n ** BigInt(halvings)}e-${halvings}`);
}

interface Decimal {
  /** Without zeros at either end; empty for zero. */
  readonly digits: string;
  /** The power of ten by which `0.digits` is multiplied; 0 for zero. */
  readonly exponent: number;
}

/** Two texts of the same number, whatever its sign, are the same decimal. */
function toDecimal(text: string): Decimal {
  const [mantissa = '', power = '0'] = text.replace(/^-/, '').split(/e/i);
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const zeros = all.search(/[1-9]/);
  if (zeros === -1) return { digits: '', exponent: 0 };
  return { digits: trimZeros(all.slice(zeros)), exponent: whole.length - zeros + Number(power) };
}

/** A regular expression would take the square of the time for a megabyte of zeros. */
function trimZeros(digits: string): string {
  let end = digits.length;
  while (digits.endsWith('0', end)) end -= 1;
  return digits.slice(0, end);
}
