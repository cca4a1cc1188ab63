import { findMilliseconds } from '../../duration.ts';
import { quoteValue } from '../../events/wording.ts';
import { findPlace } from '../../filter/place.ts';
import type { PathStep } from '../../json/places.ts';
import { DEEPEST } from '../../json/walk.ts';
import { findStatusRange, toSuccessRule } from '../../sending/retries.ts';
import { findNearest, toNameHint } from '../../settings/nearest.ts';
import { explainIssue, MOST_DELAY_MS } from './explain-issue.ts';
import {
  findPlaceholders,
  ID_WORDS,
  isIdKind,
  listTexts,
  type Origin,
  type Scenario,
  type SetEntry,
  type Step,
  TIME_VARIABLE,
  type UnsetEntry,
  type Variable,
} from './scenario.ts';
import type { ScenarioData } from './schema.ts';
import type { YamlSource } from './yaml-source.ts';

/**
 * Reads a scenario: YAML 1.2, or JSON. Everything is checked that can be known from the file alone. What reads YAML is
 * loaded only now. Throws AppError `file_malformed`: one sentence about the first mistake, with file, line and column.
 */
export async function parseScenario(bytes: Uint8Array, file: string): Promise<Scenario> {
  const [{ readYaml }, { scenarioSchema }] = await Promise.all([
    import('./yaml-source.ts'),
    import('./schema.ts'),
  ]);
  const source = readYaml(bytes, file);
  const { error, data } = scenarioSchema.safeParse(source.value);
  if (data === undefined) {
    const [issue] = error.issues;
    if (issue === undefined) throw error;
    const invalid = explainIssue(issue, source.value);
    throw source.complain(invalid.path, invalid, invalid.isKey ? 'key' : undefined);
  }
  return readScenario(data, source);
}

function readScenario(data: ScenarioData, source: YamlSource): Scenario {
  const { complain } = source;
  const variables = readVariables(data, source);
  refuseUndefined(data, source);
  const names = nameSteps(data, source);
  const steps = data.steps.map((_, index) => readStep(index, { data, names, source }));
  const { name, description } = data;
  return { name, ...(description !== undefined && { description }), variables, steps, complain };
}

function readVariables({ variables = {} }: ScenarioData, { complain }: YamlSource): Scenario['variables'] {
  const entries = Object.entries(variables).map(([name, text]): [string, Variable] => {
    const path = ['variables', name];
    if (name === TIME_VARIABLE) {
      const problem = `${quoteValue(name)} is the time of each step, and no variable besides.`;
      throw complain(path, { problem, hint: 'Set the time of a step with set.' }, 'key');
    }
    if (isIdKind(text)) return [name, { kind: 'new_id', of: text }];
    const isMeant =
      text.startsWith('new ') && (findNearest(text, ID_WORDS) !== undefined || text.endsWith(' id'));
    if (isMeant) {
      const problem = `there is no ${quoteValue(text)}.`;
      throw complain(path, { problem, hint: toNameHint(text, ID_WORDS, 'ids that can be made') });
    }
    return [name, { kind: 'text', text }];
  });
  return new Map(entries);
}

/** Variables are known in the whole file, so that all that use them are looked through first. */
function refuseUndefined({ steps, variables = {} }: ScenarioData, { complain }: YamlSource): void {
  const known = [...Object.keys(variables), TIME_VARIABLE];
  for (const [index, { merge, set, payload }] of steps.entries()) {
    for (const { path, text } of listTexts({ merge, set, payload }, ['steps', index])) {
      const unknown = findPlaceholders(text).find((name) => !known.includes(name));
      if (unknown === undefined) continue;
      const problem = `there is no variable ${quoteValue(unknown)}.`;
      throw complain(path, { problem, hint: toNameHint(unknown, known, 'variables') });
    }
  }
}

function nameSteps({ steps }: ScenarioData, { complain }: YamlSource): readonly string[] {
  const names = steps.map(({ name }, index) => name ?? `step ${index + 1}`);
  for (const [index, name] of names.entries()) {
    const first = names.indexOf(name);
    if (first === index) continue;
    // A name that is given may be that of one without.
    const at = steps[index]?.name === undefined ? first : index;
    const problem = `${quoteValue(name)} is the name of two steps.`;
    throw complain(['steps', at, 'name'], { problem, hint: 'Give each its own, or leave it out.' });
  }
  return names;
}

/** Source of a step. */
interface Reading {
  readonly data: ScenarioData;
  /** The names of all steps. */
  readonly names: readonly string[];
  readonly source: YamlSource;
}

type StepData = ScenarioData['steps'][number];

const ORIGINS = ['event', 'file', 'payload', 'repeat'] as const;
const CHANGES = ['merge', 'set', 'unset', 'allow_invalid'] as const;

/** The step of this number. Throws AppError `file_malformed` with the place of what cannot be meant. */
function readStep(index: number, reading: Reading): Step {
  const { data, names, source } = reading;
  const step = data.steps[index] as StepData;
  const path = ['steps', index];
  const origin = readOrigin(step, index, reading);
  const sendAfter = step.send_after === undefined ? undefined : findLater(step.send_after, index, reading);
  const statuses = [step.expect ?? []].flat().map((each) => findStatusRange(String(each)));
  return {
    name: names[index] ?? '',
    origin,
    ...(step.merge !== undefined && { merge: source.jsonAt([...path, 'merge']) }),
    set: Object.keys(step.set ?? {}).map((written) => readSet(written, [...path, 'set', written], source)),
    unset: (step.unset ?? []).map((written, at) => readPlace(written, [...path, 'unset', at], source)),
    delayMs: readDelay(step, path, source),
    success: toSuccessRule(statuses.filter((each) => each !== undefined)),
    copies: 1 + (step.duplicate ?? 0),
    ...(sendAfter !== undefined && { sendAfter }),
    allowInvalid: step.allow_invalid === true,
  };
}

function readOrigin(step: StepData, index: number, { data, names, source }: Reading): Origin {
  const path = ['steps', index];
  const [kind, second] = ORIGINS.filter((each) => step[each] !== undefined);
  if (kind === undefined) {
    const problem = `${names[index]} does not say what is sent.`;
    throw source.complain(path, { problem, hint: 'Give it one of event, file, payload and repeat.' });
  }
  if (second !== undefined) {
    const problem = `a step sends one thing, and this one has ${kind} and ${second}.`;
    throw source.complain([...path, second], { problem, hint: 'Keep one of them.' }, 'key');
  }
  const { event = '', file = '', repeat = '' } = step;
  switch (kind) {
    case 'event':
      return { kind, name: event };
    case 'file':
      return { kind, path: file };
    case 'payload':
      return { kind, node: source.jsonAt([...path, 'payload']) };
    case 'repeat':
      refuseChanges(step, path, source);
      return { kind, step: findOriginal(repeat, index, { data, names, source }) };
  }
}

function refuseChanges(step: StepData, path: readonly PathStep[], { complain }: YamlSource): void {
  const change = CHANGES.find((each) => step[each] !== undefined);
  if (change === undefined) return;
  const problem = `what comes again is as it was: ${change} has no place beside repeat.`;
  throw complain(
    [...path, change],
    { problem, hint: 'Another payload is another message: use event.' },
    'key',
  );
}

/** The step whose message comes again; one that repeats another stands for that one. */
function findOriginal(name: string, index: number, reading: Reading): number {
  const path = ['steps', index, 'repeat'];
  const found = findStep(name, path, reading);
  if (found >= index) {
    const problem = `repeat must name an earlier step, and ${quoteValue(name)} is ${found === index ? 'this one' : 'a later one'}.`;
    throw reading.source.complain(path, { problem, hint: 'Move this step behind it.' });
  }
  const next = reading.data.steps[found]?.repeat;
  return next === undefined ? found : findOriginal(next, found, reading);
}

function findLater(name: string, index: number, reading: Reading): number {
  const path = ['steps', index, 'send_after'];
  const found = findStep(name, path, reading);
  if (found > index) return found;
  const which = found === index ? 'is this one' : 'is sent before this one anyway';
  const problem = `send_after must name a later step, and ${quoteValue(name)} ${which}.`;
  throw reading.source.complain(path, { problem, hint: 'Steps are sent in the order in which they stand.' });
}

function findStep(name: string, path: readonly PathStep[], { names, source }: Reading): number {
  const found = names.indexOf(name);
  if (found !== -1) return found;
  const problem = `there is no step called ${quoteValue(name)}.`;
  throw source.complain(path, { problem, hint: toNameHint(name, names, 'steps') });
}

function readDelay({ delay }: StepData, path: readonly PathStep[], { complain }: YamlSource): number {
  const delayMs = findMilliseconds(delay ?? '0s') ?? 0;
  if (delayMs <= MOST_DELAY_MS) return delayMs;
  const hint = 'A step does not have to wait as long as it does at Footprint.';
  throw complain([...path, 'delay'], { problem: '"delay" must be at most 24h.', hint });
}

function readSet(written: string, path: readonly PathStep[], source: YamlSource): SetEntry {
  const appends = written.endsWith('[]');
  const place = readPlace(appends ? written.slice(0, -'[]'.length) : written, path, source);
  const text = source.plainTextAt(path);
  return {
    ...place,
    written,
    appends,
    value: source.jsonAt(path),
    ...(text !== undefined && { text }),
  };
}

function readPlace(written: string, path: readonly PathStep[], { complain }: YamlSource): UnsetEntry {
  const place = findPlace(written);
  if (place?.kind === 'path' && place.steps.length <= DEEPEST) return { written, steps: place.steps };
  const problem =
    place?.kind === 'header'
      ? 'a header is no part of the payload.'
      : `${quoteValue(written)} is no place in a payload.`;
  throw complain(
    path,
    { problem, hint: 'A place is written as status, link_event_body.state, fields[0] or ["a key"].' },
    'key',
  );
}
