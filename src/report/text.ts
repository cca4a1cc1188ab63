import { replaceUnseen } from '../core/unseen.ts';

/**
 * Outside text made safe for a terminal: control characters become visible pictures (ESC is ␛, a space of another kind ␣),
 * and other unseen characters the replacement character. Never throws. Source: Unicode 17, block Control Pictures.
 */
export function toVisible(text: string): string {
  return replaceUnseen(text, picture);
}

function picture(character: string): string {
  const code = character.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  return /\p{Zs}/u.test(character) ? '\u2423' : '\ufffd';
}

/** The text, cut to at most `length` characters with an ellipsis as the last one. Never throws. */
export function toShort(text: string, length: number): string {
  if (text.length <= length) return text;
  const characters = [...text.slice(0, 2 * length + 2)];
  return characters.length <= length && text.length <= 2 * length + 2
    ? text
    : `${characters.slice(0, length - 1).join('')}…`;
}

/** A count with its noun: `1 delivery`, `2 deliveries`. Never throws. */
export function toCount(count: number, singular: string, plural = `${singular}s`): string {
  return `${count} ${count === 1 ? singular : plural}`;
}

/** A size as a person reads it: `214 bytes`, `12 kB`, `1.4 MB`. Never throws. */
export function toBytes(bytes: number): string {
  if (bytes < 1_000) return toCount(bytes, 'byte');
  const units = ['kB', 'MB', 'GB'] as const;
  const power = Math.min(Math.floor(Math.log10(bytes) / 3), units.length);
  const value = bytes / 1_000 ** power;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${units[power - 1]}`;
}

/** An event's name as a person says it: without the `footprint.` that all of them share. Never throws. */
export function toShortName(eventKind: string): string {
  return eventKind.startsWith('footprint.') ? eventKind.slice('footprint.'.length) : eventKind;
}

/** The command that sends a first signed event to a listener at this address, to be pasted into a second terminal. */
export function toTryCommand(url: string): string {
  const target = url === 'http://127.0.0.1:4400' ? '' : ` --to ${url}`;
  // The certificate that is made for this machine is trusted by nobody yet.
  const trust = url.startsWith('https:') ? ' --insecure' : '';
  return `npx fp-webhooks replay onboarding.completed${target}${trust}`;
}
