import { Buffer } from 'node:buffer';
import { findBodyText } from '../../bytes.ts';
import { AppError } from '../../error.ts';
import type { PayloadFinding } from '../../events/finding.ts';
import { inspectPayload } from '../../events/inspect.ts';
import { toEventKind } from '../../events/payload.ts';
import { formatPath, quoteValue } from '../../events/wording.ts';
import { COMPACT, layOut } from '../../json/layout.ts';
import { skipMark } from '../../json/piece.ts';
import { findJson } from '../../json/scan.ts';
import type { JsonNode } from '../../json/tree.ts';
import { demandTree, mergePatch, placeValue, removeValue, toMembers, toScalar } from './change-tree.ts';
import type { Edit } from './edit.ts';
import { findField, findKindIn, findTyped, nameTyped } from './to-typed.ts';

/** Changes to make: the patches one after the other, then the edits. */
export interface Overrides {
  readonly patches: readonly JsonNode[];
  readonly edits: readonly Edit[];
}

/** A body that was changed. */
export interface Overridden {
  readonly body: Uint8Array;
  /** The edits that were without effect, because nothing was there to remove. */
  readonly idle: readonly Edit[];
}

type SetEdit = Extract<Edit, { readonly kind: 'set' }>;

/**
 * The body with the overrides applied: on one line, as Footprint writes it, with the order of the keys and every number
 * and escape that is not named as they were. Without any overrides it is the same bytes.
 * Throws AppError `usage` for what cannot be set there, and `file_malformed` for a body that is no JSON.
 * @param source What the body is called in messages: a fixture, a file with its line.
 */
export function applyOverrides(body: Uint8Array, { patches, edits }: Overrides, source: string): Overridden {
  if (patches.length === 0 && edits.length === 0) return { body, idle: [] };
  const original = demandTree(body, source, 'Only JSON can be changed; without changes it is sent as it is.');
  let tree = patches.reduce<JsonNode>(mergePatch, original);
  const kind = findKind(tree, edits);
  const idle: Edit[] = [];
  for (const edit of edits) {
    const next = edit.kind === 'set' ? set(tree, edit, { kind, source }) : removeValue(tree, edit.steps);
    if (next === undefined) idle.push(edit);
    else tree = next;
  }
  return { body: Buffer.from(layOut(tree, COMPACT)), idle };
}

/** The event that comes out, which says what types the values have, also those that are set before it. */
function findKind(tree: JsonNode, edits: readonly Edit[]): string | undefined {
  const last = edits.findLast(({ steps }) => steps.length === 1 && steps[0] === 'event_kind');
  if (last?.kind === 'set') return last.value.kind === 'text' ? last.value.text : findKindIn(last.value.node);
  return tree.kind === 'object' ? findKindIn(toMembers(tree).get('event_kind')?.value) : undefined;
}

interface Subject {
  readonly kind: string | undefined;
  readonly source: string;
}

function set(tree: JsonNode, edit: SetEdit, subject: Subject): JsonNode {
  const value = edit.value.kind === 'json' ? edit.value.node : readValue(edit.value.text, edit, subject);
  const placing = placeValue(tree, edit, value);
  if (placing.kind === 'placed') return placing.tree;
  throw new AppError(
    'usage',
    `${edit.flag} does not fit ${subject.source}: ${placing.message}`,
    placing.hint,
  );
}

function readValue(text: string, edit: SetEdit, { kind, source }: Subject): JsonNode {
  const field = findField(kind, edit);
  if (field === undefined) return toScalar(text);
  const value = findTyped(text, field);
  if (value !== undefined) return value;
  const place = formatPath(edit.steps) + (edit.appends ? '[]' : '');
  throw new AppError(
    'usage',
    `${edit.flag} does not fit ${source}: \`${place}\` takes ${nameTyped(field)}.`,
    `For another type all the same, give JSON and allow it: --set '${place}:=${quoteValue(text)}' --allow-invalid`,
  );
}

/** Findings about a changed payload. */
interface ChangeJudgement {
  /** Its `event_kind`, or null. */
  readonly event: string | null;
  /** Everything in it that Footprint never sends, also what was so before. */
  readonly errors: readonly PayloadFinding[];
  /** Unusual values that were not there before. */
  readonly warnings: readonly PayloadFinding[];
}

/** Checks a payload against the schema of its event, and compares with what it was. Never throws. */
export function judgeChange(before: Uint8Array, after: Uint8Array): ChangeJudgement {
  const [old, now] = [before, after].map((body) => findJson(findBodyText(skipMark(body)) ?? '')?.value);
  const known = new Set(inspectPayload(old).findings.map(({ message }) => message));
  const { findings } = inspectPayload(now);
  return {
    event: toEventKind(now),
    errors: findings.filter(({ severity }) => severity === 'error'),
    warnings: findings.filter(({ severity, message }) => severity === 'warning' && !known.has(message)),
  };
}
