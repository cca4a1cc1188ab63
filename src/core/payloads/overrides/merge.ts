import type { JsonNode } from '../../json/tree.ts';
import { isNull, setMember, toMembers, toObject } from './members.ts';

/**
 * A value with a JSON Merge Patch applied: objects are merged, `null` removes, all else replaces. What the patch does not
 * name stays as it is written, in its order; new members come last. Never throws.
 * Source: RFC 7396, section 2 (2014).
 * @param target undefined where there is nothing yet.
 */
export function mergePatch(target: JsonNode | undefined, patch: JsonNode): JsonNode {
  if (patch.kind !== 'object') return patch;
  const members = target?.kind === 'object' ? toMembers(target) : new Map();
  for (const [key, { value }] of toMembers(patch)) {
    if (isNull(value)) members.delete(key);
    else setMember(members, key, mergePatch(members.get(key)?.value, value));
  }
  return toObject(members);
}
