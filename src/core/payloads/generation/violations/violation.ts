import { Buffer } from 'node:buffer';
import { isPayloadObject, type PayloadObject } from '../../../events/payload.ts';
import type { PathStep } from '../../../json/places.ts';
import type { FindingCode } from '../../../validation/rules/rules.ts';

/** One thing that is wrong with a payload. */
export interface Violation {
  /** What it is called: `missing fp_id`, `status a number`. */
  readonly name: string;
  /** What `validate` says of it, and where. */
  readonly code: FindingCode;
  readonly path: readonly PathStep[];
  /** The body with this wrong, and nothing else, from a payload in which every field is present. */
  readonly spoil: (payload: PayloadObject) => Uint8Array;
}

/** A value as Svix sends it: compact JSON in UTF-8. Never throws for what came from JSON. */
export function toBody(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** The payload with another value at a place, or without the place where the value is undefined. Never throws. */
export function withValueAt(
  payload: PayloadObject,
  [name = '', ...rest]: readonly string[],
  value: unknown,
): PayloadObject {
  const inner = payload[name];
  // JSON has no undefined: such a key is not written.
  return {
    ...payload,
    [name]: rest.length > 0 && isPayloadObject(inner) ? withValueAt(inner, rest, value) : value,
  };
}
