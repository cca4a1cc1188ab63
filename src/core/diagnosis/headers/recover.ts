import { distance } from 'fastest-levenshtein';
import { findHeader, type RawHeaders } from '../../delivery/delivery.ts';
import { readSignatureHeaders } from '../../signature/signature-headers.ts';
import type { Change } from '../change.ts';

/** One of the three parts of a signature's headers. */
export type Part = 'id' | 'timestamp' | 'signature';

/** The three values, as far as they can be found under any name, and what was changed to find them. */
export interface Recovered {
  readonly values: Readonly<Partial<Record<Part, string>>>;
  readonly changes: readonly Change[];
  /** The parts that came under no name, nor one like it. */
  readonly missing: readonly Part[];
  /** `svix` when none came. */
  readonly family: 'svix' | 'webhook';
}

const PARTS: readonly Part[] = ['id', 'timestamp', 'signature'];

/** Finds the headers by their names, those of the other family, and names like these. An empty value counts as missing. Never throws. */
export function recoverHeaders(headers: RawHeaders): Recovered {
  const own = readSignatureHeaders(headers);
  if (!('kind' in own)) {
    const { id, timestamp, signature, headerFamily: family } = own;
    return { values: { id, timestamp, signature }, changes: [], missing: [], family };
  }
  const found = PARTS.flatMap((part) => findPart(headers, part) ?? []);
  const values = Object.fromEntries(found.map(({ part, value }) => [part, value]));
  const missing = PARTS.filter((part) => !found.some((each) => each.part === part));
  const family =
    found.filter(({ family }) => family === 'webhook').length > found.length / 2 ? 'webhook' : 'svix';
  return { values, changes: toChanges(found), missing, family };
}

interface Found {
  readonly part: Part;
  readonly value: string;
  /** The name under which it came, in lower case. */
  readonly name: string;
  /** The family that the name belongs to; undefined for another name. */
  readonly family: 'svix' | 'webhook' | undefined;
}

function findPart(headers: RawHeaders, part: Part): Found | undefined {
  for (const family of ['svix', 'webhook'] as const) {
    const name = `${family}-${part}`;
    const value = findHeader(headers, name);
    if (value) return { part, value, name, family };
  }
  const names = headers.map(([name]) => name.toLowerCase());
  const name = names.find((each) => isLike(each, part)) ?? names.find((each) => isMisspelt(each, part));
  const value = name === undefined ? undefined : findHeader(headers, name);
  return name !== undefined && value ? { part, value, name, family: undefined } : undefined;
}

/** `x-svix-id`, `svix_id`, `HTTP_SVIX_ID`, `svixId`, `x-original-webhook-id`. */
function isLike(name: string, part: Part): boolean {
  const plain = name.replace(/[^a-z]/g, '');
  return plain.endsWith(`svix${part}`) || plain.endsWith(`webhook${part}`);
}

function isMisspelt(name: string, part: Part): boolean {
  if (!/^[a-z][\w-]{3,30}$/.test(name)) return false;
  return [`svix-${part}`, `webhook-${part}`].some((wanted) => {
    const most = part === 'id' ? 1 : 2;
    return distance(name, wanted) <= most && !/^(?:svix|webhook)-(?:id|timestamp|signature)$/.test(name);
  });
}

function toChanges(found: readonly Found[]): readonly Change[] {
  const renamed = found.filter(({ family }) => family === undefined);
  if (renamed.length > 0) {
    const names = renamed.map(({ name, part }) => `${toSafeName(name)} is read as svix-${part}`);
    return [{ code: 'header_renamed', undone: names.join(', ') }];
  }
  if (new Set(found.map(({ family }) => family)).size < 2) return [];
  const names = found.map(({ name }) => name);
  const last = names.pop();
  return [{ code: 'headers_mixed', undone: `${names.join(', ')} and ${last} are read together` }];
}

/** A name from outside, for a sentence: letters, digits, `-` and `_`, and not too long. */
function toSafeName(name: string): string {
  return name.replace(/[^\w-]/g, '').slice(0, 60);
}
