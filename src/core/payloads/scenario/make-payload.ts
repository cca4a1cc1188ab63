import { Buffer } from 'node:buffer';
import type { AppError } from '../../error.ts';
import type { PayloadFinding } from '../../events/finding.ts';
import { formatPath } from '../../events/wording.ts';
import { COMPACT, layOut } from '../../json/layout.ts';
import { type JsonNode, toStringValue } from '../../json/tree.ts';
import { writeTimeLike } from '../event-time.ts';
import { judgeChange } from '../overrides/apply-overrides.ts';
import {
  mergePatch,
  placeValue,
  removeValue,
  setMember,
  toMembers,
  toObject,
  toScalar,
} from '../overrides/change-tree.ts';
import { findField, findKindIn, findTyped, nameTyped } from '../overrides/to-typed.ts';
import type { Scenario, SetEntry, Step } from './scenario.ts';
import { fillNode, fillText, TIME_VARIABLE } from './scenario.ts';

/** Parts of the payload of one step. */
export interface PayloadRequest {
  readonly step: Step;
  /** The step's number, for places in the file. */
  readonly index: number;
  /** The payload that its event or file has; for one that is written in the step, undefined. */
  readonly original: Uint8Array | undefined;
  /** The same as a tree. */
  readonly tree: JsonNode;
  /** The variables of the run. */
  readonly values: ReadonlyMap<string, string>;
  /** When it happens, in Unix milliseconds. */
  readonly atMs: number;
  readonly complain: Scenario['complain'];
}

/** A payload that is ready to be sent. */
export interface MadePayload {
  readonly body: Uint8Array;
  /** Its `event_kind`, or null. */
  readonly event: string | null;
  /** Unusual values that come from the scenario, as sentences. */
  readonly warnings: readonly string[];
}

type ObjectNode = Extract<JsonNode, { readonly kind: 'object' }>;

const EMPTY = Buffer.from('{}');

/**
 * The payload of a step: the variables and the time in the fields of their names, then merge, set and unset.
 * Throws AppError `file_malformed` with the place of what does not fit, also when Footprint never sends such a payload.
 */
export function makePayload(request: PayloadRequest): MadePayload {
  const { step, index, tree, complain } = request;
  const values = new Map(request.values).set(TIME_VARIABLE, toTime(request));
  const { name, origin } = step;
  if (tree.kind !== 'object') {
    const problem = `the payload of ${name} is no JSON object.`;
    throw complain(['steps', index, origin.kind], { problem, hint: 'Footprint sends objects.' });
  }
  const filled = origin.kind === 'payload' ? fillNode(tree, values) : fillFields(tree, values, request);
  const merged = step.merge === undefined ? filled : mergePatch(filled, fillNode(step.merge, values));
  const kind = findKind(merged, step.set, values);
  const set = step.set.reduce<JsonNode>(
    (payload, entry) => setOne(payload, entry, { request, values, kind }),
    merged,
  );
  const body = Buffer.from(layOut(removeAll(set, request), COMPACT));
  return { body, ...judge(body, request) };
}

/** Footprint's timestamps have digits down to the nanosecond; these are as good as any. */
function toTime({ tree, atMs, index }: PayloadRequest): string {
  const model = tree.kind === 'object' ? toMembers(tree).get(TIME_VARIABLE)?.value : undefined;
  const isText = model?.kind === 'scalar' && model.source.startsWith('"');
  return writeTimeLike(
    atMs,
    isText ? toStringValue(model.source) : '',
    (470_542 + 240_471 * index) % 1_000_000,
  );
}

/** Every variable that has the name of a field stands in it. */
function fillFields(
  tree: ObjectNode,
  values: ReadonlyMap<string, string>,
  { step, complain }: PayloadRequest,
): JsonNode {
  const members = toMembers(tree);
  const kind = findKindIn(members.get('event_kind')?.value);
  for (const [name, value] of values) {
    if (!members.has(name)) continue;
    const field = findField(kind, { steps: [name], appends: false });
    const typed = field === undefined ? toScalar(value) : findTyped(value, field);
    if (typed !== undefined) setMember(members, name, typed);
    else if (field !== undefined) {
      const problem = `the variable does not fit ${step.name}: \`${name}\` takes ${nameTyped(field)}.`;
      throw complain(['variables', name], {
        problem,
        hint: 'Give it another name, and name it in the values of the steps.',
      });
    }
  }
  return toObject(members);
}

/** The event that comes out, which says what types the values have. */
function findKind(
  tree: JsonNode,
  entries: readonly SetEntry[],
  values: ReadonlyMap<string, string>,
): string | undefined {
  const last = entries.findLast(({ steps }) => steps.length === 1 && steps[0] === 'event_kind');
  if (last !== undefined) return findKindIn(fillNode(last.value, values));
  return tree.kind === 'object' ? findKindIn(toMembers(tree).get('event_kind')?.value) : undefined;
}

interface Setting {
  readonly request: PayloadRequest;
  readonly values: ReadonlyMap<string, string>;
  readonly kind: string | undefined;
}

function setOne(payload: JsonNode, entry: SetEntry, setting: Setting): JsonNode {
  const { complain, index } = setting.request;
  const placing = placeValue(payload, entry, readValue(entry, setting));
  if (placing.kind === 'placed') return placing.tree;
  throw complain(
    ['steps', index, 'set', entry.written],
    { problem: placing.message, hint: placing.hint },
    'key',
  );
}

function readValue(entry: SetEntry, { request, values, kind }: Setting): JsonNode {
  const field = entry.text === undefined ? undefined : findField(kind, entry);
  if (entry.text === undefined || field === undefined) return fillNode(entry.value, values);
  const typed = findTyped(fillText(entry.text, values), field);
  if (typed !== undefined) return typed;
  const problem = `\`${formatPath(entry.steps)}${entry.appends ? '[]' : ''}\` takes ${nameTyped(field)}.`;
  const hint = 'For a text all the same, put it in quotes and add allow_invalid: true to the step.';
  throw request.complain(['steps', request.index, 'set', entry.written], { problem, hint });
}

function removeAll(payload: JsonNode, { step, index, complain }: PayloadRequest): JsonNode {
  return step.unset.reduce((tree, { written, steps }, at) => {
    const left = removeValue(tree, steps);
    if (left !== undefined) return left;
    const problem = `there is no \`${formatPath(steps)}\` to remove in the payload of ${step.name}.`;
    throw complain(['steps', index, 'unset', at], { problem, hint: `Leave out ${written}, or correct it.` });
  }, payload);
}

function judge(body: Uint8Array, request: PayloadRequest): Omit<MadePayload, 'body'> {
  const { event, errors, warnings } = judgeChange(request.original ?? EMPTY, body);
  const [error] = errors;
  if (error !== undefined && !request.step.allowInvalid) throw toRefusal(error, request);
  return { event, warnings: warnings.map(({ message }) => message) };
}

function toRefusal({ path, message }: PayloadFinding, { step, index, complain }: PayloadRequest): AppError {
  const entry = step.set.find(({ steps }) => steps[0] === path[0]);
  const place = entry === undefined ? [step.origin.kind] : ['set', entry.written];
  return complain(['steps', index, ...place], {
    problem: `${step.name} would not be as Footprint sends it: ${message}`,
    hint: 'If your app is to see that, add allow_invalid: true to the step.',
  });
}
