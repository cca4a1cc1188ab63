import { type Change, type TriedBody, toBody } from '../change.ts';
import type { Restyling } from './escapes.ts';
import type { BodyView, LaidOut } from './view.ts';

/**
 * The body as Footprint writes it: compact, with its own order of keys or sorted, with its own escapes or as few as
 * possible. Nothing when it is compact, or not JSON. Never throws.
 */
export function* findCompactions(view: BodyView): Generator<TriedBody> {
  for (const layout of view.layouts()) {
    if (!layout.isCompact) return;
    yield toVariant(layout, layout.json);
    const [style] = view.restylings();
    const json = style?.isPlain ? style.rewrite(layout.json) : layout.json;
    if (json !== layout.json) yield toVariant(layout, json, style);
  }
}

/** The body as other serialisers would lay it out, with its own escapes; nothing when it is not JSON. Never throws. */
export function* findLayouts(view: BodyView): Generator<TriedBody> {
  for (const layout of view.layouts()) {
    if (!layout.isCompact) yield toVariant(layout, layout.json);
  }
}

/** The body in other layouts and with other escapes at once; nothing when it is not JSON. Never throws. */
export function* findRestyledLayouts(view: BodyView): Generator<TriedBody> {
  const text = view.text();
  if (text === undefined) return;
  for (const layout of view.layouts()) {
    for (const style of view.restylings()) {
      if (layout.isCompact && style.isPlain) continue;
      const json = style.rewrite(layout.json);
      if (json !== text) yield toVariant(layout, json, style);
    }
  }
}

/** The layouts that differ, with the body's own escapes and a line feed at the end: how a file is often written. Never throws. */
export function* findLayoutsOfFiles(view: BodyView): Generator<TriedBody> {
  const end: Change = { code: 'body_whitespace_changed', undone: 'the body has a line feed put at its end' };
  for (const layout of view.layouts()) {
    const { changes, bytes } = toVariant(layout, `${layout.json}\n`);
    yield { changes: [...changes, end], bytes };
  }
}

/** The body with the escapes of other serialisers and its own layout; nothing when it is not JSON. Never throws. */
export function* findEscapes(view: BodyView): Generator<TriedBody> {
  const text = view.text();
  if (text === undefined) return;
  for (const { words, rewrite } of view.restylings()) {
    yield toBody('body_escapes_changed', `the strings of the body have ${words}`, rewrite(text));
  }
}

function toVariant({ words, isCompact }: LaidOut, json: string, style?: Restyling): TriedBody {
  const strings = style === undefined ? '' : `, its strings with ${style.words}`;
  const undone = `the body is laid out ${words}${strings}`;
  const covers =
    style === undefined ? (isCompact ? 'compact' : 'spaced or indented') : 'also with other escapes';
  return toBody('body_reserialised', undone, json, { covers });
}
