import { Buffer } from 'node:buffer';
import { toUnpackedName } from '../document/packing.ts';
import type { InputForm, PartForm } from '../validation/parts/part.ts';
import { findContainer } from './container.ts';
import { type Cut, type CutSizes, type Cutter, SIZES } from './cut.ts';
import { createElementCutter } from './cut-elements.ts';
import { createLineCutter } from './cut-lines.ts';
import { createWholeCutter } from './cut-whole.ts';

/** Cuts content of which nothing is known. */
export interface ContentCutter extends Cutter {
  /** How it is cut; that is known as soon as there is a part. */
  readonly form: () => PartForm;
}

/** What is known of content beforehand. */
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
