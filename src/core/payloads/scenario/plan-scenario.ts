import { quoteValue } from '../../events/wording.ts';
import type { JsonNode } from '../../json/tree.ts';
import type { Payload } from '../../sending/payload.ts';
import type { SuccessRule } from '../../sending/retries.ts';
import { findNearest } from '../../settings/nearest.ts';
import { demandTree, toMembers } from '../overrides/change-tree.ts';
import { type MadePayload, makePayload } from './make-payload.ts';
import { findPlaceholders, makeId, type Scenario, type Step } from './scenario.ts';

/** Parts of a plan. */
export interface PlanRequest {
  readonly scenario: Scenario;
  /** The payloads of the steps with an event or a file, by their number, and what they are called. */
  readonly originals: ReadonlyMap<number, Original>;
  /** Makes so many characters that no other run has. */
  readonly base62: (length: number) => string;
  /** When the first step happens, in Unix milliseconds. */
  readonly startMs: number;
  /** All waits are divided by this. */
  readonly timeScale: number;
}

/** The payload of a fixture or a file as it is there. */
export interface Original {
  readonly source: string;
  readonly body: Uint8Array;
}

/** Requests to send, in order. */
export interface ScenarioPlan {
  readonly deliveries: readonly PlannedDelivery[];
  /** Sum of the pauses between them, in milliseconds. */
  readonly waitsMs: number;
  /** Unusual values in payloads, each as a sentence after the name of its step. */
  readonly warnings: readonly string[];
}

/** One request of it. */
export interface PlannedDelivery {
  readonly step: string;
  /** Deliveries of the same number are the same message: they share its id and its body. */
  readonly message: number;
  readonly payload: Payload;
  /** Pause before it, in milliseconds. */
  readonly delayMs: number;
  readonly success: SuccessRule;
  /** Which of several in a row it is, from 1; absent for the only one. */
  readonly copy?: number;
}

/**
 * Everything that a scenario sends, with all payloads made. Each step happens a millisecond and the waits before it later than
 * the last, also one that is sent only after another. Throws AppError `file_malformed` with the place of a mistake.
 */
export function planScenario(request: PlanRequest): ScenarioPlan {
  const { scenario, timeScale } = request;
  const { steps } = scenario;
  const made = makePayloads(request);
  const deliveries = toSendingOrder(steps).flatMap((index) => {
    const step = steps[index] as Step;
    const message = step.origin.kind === 'repeat' ? step.origin.step : index;
    const { body, event, source } = made.get(message) as Named;
    return Array.from(
      { length: step.copies },
      (_, copy): PlannedDelivery => ({
        step: step.name,
        message,
        payload: { source, event, body },
        delayMs: copy === 0 ? step.delayMs / timeScale : 0,
        success: step.success,
        ...(step.copies > 1 && { copy: copy + 1 }),
      }),
    );
  });
  const warnings = [...made].flatMap(([index, payload]) =>
    payload.warnings.map((warning) => `${steps[index]?.name}: ${warning}`),
  );
  return { deliveries, warnings, waitsMs: deliveries.reduce((sum, { delayMs }) => sum + delayMs, 0) };
}

type Named = MadePayload & { readonly source: string };

/** By the number of the step; one that repeats another has none of its own. */
function makePayloads(request: PlanRequest): ReadonlyMap<number, Named> {
  const { scenario, originals, startMs, timeScale, base62 } = request;
  const { steps, complain } = scenario;
  const values = new Map(
    [...scenario.variables].map(([name, each]) => [
      name,
      each.kind === 'text' ? each.text : makeId(each.of, base62),
    ]),
  );
  const fields = new Set<string>();
  const made = new Map<number, Named>();
  let waitedMs = 0;
  for (const [index, step] of steps.entries()) {
    if (step.sendAfter === undefined) waitedMs += step.delayMs / timeScale;
    if (step.origin.kind === 'repeat') continue;
    const original = originals.get(index);
    const source = original?.source ?? step.name;
    const tree =
      step.origin.kind === 'payload'
        ? step.origin.node
        : demandTree(original?.body ?? NONE, source, ONLY_JSON);
    if (original !== undefined) for (const name of listFields(tree)) fields.add(name);
    const atMs = startMs + waitedMs + index;
    const payload = makePayload({ step, index, original: original?.body, tree, values, atMs, complain });
    made.set(index, { ...payload, source });
  }
  refuseIdle(scenario, fields);
  return made;
}

const NONE = new Uint8Array();
const ONLY_JSON = 'A step sends one JSON object.';

function listFields(tree: JsonNode): readonly string[] {
  return tree.kind === 'object' ? [...toMembers(tree).keys()] : [];
}

/** A variable that stands nowhere is a name with a typo: the ids of the example would be sent. */
function refuseIdle({ variables, steps, complain }: Scenario, fields: ReadonlySet<string>): void {
  const used = new Set(steps.flatMap(listUsed));
  const idle = [...variables.keys()].find((name) => !used.has(name) && !fields.has(name));
  if (idle === undefined) return;
  const near = findNearest(idle, [...fields]);
  const problem = `no step uses the variable ${quoteValue(idle)}: it is no field of their payloads, and no value has it between \${ and }.`;
  const hint = near === undefined ? 'Leave it out, or use it.' : `Did you mean ${quoteValue(near)}?`;
  throw complain(['variables', idle], { problem, hint }, 'key');
}

function listUsed({ merge, set, origin }: Step): readonly string[] {
  const nodes = [
    merge,
    origin.kind === 'payload' ? origin.node : undefined,
    ...set.map(({ value }) => value),
  ];
  return nodes.flatMap((node) => (node === undefined ? [] : listIn(node)));
}

function listIn(node: JsonNode): readonly string[] {
  if (node.kind === 'scalar') return findPlaceholders(node.source);
  return node.kind === 'array'
    ? node.items.flatMap(listIn)
    : node.members.flatMap(({ value }) => listIn(value));
}

/** The order of the file, but each step that waits for another comes right behind that one. */
function toSendingOrder(steps: readonly Step[]): readonly number[] {
  const held = Map.groupBy(steps.keys(), (index) => steps[index]?.sendAfter);
  const withHeld = (index: number): readonly number[] => [
    index,
    ...(held.get(index) ?? []).flatMap(withHeld),
  ];
  return (held.get(undefined) ?? []).flatMap(withHeld);
}
