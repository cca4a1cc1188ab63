import { dirname, resolve } from 'node:path';
import { toDuration } from '../../core/duration.ts';
import { AppError } from '../../core/error.ts';
import { findEvent } from '../../core/events/event-name.ts';
import { quoteValue } from '../../core/events/wording.ts';
import { parseScenario } from '../../core/payloads/scenario/parse-scenario.ts';
import {
  type Original,
  planScenario,
  type ScenarioPlan,
} from '../../core/payloads/scenario/plan-scenario.ts';
import type { Scenario } from '../../core/payloads/scenario/scenario.ts';
import { toNameHint } from '../../core/settings/nearest.ts';
import { listFixtures } from '../../io/fixture-files.ts';
import { isPresent } from '../../io/input-files.ts';
import { newBase62, newMessageId } from '../../io/random.ts';
import { readInput, readRegular } from '../../io/read-file.ts';
import { listScenarios } from '../../io/scenario-files.ts';
import { toCount } from '../../report/text.ts';
import type { Context } from '../command.ts';
import type { RunResult, Sending } from './deliver.ts';
import { sendMessages } from './send-messages.ts';
import type { Message } from './sent.ts';
import type { Signing } from './signing.ts';

/** A scenario that is ready to be played. */
export interface Played {
  readonly name: string;
  readonly plan: ScenarioPlan;
}

/** A payload of a step is a regular file of at most this size. */
const MOST_MIB = 16;

/** Footprint's deliveries arrive about so long after what they tell of. */
const AGE_MS = 1_000;

/**
 * Reads, checks and plans a scenario, so that no mistake in it is found after the first request. What is unusual in it is a
 * notice. Throws AppError `usage` for an unknown name, `file_unreadable`, or `file_malformed` with the place of a mistake.
 * @param wanted The name of one that comes with the tool, a file, or `-` for standard input.
 */
export async function prepareScenario(wanted: string, timeScale: number, context: Context): Promise<Played> {
  const { bytes, file, folder } = await open(wanted, context);
  const scenario = await parseScenario(bytes, file);
  const originals = readOriginals(scenario, folder, context);
  const startMs = Date.now() - AGE_MS;
  const plan = planScenario({ scenario, originals, base62: newBase62, startMs, timeScale });
  for (const warning of plan.warnings)
    context.report({ type: 'notice', code: 'unusual_payload', message: `${file}: ${warning}` });
  return { name: scenario.name, plan };
}

interface Opened {
  readonly bytes: Uint8Array;
  /** Its name in messages. */
  readonly file: string;
  /** The folder that paths in it are relative to. */
  readonly folder: string;
}

async function open(wanted: string, { cwd, packageRoot, readStdin }: Context): Promise<Opened> {
  if (wanted === '-') return { bytes: await readStdin(), file: 'standard input', folder: cwd };
  const shipped = listScenarios(packageRoot);
  const found = shipped.find(({ name }) => name === wanted);
  if (found !== undefined)
    return { bytes: readInput(found.path, cwd), file: found.path, folder: dirname(found.path) };
  if (!/[/\\]|\.(?:ya?ml|json)$/.test(wanted) && !isPresent(wanted, cwd)) {
    const names = shipped.map(({ name }) => name);
    const hint = toNameHint(wanted, names, 'scenarios that come with it');
    throw new AppError('usage', `There is no scenario or file called ${quoteValue(wanted)}.`, hint);
  }
  return { bytes: readInput(wanted, cwd), file: wanted, folder: dirname(resolve(cwd, wanted)) };
}

function readOriginals(
  { steps, complain }: Scenario,
  folder: string,
  { packageRoot }: Context,
): ReadonlyMap<number, Original> {
  const fixtures = listFixtures(packageRoot);
  const originals = new Map<number, Original>();
  for (const [index, { origin }] of steps.entries()) {
    if (origin.kind === 'event') originals.set(index, readEvent(origin.name, index));
    if (origin.kind === 'file') originals.set(index, readFile(origin.path, index));
  }
  return originals;

  function readEvent(name: string, index: number): Original {
    const wanted = findEvent(name)?.name ?? name;
    const found = fixtures.find((each) => each.name === wanted);
    if (found !== undefined) return { source: found.name, body: readInput(found.path, packageRoot) };
    const problem = `there is no event or fixture called ${quoteValue(name)}.`;
    const names = fixtures.map((each) => each.name);
    const near = toNameHint(name, names, 'fixtures');
    const hint = near.startsWith('Did') ? near : 'fixtures list has all of them.';
    throw complain(['steps', index, 'event'], { problem, hint });
  }

  function readFile(path: string, index: number): Original {
    try {
      return { source: path, body: readRegular(path, folder, MOST_MIB) };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const problem = error.message.replace(/^C/, 'c');
      throw complain(['steps', index, 'file'], { problem, hint: `Paths are relative to ${folder}.` });
    }
  }
}

/** Sends the steps of a scenario in order. Throws AppError `usage` for a key that cannot sign. */
export async function sendScenario(
  { name, plan }: Played,
  sending: Sending,
  context: Context,
): Promise<RunResult> {
  tellWaits(plan, context);
  const result = await sendMessages(toMessages(plan, sending.signing), sending, context);
  return { ...result, summary: { ...result.summary, scenario: name } };
}

function tellWaits({ deliveries, waitsMs }: ScenarioPlan, { report }: Context): void {
  if (waitsMs < 1) return;
  const time = waitsMs < 1_000 ? `${Math.ceil(waitsMs)} ms` : toDuration(Math.ceil(waitsMs / 1_000));
  const message = `${toCount(deliveries.length, 'request')} will be sent, with waits of ${time} in all.`;
  report({ type: 'notice', code: 'scenario_waits', message });
}

function toMessages({ deliveries }: ScenarioPlan, { ids: { kind } }: Signing): readonly Message[] {
  const ids = new Map<number, string>();
  return deliveries.map(({ step, message, payload, delayMs, success, copy }) => {
    const own = ids.get(message) ?? newMessageId();
    ids.set(message, own);
    const id = kind === 'none' ? null : own;
    const expected = success.isUsual ? {} : { expected: success.text };
    const fields = { step, ...expected, ...(copy !== undefined && { copy }) };
    return { payload, id, success, delayMs, fields };
  });
}
