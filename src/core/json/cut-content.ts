import { Buffer } from 'node:buffer';
import { toBuffer } from '../bytes.ts';
import {
  type Cut,
  type CutSizes,
  type Cutter,
  createWholeCutter,
  type InputForm,
  type PartForm,
  SIZES,
} from './cut.ts';
import { createElementCutter } from './cut-elements.ts';
import { createLineCutter } from './cut-lines.ts';
import { isExcessive } from './excess.ts';
import { hasLinesName, toUnpackedName } from './packing.ts';
import { skipMark } from './piece.ts';
import { findJson, isBlank, isSpace } from './scan.ts';

/** Cuts content of which nothing is known. */
export interface ContentCutter extends Cutter {
  /** Form in which it is cut; known as soon as there is a part. */
  readonly form: () => PartForm;
}

/** Facts about content that are known before it is read. */
export interface ContentHints {
  readonly name: string;
  readonly as: InputForm | undefined;
}

/**
 * Cuts content as its beginning says, in the same places whatever the length of the chunks.
 */
export function createContentCutter({ name, as }: ContentHints, sizes: CutSizes = SIZES): ContentCutter {
  let head: Uint8Array[] = [];
  let [length, asked] = [0, 0];
  let chosen: { readonly form: PartForm; readonly cutter: Cutter } | undefined;

  function choose(isWhole: boolean): readonly Cut[] {
    const bytes = head.length === 1 && head[0] !== undefined ? head[0] : Buffer.concat(head);
    const form = findContainer({ head: bytes, isWhole, name: toUnpackedName(name), as }, sizes);
    head = [bytes];
    if (form === 'unknown') return [];
    head = [];
    chosen = { form, cutter: createCutter(form, name, sizes) };
    return chosen.cutter.push(bytes);
  }

  function push(chunk: Uint8Array): readonly Cut[] {
    if (chosen !== undefined) return chosen.cutter.push(chunk);
    head.push(chunk);
    length += chunk.length;
    // Asked again only when there is twice as much, so that short chunks cost no more than long ones.
    if (length <= sizes.partBytes || length < 2 * asked) return [];
    asked = length;
    return choose(false);
  }

  function end(): readonly Cut[] {
    const cuts = chosen === undefined ? choose(true) : [];
    return [...cuts, ...(chosen?.cutter.end() ?? [])];
  }

  return { push, end, form: () => chosen?.form ?? 'document' };
}

function createCutter(form: PartForm, name: string, sizes: CutSizes): Cutter {
  switch (form) {
    case 'document':
      return createWholeCutter(name);
    case 'lines':
      return createLineCutter(sizes);
    case 'elements':
      return createElementCutter(sizes);
  }
}

/** Facts that tell how to cut an input. */
export interface Beginning {
  /** The bytes at the beginning of the unpacked content. */
  readonly head: Uint8Array;
  /** True when that is all. */
  readonly isWhole: boolean;
  /** The input's name, without the ending of its packing. */
  readonly name: string;
  readonly as: InputForm | undefined;
}

/** Form in which an input is cut, or that its beginning does not tell it yet. */
export type Container = PartForm | 'unknown';

/**
 * Tells how to cut an input: what is short is read whole; else lines are told from the ending of the name, and by the
 * content: the first line is a value and more follows, or the second line is one. An array is known by its bracket; one that is an
 * element of lines ends within the first part. Never throws.
 */
export function findContainer(beginning: Beginning, sizes: CutSizes = SIZES): Container {
  const { name, as } = beginning;
  if (as === 'ndjson' || (hasLinesName(name) && as !== 'json' && as !== 'har')) return 'lines';
  if (as === 'har') return 'document';
  // No more is looked at than this, however much there is, so that the answer is the same: two lines, as long as may be.
  const head = beginning.head.subarray(0, 2 * sizes.longestBytes);
  const isWhole = beginning.isWhole && head.length === beginning.head.length;
  if (head.length <= sizes.partBytes) return isWhole ? 'document' : 'unknown';
  const isEnough = isWhole || head.length === 2 * sizes.longestBytes;
  const start = head.length - skipMark(head).length + countSpaces(skipMark(head));
  const isArray = head[start] === OPEN_ARRAY;
  if (isArray && (as === 'json' || !head.subarray(start, sizes.partBytes).includes(LINE_FEED)))
    return 'elements';
  if (as === 'json' && start < head.length) return 'document';
  const found = start === head.length ? 'unknown' : findLines(head.subarray(start), { isArray, isWhole });
  if (found === 'unknown' && isEnough) return isArray ? 'elements' : 'document';
  return found;
}

function countSpaces(bytes: Uint8Array): number {
  const count = bytes.findIndex((byte) => !isSpace(byte));
  return count === -1 ? bytes.length : count;
}

const OPEN_ARRAY = 0x5b;
const LINE_FEED = 10;

/** The content begins with what is no white space. */
function findLines(
  content: Uint8Array,
  { isArray, isWhole }: { readonly isArray: boolean; readonly isWhole: boolean },
): Container {
  const first = content.indexOf(LINE_FEED);
  if (first === -1) return 'unknown';
  const rest = content.subarray(first + 1);
  const next = rest.findIndex((byte) => !isSpace(byte));
  const other = isArray ? 'elements' : 'document';
  if (isRecord(content.subarray(0, first))) return next === -1 ? 'unknown' : 'lines';
  if (isArray) return other;
  const second = next === -1 ? -1 : rest.indexOf(LINE_FEED, next);
  if (next === -1 || (second === -1 && !isWhole)) return 'unknown';
  return isRecord(rest.subarray(next, second === -1 ? rest.length : second)) ? 'lines' : other;
}

function isRecord(line: Uint8Array): boolean {
  if (isExcessive(line)) return true;
  const text = toBuffer(line).toString('utf8');
  const value = isBlank(text) ? undefined : findJson(text)?.value;
  return typeof value === 'object' && value !== null;
}
