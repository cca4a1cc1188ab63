import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import type { AppError } from '../../error.ts';
import type { JsonMember, JsonNode } from '../../json/tree.ts';
import { DEEPEST } from '../../json/walk.ts';
import type { Problem } from '../../settings/config.ts';
import { toScalar } from '../overrides/members.ts';

interface Surroundings {
  readonly document: Document.Parsed;
  readonly complainAt: (node: Node, problem: Problem) => AppError;
}

/** The number as JSON writes it. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A value of YAML as JSON, its numbers as they were written. Throws AppError `file_malformed` for what JSON does not have. */
export function toJsonNode(node: Node, surroundings: Surroundings, depth = 0): JsonNode {
  const { document, complainAt } = surroundings;
  if (depth > DEEPEST)
    throw complainAt(node, {
      problem: `this is nested deeper than ${DEEPEST} levels.`,
      hint: 'No payload is.',
    });
  const child = (each: unknown) => toJsonNode(each as Node, surroundings, depth + 1);
  if (isAlias(node)) return child(node.resolve(document));
  if (isSeq(node)) return { kind: 'array', items: node.items.map(child) };
  if (isMap(node)) return { kind: 'object', members: node.items.map(toMember) };
  return isScalar(node) ? toScalarNode(node) : toScalar(null);

  function toMember({ key, value }: { readonly key: unknown; readonly value: unknown }): JsonMember {
    if (!isScalar(key))
      throw complainAt(node, { problem: 'a key of JSON is a text.', hint: 'Write it as one, in quotes.' });
    const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
    return { key: JSON.stringify(name), value: value === null ? toScalar(null) : child(value) };
  }

  function toScalarNode(scalar: Scalar): JsonNode {
    const { value, source = '' } = scalar;
    if (typeof value !== 'number')
      return toScalar(typeof value === 'boolean' || value === null ? value : String(value));
    if (JSON_NUMBER.test(source)) return { kind: 'scalar', source };
    if (Number.isFinite(value)) return { kind: 'scalar', source: JSON.stringify(value) };
    throw complainAt(scalar, { problem: 'JSON has no such number.', hint: 'For a text, put it in quotes.' });
  }
}
