import { Buffer } from 'node:buffer';
import type { BodyVariant, Change } from '../change.ts';
import {
  ESCAPE_STYLES,
  type EscapeStyle,
  findSpecialCharacters,
  restyle,
  restyleText,
  toFingerprint,
} from './escapes.ts';
import { isSorted, type JsonNode, sortKeys } from './json-tree.ts';
import { LAYOUTS, layOut } from './layout.ts';
import type { BodyView } from './view.ts';

interface Style {
  readonly words: string;
  readonly write: (source: string) => string;
  readonly rewrite: (json: string) => string;
}

const AS_WRITTEN: Style = { words: '', write: (source) => source, rewrite: (json) => json };

/** The body as other serialisers would lay it out, with its own escapes first; nothing when it is not JSON. Never throws. */
export function* findLayouts(view: BodyView): Generator<BodyVariant> {
  const text = view.text();
  const tree = view.tree();
  if (text === undefined || tree === undefined) return;
  const styles = [AS_WRITTEN, ...findStyles(text)];
  for (const style of styles) {
    for (const { sorted, node } of toOrders(tree)) yield* layOutAll({ text, node, sorted, style });
  }
}

/** The body with the escapes of other serialisers and its own layout; nothing when it is not JSON. Never throws. */
export function* findEscapes(view: BodyView): Generator<BodyVariant> {
  const text = view.text();
  if (text === undefined || view.tree() === undefined) return;
  for (const { words, rewrite } of findStyles(text)) {
    const change: Change = { code: 'body_escapes_changed', undone: `the strings of the body have ${words}` };
    yield { change, bytes: Buffer.from(rewrite(text)) };
  }
}

interface Plan {
  readonly text: string;
  readonly node: JsonNode;
  readonly sorted: boolean;
  readonly style: Style;
}

function* layOutAll({ text, node, sorted, style }: Plan): Generator<BodyVariant> {
  const order = sorted ? ', its keys sorted' : '';
  const strings = style.words === '' ? '' : `, its strings with ${style.words}`;
  // As received but with other escapes is a change of escapes alone.
  const known = new Set([text, style.rewrite(text)]);
  for (const layout of LAYOUTS) {
    const json = layOut(node, layout, style.write);
    if (known.has(json)) continue;
    known.add(json);
    const undone = `the body is laid out ${layout.words}${order}${strings}`;
    yield { change: { code: 'body_reserialised', undone }, bytes: Buffer.from(json) };
  }
}

function toOrders(tree: JsonNode): readonly { readonly sorted: boolean; readonly node: JsonNode }[] {
  const asWritten = { sorted: false, node: tree };
  return isSorted(tree) ? [asWritten] : [asWritten, { sorted: true, node: sortKeys(tree) }];
}

/** The styles that write these strings otherwise than they are, each once. */
function findStyles(text: string): readonly Style[] {
  const characters = findSpecialCharacters(text);
  const different = new Map<string, EscapeStyle>();
  for (const style of ESCAPE_STYLES) {
    const fingerprint = toFingerprint(characters, style);
    if (!different.has(fingerprint) && restyleText(text, style) !== text) different.set(fingerprint, style);
  }
  return [...different.values()].map((style) => ({
    words: style.words,
    write: (source) => restyle(source, style),
    rewrite: (json) => restyleText(json, style),
  }));
}
