/**
 * A character that shows nothing, steers a terminal, reorders text or passes for a space: controls, formats, surrogates,
 * private and unassigned characters, what renderers ignore, all separators but the space, and signs that are blank.
 * Source: Unicode 17, General_Category, Default_Ignorable_Code_Point; NamesList (BRAILLE PATTERN BLANK, OBJECT REPLACEMENT
 * CHARACTER, EGYPTIAN HIEROGLYPH FULL BLANK and HALF BLANK, KHITAN SMALL SCRIPT FILLER, MUSICAL SYMBOL NULL NOTEHEAD).
 */
const UNSEEN = /[\p{C}\p{DI}[\p{Z}--[ ]]\u2800\ufffc\u{13441}\u{13442}\u{16fe4}\u{1d159}]/v;

/** Most text has none of these, which is told in a tenth of the time. */
const UNPLAIN = /[^ -~]/;

/**
 * Emoji of several parts, with one selector and tone a part. Tags are never kept: they hide text behind a flag.
 * Source: UTS #51 (2025), section 1.4.9.
 */
const EMOJI =
  /\p{ExtPict}[\ufe0e\ufe0f\p{EMod}]?(?:\u200d\p{ExtPict}[\ufe0f\p{EMod}]?)*|[#*0-9]\ufe0f\u20e3/v;

/** Letters and marks that U+200C and U+200D part and join in ordinary words. Source: UAX #31 (2025), section 2.3. */
const JOINING = `[[${'Arab Syrc Nkoo Mong Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Mymr Khmr'.replace(/\w+ ?/g, (script) => `\\p{scx=${script.trim()}}`)}]&&[\\p{L}\\p{M}]]`;
const JOINER = `(?<=${JOINING})[\\u200c\\u200d](?=${JOINING})`;
/** Made where it is needed: it takes milliseconds the first time, and V8 keeps it for the next. */
const toEveryUnseen = () => new RegExp(`(${EMOJI.source}|${JOINER})|${UNSEEN.source}`, 'gv');

/**
 * The text with every unseen character replaced. Joiners and selectors stay in emoji, and one joiner between two letters of
 * a script that needs it. Never throws.
 */
export function replaceUnseen(text: string, replace: (character: string) => string): string {
  return UNPLAIN.test(text) && UNSEEN.test(text)
    ? text.replace(toEveryUnseen(), (found, kept?: string) => kept ?? replace(found))
    : text;
}

/** JSON that reads back as the same, with unseen characters as `\uXXXX`. Line feeds between its lines stay. Never throws. */
export function escapeUnseen(json: string): string {
  return replaceUnseen(json, (character) => (character === '\n' ? character : toEscape(character)));
}

function toEscape(character: string): string {
  return character.replace(/./gs, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
