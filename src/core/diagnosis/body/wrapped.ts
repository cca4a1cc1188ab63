import { Buffer } from 'node:buffer';
import { LAYOUTS, layOut } from '../../document/json-layout.ts';
import { type JsonMember, type JsonNode, toStringValue } from '../../document/json-tree.ts';
import type { BodyVariant, Change } from '../change.ts';
import type { Framework } from '../frameworks.ts';
import { decodeBase64 } from './encoded.ts';
import type { BodyView } from './view.ts';

// Footprint's own events have none of these names.
const FIELD =
  /^"(?:body|rawBody|raw_body|raw|payload|data|json|message|Message|content|event|request|detail|value|text)"$/;
const DEEPEST = 3;

/** What a gateway, a queue or an automation may have wrapped: its text, or its data laid out compactly. Never throws. */
export function* findWrapped(view: BodyView): Generator<BodyVariant> {
  const tree = view.tree();
  if (tree !== undefined) yield* findInside(tree, [], toFramework(tree));
}

function* findInside(
  node: JsonNode,
  path: readonly string[],
  framework: Framework | undefined,
): Generator<BodyVariant> {
  if (path.length === DEEPEST) return;
  for (const { name, value } of toParts(node)) {
    const place = [...path, name];
    const change = toChange(place, framework);
    for (const bytes of toContents(value)) yield { change, bytes };
    yield* findInside(value, place, framework);
  }
}

function toParts(node: JsonNode): readonly { readonly name: string; readonly value: JsonNode }[] {
  if (node.kind === 'scalar') return [];
  if (node.kind === 'array') {
    const [value, ...more] = node.items;
    return value !== undefined && more.length === 0 ? [{ name: 'the first element', value }] : [];
  }
  const named = node.members.filter(({ key }) => FIELD.test(key));
  return [
    ...toKeyAlone(node.members),
    ...named.map(({ key, value }) => ({ name: toStringValue(key), value })),
  ];
}

/** A form parser takes a JSON body for the name of a field without a value. */
function toKeyAlone(
  members: readonly JsonMember[],
): readonly { readonly name: string; readonly value: JsonNode }[] {
  const [member, ...more] = members;
  if (member === undefined || more.length > 0 || !/^"\s*[[{]/.test(member.key)) return [];
  return [{ name: 'the name of its only field', value: { kind: 'scalar', source: member.key } }];
}

function* toContents(value: JsonNode): Generator<Uint8Array> {
  const [compact] = LAYOUTS;
  if (value.kind !== 'scalar' && compact !== undefined) yield Buffer.from(layOut(value, compact));
  if (value.kind !== 'scalar' || !value.source.startsWith('"')) return;
  const text = toStringValue(value.source);
  yield Buffer.from(text);
  const decoded = decodeBase64(text);
  if (decoded !== undefined) yield decoded;
}

function toChange(path: readonly string[], framework: Framework | undefined): Change {
  const undone = `the body is taken out of its wrapper (${path.join(', ')})`;
  return { code: 'body_wrapped', undone, ...(framework === undefined ? {} : { framework }) };
}

// Source: AWS documentation, "API Gateway Lambda proxy integrations", input format, 2025.
function toFramework(tree: JsonNode): Framework | undefined {
  if (tree.kind !== 'object') return undefined;
  return tree.members.some(({ key }) => key === '"isBase64Encoded"') ? 'lambda' : undefined;
}
