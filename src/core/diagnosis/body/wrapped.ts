import { Buffer } from 'node:buffer';
import { COMPACT, layOut } from '../../json/layout.ts';
import { type JsonNode, parseTree, toStringValue } from '../../json/tree.ts';
import { type TriedBody, toBody } from '../change.ts';
import type { Framework } from '../frameworks.ts';
import { decodeBase64 } from './encoded.ts';
import type { BodyView } from './view.ts';

/** Fields that hold a body as data. Footprint's own events have none of these names. */
const FIELD =
  /^(?:body|rawBody|raw_body|raw|payload|data|json|message|Message|content|event|request|detail|value|text|input|variables)$/;
/** How text begins that can be an event: JSON, or JSON in another encoding (base64, percent signs, hex, gzip in base64). */
const START = /^\s*(?:[[{"\\]|%7B|ey[IJAo]|ew[0o]|7b|H4sI|&quot;|data:)/i;
const DEEPEST = 8;
const COVERS = `fields and lists up to ${DEEPEST} levels deep`;
/** A large message has thousands of values, of which a body is among the first. */
const MOST_VALUES = 2_000;

/** A value inside the message, and where it stands. */
interface Place {
  readonly path: readonly string[];
  readonly value: JsonNode;
}

/**
 * The body as a gateway, a queue or an automation may have wrapped it: its text, or its data laid out compactly. Lists
 * and text that is JSON are looked into. The shallowest first. Never throws.
 */
export function* findWrapped(view: BodyView): Generator<TriedBody> {
  const tree = view.tree();
  if (tree === undefined) return;
  const framework = toFramework(tree);
  let places: readonly Place[] = [{ path: [], value: tree }];
  for (let left = MOST_VALUES; places.length > 0 && left > 0; left -= places.length) {
    places = places.flatMap(toPlacesInside).slice(0, left);
    for (const { path, value } of places) {
      const undone = `the body is taken out of its wrapper (${path.join(', ')})`;
      for (const bytes of toContents(path.at(-1) ?? '', value)) {
        yield toBody('body_wrapped', undone, bytes, { covers: COVERS, ...(framework && { framework }) });
      }
    }
  }
}

function toPlacesInside({ path, value }: Place): readonly Place[] {
  const node = toInner(value);
  if (node.kind === 'scalar' || path.length >= DEEPEST) return [];
  if (node.kind === 'array')
    return node.items
      .slice(0, MOST_VALUES)
      .map((item, index) => ({ path: [...path, String(index)], value: item }));
  const places = node.members.map((member) => {
    return { path: [...path, toSafeName(toStringValue(member.key))], value: member.value };
  });
  const [member, ...more] = node.members;
  // A form parser takes a JSON body for the name of a field without a value.
  if (member === undefined || more.length > 0 || !/^"\s*[[{]/.test(member.key)) return places;
  return [
    ...places,
    { path: [...path, 'the name of its only field'], value: { kind: 'scalar', source: member.key } },
  ];
}

/** The tree of the JSON that is in a string; any other value as it is. */
function toInner(value: JsonNode): JsonNode {
  if (value.kind !== 'scalar' || !/^"\s*(?:[[{]|\\n)/.test(value.source)) return value;
  return parseTree(toStringValue(value.source)) ?? value;
}

function* toContents(name: string, value: JsonNode): Generator<Uint8Array> {
  if (value.kind !== 'scalar') {
    const isEvent = value.kind === 'object' && value.members.some(({ key }) => key === '"event_kind"');
    if (isEvent || FIELD.test(name)) yield Buffer.from(layOut(value, COMPACT));
    return;
  }
  if (!value.source.startsWith('"')) return;
  const text = toStringValue(value.source);
  if (!START.test(text) && !FIELD.test(name)) return;
  yield Buffer.from(text);
  const decoded = decodeBase64(text);
  if (decoded !== undefined) yield decoded;
}

/** A name from outside, for a sentence. Others, such as an e-mail address, are not shown. */
function toSafeName(name: string): string {
  return /^[\w.$-]{1,40}$/.test(name) ? name : 'a field';
}

// Source: AWS documentation, "API Gateway Lambda proxy integrations", input format, 2025.
function toFramework(tree: JsonNode): Framework | undefined {
  if (tree.kind !== 'object') return undefined;
  return tree.members.some(({ key }) => key === '"isBase64Encoded"') ? 'lambda' : undefined;
}
