import { type JsonMember, type JsonNode, toStringValue } from '../../json/tree.ts';

/** The members of an object by their keys, in its order. Of a key that stands twice the last one counts, as for `JSON.parse`. */
export type Members = ReadonlyMap<string, JsonMember>;

/** The members of an object. Never throws. */
export function toMembers({ members }: Extract<JsonNode, { kind: 'object' }>): Map<string, JsonMember> {
  return new Map(members.map((member) => [toKey(member.key), member]));
}

/** The object with these members. Never throws. */
export function toObject(members: Members): JsonNode {
  return { kind: 'object', members: [...members.values()] };
}

/** A member with a new value: an old one keeps its place and the way its key is written. Never throws. */
export function setMember(members: Map<string, JsonMember>, key: string, value: JsonNode): void {
  members.set(key, { key: members.get(key)?.key ?? JSON.stringify(key), value });
}

/** Whether a value is `null`. Never throws. */
export function isNull(node: JsonNode): boolean {
  return node.kind === 'scalar' && node.source === 'null';
}

/** The node of a text, or of another value without parts. Never throws. */
export function toScalar(value: string | boolean | null): JsonNode {
  return { kind: 'scalar', source: JSON.stringify(value) };
}

/** The type of a value with its article, as in messages: `a string`. Never throws. */
export function nameNode(node: JsonNode): string {
  if (node.kind !== 'scalar') return node.kind === 'array' ? 'an array' : 'an object';
  if (node.source.startsWith('"')) return 'a string';
  if (node.source === 'null') return 'null';
  return node.source === 'true' || node.source === 'false' ? 'a boolean' : 'a number';
}

function toKey(source: string): string {
  return source.includes('\\') ? toStringValue(source) : source.slice(1, -1);
}
