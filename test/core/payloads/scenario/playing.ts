import { expect } from 'vitest';
import { AppError } from '../../../../src/core/error.ts';
import { parseScenario } from '../../../../src/core/payloads/scenario/parse-scenario.ts';
import {
  type PlanRequest,
  planScenario,
  type ScenarioPlan,
} from '../../../../src/core/payloads/scenario/plan-scenario.ts';
import { readFixture } from '../../../harness/folder.ts';

/** 09:00 on a day. */
export const START_MS = Date.parse('2026-11-22T09:00:00Z');

/** The plan of a scenario whose events are documented ones. */
export async function plan(
  text: string | Uint8Array,
  request: Partial<PlanRequest> = {},
): Promise<ScenarioPlan> {
  const scenario = await parseScenario(Buffer.from(text), 'a.yaml');
  const originals = new Map(
    [...scenario.steps.entries()].flatMap(([index, { origin }]) =>
      origin.kind === 'event'
        ? [[index, { source: origin.name, body: readFixture(origin.name) }] as const]
        : [],
    ),
  );
  let count = 0;
  const base62 = (length: number) => {
    count += 1;
    return String(count).padStart(length, '0');
  };
  return planScenario({ scenario, originals, base62, startMs: START_MS, timeScale: 1, ...request });
}

/** The AppError with which something fails. */
export async function failureOf(promise: Promise<unknown>): Promise<AppError> {
  const outcome = await promise.then(
    () => 'It did not fail.',
    (error: unknown) => error,
  );
  if (outcome instanceof AppError) return outcome;
  throw outcome instanceof Error ? outcome : new Error(String(outcome));
}

/** The beginning of a file before its steps, and one with a step to which more can be added. */
export const STEPS = 'name: a\nsteps:\n';
export const ONE = `${STEPS}  - event: vault.updated\n`;

/** A file with a mistake, its place and sentence, and what to do. */
export type Mistake = readonly [text: string, message: string, hint: string];

/** The mistake is told as it should be. */
export async function expectMistake(...[text, message, hint]: Mistake): Promise<void> {
  expect(await failureOf(plan(text))).toMatchObject({
    code: 'file_malformed',
    message: `a.yaml:${message}`,
    hint,
  });
}
