import type { z } from 'zod';
import { nameType, quoteValue } from '../../events/wording.ts';
import type { PathStep } from '../../json/places.ts';
import type { Problem } from '../../settings/config.ts';
import { toNameHint } from '../../settings/nearest.ts';

/** The longest name of a scenario or a step, in UTF-16 units. */
export const MOST_NAME = 60;
/** The most steps of a scenario. */
export const MOST_STEPS = 1_000;
/** The most copies that one step asks for. */
export const MOST_COPIES = 100;
/** The longest wait before a step. */
export const MOST_DELAY_MS = 86_400_000;

const NAME = `a text of 1 to ${MOST_NAME} characters`;
const PLACES = 'places and values, such as status: fail';

/** Words for the type of each key, which complete "must be …". */
export const FORMS = {
  top: {
    $schema: 'a text',
    name: NAME,
    description: 'a text',
    variables: 'names and texts, such as fp_id: new person id',
    steps: `a list of 1 to ${MOST_STEPS} steps`,
  },
  step: {
    name: NAME,
    event: 'the name of an event or a fixture',
    file: 'the path of a JSON file',
    payload: 'an object: the payload itself',
    repeat: 'the name of an earlier step',
    merge: PLACES,
    set: PLACES,
    unset: 'a list of places, such as [external_id]',
    delay: 'a length of time with its unit, such as 500ms, 2s or 1m',
    expect: 'a status from 200 to 599, a class such as 4xx, or a list of such',
    duplicate: `a whole number from 1 to ${MOST_COPIES}`,
    send_after: 'the name of a later step',
    allow_invalid: 'true or false',
  },
} as const;

/** Mistake that the schema found; with `isKey` the key at the end of the path is unknown, else its value is wrong. */
export interface Invalid extends Problem {
  readonly path: readonly PathStep[];
  readonly isKey: boolean;
}

const KEYS = { top: Object.keys(FORMS.top), step: Object.keys(FORMS.step) } as const;
const FORM_OF: Readonly<Record<string, string>> = { ...FORMS.top, ...FORMS.step };
const HINT = 'The README has all keys; fixtures scenarios lists files to begin with.';

/** The words for what zod found in a scenario. Never throws. */
export function explainIssue(issue: z.core.$ZodIssue, scenario: unknown): Invalid {
  const path = issue.path.filter((step): step is PathStep => typeof step !== 'symbol');
  if (issue.code === 'unrecognized_keys') return explainKey(issue.keys[0] ?? '', path);
  if (issue.code === 'invalid_key') {
    const problem = `${quoteValue(path.at(-1))} cannot be the name of a variable.`;
    return { path, isKey: true, problem, hint: 'It is made of letters, digits and _, a letter first.' };
  }
  const value = valueAt(scenario, path);
  const problem =
    value === undefined
      ? `${nameOf(path)} is missing: ${formOf(path)}.`
      : `${nameOf(path)} must be ${formOf(path)}${butIs(value)}.`;
  return { path, isKey: false, problem, hint: HINT };
}

function explainKey(key: string, path: readonly PathStep[]): Invalid {
  const isTop = path.length === 0;
  const [known, others] = isTop ? [KEYS.top, KEYS.step] : [KEYS.step, KEYS.top];
  const at = { path: [...path, key], isKey: true };
  if (others.includes(key)) {
    const problem = isTop
      ? `${quoteValue(key)} belongs in a step, not at the top.`
      : `${quoteValue(key)} belongs at the top, not in a step.`;
    return { ...at, problem, hint: 'Move it there.' };
  }
  const problem = `there is no key ${quoteValue(key)} ${isTop ? 'at the top of a scenario' : 'in a step'}.`;
  return { ...at, problem, hint: toNameHint(key, known, 'keys') };
}

function nameOf(path: readonly PathStep[]): string {
  if (path.length === 0) return 'the scenario';
  if (path[0] === 'steps' && path.length === 2) return `step ${Number(path[1]) + 1}`;
  const isVariable = path[0] === 'variables' && path.length > 1;
  const named = isVariable ? path[1] : path[0] === 'steps' ? (path[2] ?? path[0]) : path[0];
  return isVariable ? `the variable ${quoteValue(named)}` : quoteValue(named);
}

function formOf(path: readonly PathStep[]): string {
  if (path.length === 0) return 'an object with a name and steps';
  if (path[0] === 'variables' && path.length > 1) return 'a text, such as new person id';
  if (path[0] !== 'steps' || path.length === 1) return FORM_OF[String(path[0])] ?? 'something else';
  if (path.length === 2) return 'an object, such as event: onboarding.completed';
  return FORM_OF[String(path[2])] ?? 'something else';
}

function butIs(value: unknown): string {
  if (value === '') return ', but it is empty';
  if (Array.isArray(value) && value.length === 0) return ', but it has none';
  return `, but it is ${typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? quoteValue(value) : nameType(value)}`;
}

function valueAt(scenario: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null
      ? (value as Record<PathStep, unknown>)[step]
      : undefined;
  }, scenario);
}
