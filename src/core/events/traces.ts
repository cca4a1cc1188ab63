const [SPACE, QUOTE, PERCENT, AND, COLON, LESS, EQUALS, AT, UNDERSCORE] = [
  0x20, 0x22, 0x25, 0x26, 0x3a, 0x3c, 0x3d, 0x40, 0x5f,
];
const [ZERO, ONE, NINE] = [0x30, 0x31, 0x39];
const [B, C, D, K, O, R, V] = [0x62, 0x63, 0x64, 0x6b, 0x6f, 0x72, 0x76];
const FEWEST_DIGITS = 9;
/** Makes an ASCII letter small. */
const SMALL = 0x20;

/** Whether a text may hold an address or a number of a person: nearly none has an `@`, a `%` or nine digits. Never throws. */
export function mayBePersonal(text: string): boolean {
  let digits = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === AT || code === PERCENT) return true;
    if (code >= ZERO && code <= NINE) digits += 1;
  }
  return digits >= FEWEST_DIGITS;
}

/**
 * Whether any pattern of free text can match: this is asked of nearly every value of every delivery, and one pass is
 * several times faster than the patterns. Never throws.
 */
export function mayNeedMask(text: string): boolean {
  let digits = 0;
  let before = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= ZERO && code <= NINE) digits += 1;
    if (code <= UNDERSCORE && isTelling(code, before, text, index)) return true;
    before = code;
  }
  return digits >= FEWEST_DIGITS;
}

function isTelling(code: number, before: number, text: string, index: number): boolean {
  switch (code) {
    case QUOTE:
    case PERCENT:
    case AND:
    case LESS:
    case EQUALS:
    case AT:
      return true;
    case ONE:
      return before === V;
    case UNDERSCORE:
      // `fp_id_`, `link_`, `sk_`, `whsec_`, `ob_`; `pb_` begins the keys of playbooks.
      return (
        before === D || before === K || before === C || (before === B && text.charCodeAt(index - 2) === O)
      );
    case SPACE:
      // `Bearer `, `Basic `
      return mayEndScheme(before | SMALL);
    case COLON:
      // `first_name: `; times and ports have digits on both sides.
      return !isDigit(before) || !isDigit(text.charCodeAt(index + 1));
    default:
      return false;
  }
}

/** `bearer`, `basic` */
function mayEndScheme(letter: number): boolean {
  return letter === R || letter === C;
}

function isDigit(code: number): boolean {
  return code >= ZERO && code <= NINE;
}
