import { findBodyText } from '../../bytes.ts';
import { COMMON_LAYOUTS, COMPACT, layOut, RARE_LAYOUTS } from '../../json/layout.ts';
import { isSorted, type JsonNode, parseTree, sortKeys } from '../../json/tree.ts';
import { findRestylings, type Restyling } from './escapes.ts';

/** A body seen as bytes, text and JSON; each is made when it is first asked for, and once. */
export interface BodyView {
  readonly bytes: Uint8Array;
  /** Undefined when the bytes are not valid UTF-8. */
  readonly text: () => string | undefined;
  /** Undefined when the text is not JSON. */
  readonly tree: () => JsonNode | undefined;
  /** The JSON in every layout other than its own, the compact ones first; none when it is not JSON. Each is made when it is asked for. */
  readonly layouts: () => Iterable<LaidOut>;
  /** The escapes other than its own; none when it is not JSON. */
  readonly restylings: () => readonly Restyling[];
}

/** The JSON of a body in another layout. */
export interface LaidOut {
  /** Completes "the body is laid out …". */
  readonly words: string;
  readonly json: string;
  readonly isCompact: boolean;
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
    return node === undefined ? [] : keep(findLayouts(node, text()));
  });
  const restylings = once(() => (tree() === undefined ? [] : findRestylings(text() ?? '')));
  return { bytes, text, tree, layouts, restylings };
}

function* findLayouts(node: JsonNode, text: string | undefined): Generator<LaidOut> {
  const own = { node, words: '' };
  const orders = isSorted(node) ? [own] : [own, { node: sortKeys(node), words: ', its keys sorted' }];
  const seen = new Set([text]);
  for (const layouts of [[COMPACT], COMMON_LAYOUTS, RARE_LAYOUTS]) {
    for (const order of orders) {
      for (const layout of layouts) {
        const json = layOut(order.node, layout);
        if (seen.has(json)) continue;
        seen.add(json);
        yield { words: layout.words + order.words, json, isCompact: layout === COMPACT };
      }
    }
  }
}

/** The same items, each made once, when it is first asked for. Never throws by itself. */
export function keep<T>(items: Iterable<T>): Iterable<T> {
  const source = items[Symbol.iterator]();
  const kept: T[] = [];
  return {
    *[Symbol.iterator]() {
      for (let index = 0; ; index += 1) {
        const next = index < kept.length ? undefined : source.next();
        if (next?.done) return;
        if (next !== undefined) kept.push(next.value);
        yield kept[index] as T;
      }
    },
  };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
