import type { PathStep } from '../../json/places.ts';
import { type JsonNode, toStringValue } from '../../json/tree.ts';
import { toScalar } from '../overrides/change-tree.ts';

/** The variable that is always there: the time of the step. */
export const TIME_VARIABLE = 'timestamp';

// One that is not closed is a mistake, and reaches to the end.
const PLACEHOLDER = /\$\$\{|\$\{([^}]*)\}|(\$\{[^}]*)$/g;

/** The names between `${` and `}` in a text, with the `${` itself where it is not closed; `$${` is only a way to write `${`. Never throws. */
export function findPlaceholders(text: string): readonly string[] {
  const names = Array.from(text.matchAll(PLACEHOLDER), ([, name, unclosed]) => name ?? unclosed);
  return names.filter((name) => name !== undefined);
}

/** The text with the values of the variables in it. Never throws. */
export function fillText(text: string, values: ReadonlyMap<string, string>): string {
  return text.replace(PLACEHOLDER, (whole, name: string | undefined) => {
    return whole.startsWith('$$') ? whole.slice(1) : (values.get(name ?? '') ?? whole);
  });
}

/** The same in every text of a JSON value, but not in its keys. Never throws. */
export function fillNode(node: JsonNode, values: ReadonlyMap<string, string>): JsonNode {
  switch (node.kind) {
    case 'scalar':
      return node.source.includes('$') ? toScalar(fillText(toStringValue(node.source), values)) : node;
    case 'array':
      return { kind: 'array', items: node.items.map((item) => fillNode(item, values)) };
    case 'object':
      return {
        kind: 'object',
        members: node.members.map(({ key, value }) => ({ key, value: fillNode(value, values) })),
      };
  }
}

/** A text somewhere in a value. */
export interface PlacedText {
  readonly path: readonly PathStep[];
  readonly text: string;
}

/** Every text in a value, with its path. Never throws. */
export function* listTexts(value: unknown, path: readonly PathStep[]): Generator<PlacedText> {
  if (typeof value === 'string') yield { path, text: value };
  if (typeof value !== 'object' || value === null) return;
  const isList = Array.isArray(value);
  for (const [key, each] of Object.entries(value))
    yield* listTexts(each, [...path, isList ? Number(key) : key]);
}
