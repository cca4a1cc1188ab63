import { findHar } from '../capture/from-har.ts';
import { AppError } from '../error.ts';
import { judge } from '../signature/judge.ts';
import { type Payload, payloadOf } from './payload.ts';

/** Payloads of a HAR, and the reasons for which other entries are skipped: sentences that begin with `file:line`. */
export interface HarPayloads {
  readonly payloads: readonly Payload[];
  readonly reasons: readonly string[];
}

/**
 * The deliveries of a HAR; undefined for any other file. Throws AppError `file_malformed` for an entry that cannot be
 * read, naming its line: to send only the others would go unnoticed.
 */
export function findHarPayloads(bytes: Uint8Array, file: string): HarPayloads | undefined {
  // Whatever is thought of its signature, it is signed anew.
  const har = findHar(bytes, file, (delivery, nowSeconds) => judge(delivery, [], nowSeconds));
  if (har === undefined) return undefined;
  const [problem] = har.bad;
  if (problem !== undefined) throw new AppError('file_malformed', problem, 'Nothing was sent.');
  const payloads = har.captures.map(({ capture, line }) => payloadOf(capture.delivery, `${file}:${line}`));
  return { payloads, reasons: har.reasons };
}
