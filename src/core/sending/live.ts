import { toBuffer } from '../bytes.ts';

/** What is neither false nor null may be taken for true: `"true"` and `1`, for example. */
const SAYS_LIVE = /"is_live"\s*:\s*(?!\s|false|null)/;
/** A name as JSON has it, with such a value behind it. */
const TRUE_MEMBER = /("(?:[^"\\]|\\.)*")\s*:\s*(?!\s|false|null)/g;

/**
 * Whether a body says that it is of live mode: at any depth, also one that is no whole JSON or says both, and with escapes in the
 * name. Never throws.
 */
export function isLiveBody(body: Uint8Array): boolean {
  const text = toBuffer(body).toString('latin1');
  if (SAYS_LIVE.test(text)) return true;
  // Only with an escape in it can the name be missed above.
  if (!text.includes('\\')) return false;
  for (const [, name = ''] of text.matchAll(TRUE_MEMBER)) if (decode(name) === 'is_live') return true;
  return false;
}

function decode(name: string): string | undefined {
  try {
    return JSON.parse(name);
  } catch {
    return undefined;
  }
}
