/** Numbers of so many characters come back as they were, without an exponent. Source: IEEE 754-2019, section 5.12.2: 15 digits. */
const SAFE_LENGTH = 15;

/**
 * Whether JavaScript reads another number than the text of a JSON number says: `12345678901234567890`, `0.1e400`, but not
 * `1.0` or `1e2`. Never throws.
 */
export function isImprecise(text: string): boolean {
  if (text.length <= SAFE_LENGTH && !/e/i.test(text)) return false;
  const read = Number(text);
  if (!Number.isFinite(read)) return true;
  const [written, held] = [toDecimal(text), toDecimal(String(read))];
  return written.digits !== held.digits || written.exponent !== held.exponent;
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
