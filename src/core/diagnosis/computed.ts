import type { Delivery } from '../delivery/delivery.ts';
import type { Key } from '../signature/secret.ts';
import { findTreated } from './body/treated.ts';
import { createBodyView } from './body/view.ts';
import { BODY_FAULTS } from './catalogue/body.ts';
import type { Change } from './change.ts';
import type { Diagnosis, Suspicion } from './diagnosis.ts';
import { findEventSeconds } from './event-time.ts';
import { type Readings, readLeniently } from './headers/readings.ts';
import { recoverHeaders } from './headers/recover.ts';
import { type Budget, createMeter } from './search/budget.ts';
import { finish, search } from './search/search.ts';
import { toKeys } from './secrets.ts';
import { toProved } from './suspicions.ts';

/** A signature that the code of a receiver computed for a delivery, and the secrets it should have used. */
export interface ComputedRequest {
  readonly computed: string;
  /** Headers and body as they came; the signature header is not needed. */
  readonly delivery: Delivery;
  readonly keys: readonly Key[];
  readonly otherKeys: readonly Key[];
  readonly budget?: Budget;
}

/** What the code of a receiver computed. */
export interface ComputedResult {
  /**
   * `right`: the signature that one of the secrets gives. `received`: that of the header, which none of them gives.
   * `unreadable`: no signature. `no_headers`: the id or the timestamp did not come.
   */
  readonly kind: 'right' | 'received' | 'other' | 'unreadable' | 'no_headers';
  /** Present for `other` and `received`. The mistakes that give this signature are its suspicions. */
  readonly diagnosis?: Diagnosis;
}

/**
 * Finds out by experiment what code computed instead of the right signature: makes one mistake after the other, and two
 * that occur together, until the signature comes out. Never throws.
 */
export function diagnoseComputed({
  computed,
  delivery,
  keys,
  otherKeys,
  budget,
}: ComputedRequest): ComputedResult {
  const readings = toDigests(readLeniently(computed));
  if (readings.whole.length + readings.beginnings.length === 0) return { kind: 'unreadable' };
  const { id, timestamp, signature = '' } = recoverHeaders(delivery.headers).values;
  if (id === undefined || timestamp === undefined) return { kind: 'no_headers' };
  const view = createBodyView(delivery.body);
  const scene = {
    base: [],
    parts: { id, timestamp, eventSeconds: findEventSeconds(view.text()) },
    readings,
    view,
    treated: findTreated(view),
    ...toKeys(keys, otherKeys),
  };
  const meter = createMeter(delivery.body.length, budget);
  const { changes, ruledOut, stoppedBy } = finish(search(scene, meter));
  if (changes?.length === 0) return { kind: 'right' };
  // The right signature in another encoding is no mistake of the sender.
  const isRight = changes?.every(({ code }) => code === 'signature_encoding') ?? false;
  const isReceived =
    !isRight &&
    readLeniently(signature).whole.some(({ bytes }) =>
      readings.whole.some((each) => each.bytes.equals(bytes)),
    );
  const suspicions = changes === undefined ? [] : toMistakes(changes);
  const conclusion = changes === undefined ? 'unexplained' : 'explained';
  const diagnosis = { suspicions, ruledOut, conclusion, hashes: meter.hashes(), stoppedBy } as const;
  return { kind: isReceived ? 'received' : 'other', diagnosis };
}

/** How it was printed is no mistake: with or without `v1,`, in quotes. How the digest is encoded is. */
function toDigests({ whole, beginnings }: Readings): Readings {
  const clean = <T extends { readonly changes: readonly Change[] }>(reading: T): T => ({
    ...reading,
    changes: reading.changes
      .filter(({ code }) => code === 'signature_encoding' || code === 'signature_damaged')
      .map((each) => ({
        ...each,
        undone: each.undone.replace('signature is read as', 'digest is written as'),
      })),
  });
  return { whole: whole.map(clean), beginnings: beginnings.map(clean) };
}

function toMistakes(changes: readonly Change[]): readonly Suspicion[] {
  return toProved(changes, undefined, 'The computed signature results when').map((suspicion) => {
    const { code, keyName } = suspicion;
    if (keyName !== undefined)
      return { ...suspicion, fix: `Your code uses the secret ${keyName}: give it the one of this endpoint.` };
    if (code.startsWith('body_')) return { ...suspicion, fix: BODY_FAULTS.body_reserialised.fix };
    if (!/^(?:timestamp|id|header)_/.test(code)) return suspicion;
    return {
      ...suspicion,
      fix: 'Sign the texts of `svix-id` and `svix-timestamp` exactly as they are in the headers, not values derived from them.',
    };
  });
}
