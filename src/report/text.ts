/**
 * Outside text made safe for a terminal: control characters become visible pictures (ESC is ␛), and invisible
 * ones that could reorder or hide text become the replacement character. Never throws.
 * Source: Unicode 16, blocks C0, C1, Control Pictures; bidirectional controls of UAX #9.
 */
export function toVisible(text: string): string {
  return UNSAFE.test(text) ? text.replace(EVERY_UNSAFE, picture) : text;
}

const UNSAFE = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;
const EVERY_UNSAFE = new RegExp(UNSAFE.source, 'g');

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}

/** The text, cut to at most `length` characters with an ellipsis as the last one. Never throws. */
export function toShort(text: string, length: number): string {
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length <= length && text.length <= 2 * length + 2
    ? text
    : `${characters.slice(0, length - 1).join('')}…`;
}

/** A count with its noun: `1 delivery`, `2 deliveries`. Never throws. */
export function toCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** An event's name as a person says it: without the `footprint.` that all of them share. Never throws. */
export function toShortName(eventKind: string): string {
  return eventKind.startsWith('footprint.') ? eventKind.slice('footprint.'.length) : eventKind;
}
