import { findBodyText } from '../../delivery/body.ts';
import { LAYOUTS, layOut } from '../../document/json-layout.ts';
import { isSorted, type JsonNode, parseTree, sortKeys } from '../../document/json-tree.ts';
import { findRestylings, type Restyling } from './escapes.ts';

/** A body seen as bytes, text and JSON; each is made when it is first asked for, and once. */
export interface BodyView {
  readonly bytes: Uint8Array;
  /** Undefined when the bytes are not valid UTF-8. */
  readonly text: () => string | undefined;
  /** Undefined when the text is not JSON. */
  readonly tree: () => JsonNode | undefined;
  /** The JSON in every layout other than its own; none when it is not JSON. */
  readonly layouts: () => readonly LaidOut[];
  /** The escapes other than its own; none when it is not JSON. */
  readonly restylings: () => readonly Restyling[];
}

/** The JSON of a body in another layout. */
export interface LaidOut {
  /** Completes "the body is laid out …". */
  readonly words: string;
  readonly json: string;
}

/** A view of the body. Never throws. */
export function createBodyView(bytes: Uint8Array): BodyView {
  const text = once(() => findBodyText(bytes));
  const tree = once(() => {
    const found = text();
    return found === undefined ? undefined : parseTree(found);
  });
  const layouts = once(() => {
    const node = tree();
    return node === undefined ? [] : findLayouts(node, text());
  });
  const restylings = once(() => (tree() === undefined ? [] : findRestylings(text() ?? '')));
  return { bytes, text, tree, layouts, restylings };
}

function findLayouts(node: JsonNode, text: string | undefined): readonly LaidOut[] {
  const orders = isSorted(node)
    ? [{ node, words: '' }]
    : [
        { node, words: '' },
        { node: sortKeys(node), words: ', its keys sorted' },
      ];
  const seen = new Set([text]);
  return orders.flatMap((order) =>
    LAYOUTS.flatMap((layout) => {
      const json = layOut(order.node, layout);
      if (seen.has(json)) return [];
      seen.add(json);
      return [{ words: layout.words + order.words, json }];
    }),
  );
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
