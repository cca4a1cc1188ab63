import { distance } from 'fastest-levenshtein';
import { findHeader, type RawHeaders } from '../../delivery/delivery.ts';
import { readSignatureHeaders } from '../../signature/signature-headers.ts';
import type { Change } from '../change.ts';
import { findMomentMs } from './moments.ts';

/** One of the three parts of a signature's headers. */
export type Part = 'id' | 'timestamp' | 'signature';

/** The values of the three headers. */
export type HeaderValues = Readonly<Partial<Record<Part, string>>>;

/** The three values, as far as they can be found under any name, and what was changed to find them. */
export interface Recovered {
  readonly values: HeaderValues;
  readonly changes: readonly Change[];
  /** The parts that came under no name, nor one like it. */
  readonly missing: readonly Part[];
  /** The missing parts in whose place a word for nothing came, or a template that was not filled in. */
  readonly placeholders: readonly { readonly part: Part; readonly word: string }[];
  /** `svix` when none came. */
  readonly family: 'svix' | 'webhook';
  /** The values of the `webhook-…` headers, where both families came whole and differ. */
  readonly second?: Required<HeaderValues>;
}

const PARTS: readonly Part[] = ['id', 'timestamp', 'signature'];

/**
 * Finds the headers by their names, those of the other family, and names like these, and puts exchanged values back. An
 * empty value counts as missing, and so does a placeholder. Never throws.
 */
export function recoverHeaders(headers: RawHeaders): Recovered {
  const own = readSignatureHeaders(headers);
  const isWhole = !('kind' in own) && PARTS.every((part) => findPlaceholder(own[part]) === undefined);
  const found = PARTS.flatMap(
    (part) => findPart(headers, part, isWhole ? [own.headerFamily] : FAMILIES) ?? [],
  );
  const came: HeaderValues = Object.fromEntries(found.map(({ part, value }) => [part, value]));
  const missing = PARTS.filter((part) => came[part] === undefined);
  const isWebhook = found.filter(isWebhookName).length > found.length / 2;
  const placeholders = missing.flatMap((part) => {
    const values = FAMILIES.map((family) => findHeader(headers, `${family}-${part}`) ?? '');
    const word = values.map(findPlaceholder).find((each) => each !== undefined);
    return word === undefined ? [] : [{ part, word }];
  });
  const { values, change } = putBack(came);
  const second = isWhole && own.headerFamily === 'svix' ? findSecond(headers, own) : undefined;
  return {
    values,
    changes: [...toChanges(found), ...(change === undefined ? [] : [change])],
    missing,
    placeholders,
    family: isWebhook ? 'webhook' : 'svix',
    ...(second !== undefined && { second }),
  };
}

const FAMILIES = ['svix', 'webhook'] as const;

/** Names of what stands for a value, in sentences. */
export const TEMPLATE = 'text of a template that was not filled in';
export const OBJECT = 'text that JavaScript makes of an object';

/** Words for nothing, and the text of templates that were not filled in. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^[<(]?(?:undefined|null|NULL|nil|None|NaN|Optional\.empty)[>)]?$/, ''],
  [/^Optional\((?:nil)?\)$/, ''],
  [/^\[object \w+\]$/, OBJECT],
  [/^(?:""|''|\[\]|\{\}|b''|b"")$/, 'text for an empty value'],
  [/^(?:=?\{\{.*\}\}|[$#][{(].*[})]|\{[\w.-]*\}|<[^>]*>|%[^%]*%|[$@:][A-Za-z][\w.-]*)$/s, TEMPLATE],
  [/^%(?:\(\w+\))?[sdvq]$|^%!\w\(.*\)$|^(?:svix|webhook)-\w+$|^(?:string|x{3,}|your[ _-].*)$/i, TEMPLATE],
];

/** What stands for a value that is not there, with its article; undefined for a value. Never throws. */
function findPlaceholder(value: string): string | undefined {
  const text = value.trim();
  const hasValue = text.length > 120 || /msg_\w{8}|\d{9}|v1a?,[\w+/]{16}/.test(text);
  const found = hasValue ? undefined : PLACEHOLDERS.find(([shape]) => shape.test(text));
  if (found === undefined) return undefined;
  return found[1] === '' ? `word ${text.replace(/[^\w.]/g, '')}` : found[1];
}

/** Values that look like those of another header are exchanged. */
function putBack(values: HeaderValues): { readonly values: HeaderValues; readonly change?: Change } {
  const { id, timestamp, signature } = values;
  if (id === undefined || timestamp === undefined || signature === undefined) return { values };
  const findOnly = (part: Part, shape: RegExp): Part => {
    const fits = PARTS.filter((each) => shape.test(values[each] ?? ''));
    return fits.length === 1 && !fits.includes(part) ? (fits[0] ?? part) : part;
  };
  const timePart =
    findMomentMs(timestamp) === undefined ? findOnly('timestamp', /^\s*\d{9,19}\s*$/) : 'timestamp';
  const signaturePart = findOnly('signature', /^\s*v1a?,[\w+/-]{16}/);
  const idPart = PARTS.find((part) => part !== timePart && part !== signaturePart);
  const places = { id: idPart ?? 'id', timestamp: timePart, signature: signaturePart };
  const moved = PARTS.filter((part) => places[part] !== part);
  if (timePart === signaturePart || moved.length === 0) return { values };
  const names = moved.map((part) => `svix-${part}`);
  const undone =
    names.length === 2
      ? `the values of ${names.join(' and ')} are exchanged`
      : 'the values of the three headers are put back in their places';
  return {
    values: Object.fromEntries(PARTS.map((part) => [part, values[places[part]]])),
    change: { code: 'header_value_changed', undone },
  };
}

/** A relay that signs anew leaves the headers of the first sender as they were. */
function findSecond(headers: RawHeaders, own: HeaderValues): Required<HeaderValues> | undefined {
  const second = readSignatureHeaders(headers.filter(([name]) => !/^svix-/i.test(name)));
  if ('kind' in second || PARTS.every((part) => second[part] === own[part])) return undefined;
  const { id, timestamp, signature } = second;
  return { id, timestamp, signature };
}

interface Found {
  readonly part: Part;
  readonly value: string;
  /** The name under which it came, in lower case. */
  readonly name: string;
  /** Whether the name is one of Svix or of Standard Webhooks. */
  readonly isOwn: boolean;
}

function findPart(headers: RawHeaders, part: Part, families: readonly string[]): Found | undefined {
  const hasValue = (value: string) => value !== '' && findPlaceholder(value) === undefined;
  const others = headers.filter(([, value]) => hasValue(value)).map(([name]) => name.toLowerCase());
  const own = families.map((family) => `${family}-${part}`);
  const like = [others.find((name) => isLike(name, part)), others.find((name) => isMisspelt(name, part))];
  const isFound = (name: string | undefined): name is string =>
    hasValue(findHeader(headers, name ?? '') ?? '');
  const name = [...own, ...like].find(isFound);
  if (name === undefined) return undefined;
  return { part, name, value: findHeader(headers, name) ?? '', isOwn: own.includes(name) };
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
  const renamed = found.filter(({ isOwn }) => !isOwn);
  if (renamed.length > 0) {
    const names = renamed.map(({ name, part }) => `${toSafeName(name)} is read as svix-${part}`);
    return [{ code: 'header_renamed', undone: names.join(', ') }];
  }
  if (new Set(found.map(isWebhookName)).size < 2) return [];
  const names = found.map(({ name }) => name);
  const last = names.pop();
  return [{ code: 'headers_mixed', undone: `${names.join(', ')} and ${last} are read together` }];
}

function isWebhookName({ name, isOwn }: Found): boolean {
  return isOwn && name.startsWith('webhook-');
}

/** A name from outside, for a sentence: letters, digits, `-` and `_`, and not too long. */
function toSafeName(name: string): string {
  return name.replace(/[^\w-]/g, '').slice(0, 60);
}
