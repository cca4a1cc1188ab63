import { findBodyText } from '../../delivery/body.ts';
import { type JsonNode, parseTree } from './json-tree.ts';

/** A body seen as bytes, text and JSON; each is made when it is first asked for, and once. */
export interface BodyView {
  readonly bytes: Uint8Array;
  /** Undefined when the bytes are not valid UTF-8. */
  readonly text: () => string | undefined;
  /** Undefined when the text is not JSON. */
  readonly tree: () => JsonNode | undefined;
}

/** A view of the body. Never throws. */
export function createBodyView(bytes: Uint8Array): BodyView {
  const text = once(() => findBodyText(bytes));
  const tree = once(() => {
    const found = text();
    return found === undefined ? undefined : parseTree(found);
  });
  return { bytes, text, tree };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
