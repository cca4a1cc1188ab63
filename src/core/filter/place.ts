import { findHeader, type RawHeaders } from '../delivery/delivery.ts';
import type { PathStep } from '../json/places.ts';

/** Where a value stands: in the JSON of the body, or in a header (`header:user-agent`, in any case). */
export type Place =
  | { readonly kind: 'path'; readonly steps: readonly PathStep[] }
  | { readonly kind: 'header'; readonly name: string };

/** What conditions are asked of: a parsed body, undefined when it is not JSON, and headers. */
export interface Subject {
  readonly payload: unknown;
  readonly headers: RawHeaders;
}

const HEADER = /^header:([!#$%&'*+.^_`|~0-9A-Za-z-]+)$/i;
const STEP = /(?:^|\.)([^.[\]"'\s]+)|\[(\d{1,6})\]|\["((?:[^"\\]|\\.)*)"\]/y;

/**
 * A place as a person writes it: `status`, `link_event_body.state`, `fields[0]`, `["a key"]`, `header:svix-id`;
 * undefined for anything else. Never throws.
 */
export function findPlace(text: string): Place | undefined {
  const header = HEADER.exec(text)?.[1];
  if (header !== undefined) return { kind: 'header', name: header };
  if (/^header:/i.test(text)) return undefined;
  const steps: PathStep[] = [];
  for (let at = 0; at < text.length; ) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (match === null) return undefined;
    steps.push(toStep(match));
    at = STEP.lastIndex;
  }
  return steps.length === 0 ? undefined : { kind: 'path', steps };
}

function toStep([, key, index, quoted]: RegExpExecArray): PathStep {
  if (key !== undefined) return key;
  return index !== undefined ? Number(index) : (quoted ?? '').replace(/\\(.)/g, '$1');
}

/** The value at a place, or undefined when nothing is there. Never throws. */
export function valueAt({ payload, headers }: Subject, place: Place): unknown {
  if (place.kind === 'header') return findHeader(headers, place.name);
  return place.steps.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null) return undefined;
    return Object.hasOwn(value, step) ? (value as Record<PathStep, unknown>)[step] : undefined;
  }, payload);
}
