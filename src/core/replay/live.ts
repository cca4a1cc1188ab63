import { toBuffer } from '../delivery/body.ts';
import { findJson } from '../document/parse-json.ts';
import { isPayloadObject } from '../events/payload.ts';

const SAYS_LIVE = /"is_live"\s*:\s*true/;

/**
 * Whether a body says that it is of live mode: at any depth, also one that is no whole JSON or says both, and with escapes in the
 * name. Never throws.
 */
export function isLiveBody(body: Uint8Array): boolean {
  const bytes = toBuffer(body);
  if (SAYS_LIVE.test(bytes.toString('latin1'))) return true;
  // Only with an escape in it can the name be missed above.
  const value = bytes.includes('\\') ? findJson(bytes.toString('utf8'))?.value : undefined;
  return isPayloadObject(value) && value['is_live'] === true;
}
