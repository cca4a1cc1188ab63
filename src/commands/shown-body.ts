import { findBodyText, toBuffer } from '../core/bytes.ts';
import { toShownPayload, toShownText } from '../core/events/masking.ts';
import { findJson } from '../core/json/scan.ts';
import type { RecordOf } from '../report/records.ts';

type ShownBody = RecordOf<'delivery'>['body'];

const MOST_CHARACTERS = 20_000;
const MOST_BYTES = 256;

/** A body as it may be shown: JSON as such, text masked, anything else by its first bytes. Never throws. */
export function toShownBody(body: Uint8Array, showPii: boolean): ShownBody {
  if (body.length === 0) return { kind: 'empty' };
  const text = findBodyText(body);
  const json = findJson(text ?? '');
  if (json !== undefined) return { kind: 'json', value: toShownPayload(json.value, showPii) };
  if (text !== undefined) return toTextBody(text, showPii);
  // With a bad byte in it, it is still text, which a dump of bytes would show unmasked.
  const nearly = toBuffer(body).toString('utf8');
  return isMostlyText(nearly) ? toTextBody(nearly, showPii) : toDump(body);
}

function toTextBody(text: string, showPii: boolean): ShownBody {
  // Cut last: half of an e-mail address would not be known as one.
  const shown = toShownText(text, showPii);
  const omitted = shown.length - MOST_CHARACTERS;
  if (omitted <= 0) return { kind: 'text', text: shown };
  return { kind: 'text', text: shown.slice(0, MOST_CHARACTERS), omittedCharacters: omitted };
}

function isMostlyText(text: string): boolean {
  const odd = text.match(/[\0-\u0008\u000e-\u001f\u007f\ufffd]/g)?.length ?? 0;
  return odd * 4 < text.length;
}

function toDump(body: Uint8Array): ShownBody {
  const hex = toBuffer(body.subarray(0, MOST_BYTES)).toString('hex');
  const omitted = body.length - MOST_BYTES;
  return omitted > 0 ? { kind: 'binary', hex, omittedBytes: omitted } : { kind: 'binary', hex };
}
