import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import type { Diagnosis } from '../../../src/core/diagnosis/diagnosis.ts';
import { judge } from '../../../src/core/signature/judge.ts';
import type { Verdict } from '../../../src/core/signature/verdict.ts';
import { type Broken, type Family, type Sent, send } from './case.ts';
import { createDice } from './dice.ts';
import { BODY_FAMILIES } from './faults/body.ts';
import { HEADER_VALUE_FAMILIES } from './faults/header-values.ts';
import { HEADER_FAMILIES } from './faults/headers.ts';
import { LAYER_FAMILIES, LAYER_PAIRS } from './faults/layers.ts';
import { PAIR_FAMILIES } from './faults/pairs.ts';
import { SECRET_FAMILIES } from './faults/secret.ts';

/** Every family that is simulated. */
export const FAMILIES: readonly Family[] = [
  ...BODY_FAMILIES,
  ...LAYER_FAMILIES,
  ...SECRET_FAMILIES,
  ...HEADER_FAMILIES,
  ...HEADER_VALUE_FAMILIES,
  ...PAIR_FAMILIES,
  ...LAYER_PAIRS,
];

/** One simulated fault and what the diagnosis said. */
export interface Trial {
  readonly family: Family;
  readonly sent: Sent;
  readonly broken: Broken;
  readonly verdict: Verdict;
  readonly diagnosis: Diagnosis;
}

/** Simulates a family with the choices of a seed. Deliveries that cannot break in this way are drawn again. */
export function simulate(family: Family, seed: number): Trial {
  for (let turn = 0; turn < 200; turn += 1) {
    const dice = createDice(seed + turn * 1_000_003);
    const sent = send(family.bodies ?? ['ascii'], dice);
    const broken = family.simulate(sent, dice);
    if (broken !== undefined) return examine(family, sent, broken);
  }
  throw new Error(`No delivery can break in this way: ${family.name}`);
}

function examine(family: Family, sent: Sent, broken: Broken): Trial {
  const keys = broken.keys ?? [sent.key];
  const nowSeconds = broken.nowSeconds ?? sent.seconds + 2;
  const { delivery } = broken;
  const verdict = judge(delivery, keys, nowSeconds);
  const otherKeys = broken.otherKeys ?? [sent.other];
  const diagnosis = diagnose({ delivery, verdict, keys, otherKeys, nowSeconds, toleranceSeconds: 300 });
  return { family, sent, broken, verdict, diagnosis };
}

/** How a trial came out: named as it must be, named by an equivalent, or not; or a fault was proved that did not happen. */
export type Outcome = 'named' | 'equivalent' | 'missed' | 'wrongly_proved';

/** Whether the diagnosis said what it must. */
export function grade({ family, diagnosis }: Trial): Outcome {
  const proved = diagnosis.suspicions
    .filter(({ certainty }) => certainty === 'proved')
    .map(({ code }) => code);
  // A fault that did not occur is an untrue story.
  const possible: readonly string[] = [...family.codes, ...Object.keys(family.equivalents ?? {})];
  if (!proved.every((code) => possible.includes(code))) return 'wrongly_proved';
  const said: readonly string[] =
    family.certainty === 'proved' ? proved : diagnosis.suspicions.map(({ code }) => code);
  if (family.codes.every((code) => said.includes(code))) return 'named';
  return Object.keys(family.equivalents ?? {}).some((code) => said.includes(code)) ? 'equivalent' : 'missed';
}
