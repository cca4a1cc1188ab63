import { FAULTS, type FaultCode } from './catalogue.ts';
import { type Change, toDistinct, toPhrase } from './change.ts';
import { type Diagnosis, type Suspicion, suspect } from './diagnosis.ts';
import { type Framework, findAdvice } from './frameworks.ts';
import { findBodyClues } from './shapes/body.ts';
import type { Clue, Sight } from './shapes/clue.ts';
import { findHeaderClues } from './shapes/headers.ts';
import { findSecretClues, findWeakClues } from './shapes/weak.ts';

/** One suspicion for each fault that had to be undone for a signature to match. Never throws. */
export function toProved(
  changes: readonly Change[],
  fallback: Framework | undefined,
  proof = 'The signature matches once',
): readonly Suspicion[] {
  const evidence = `${proof} ${toPhrase(changes)}.`;
  const byCode = new Map(changes.toReversed().map((change) => [change.code, change]));
  const all = [...byCode.values()].toReversed();
  // How another provider writes and signs is no fault of its own.
  const foreign = all.filter(({ code }) => code === 'other_provider');
  const faults = foreign.length > 0 ? foreign : all;
  return faults.map(({ code, keyName, framework = fallback }) => {
    const other = faults.find((each) => each.code !== code);
    return suspect(code, 'proved', evidence, {
      ...toAdvice(code, framework),
      ...(keyName === undefined ? {} : { keyName, fix: `Use the secret ${keyName} for this endpoint.` }),
      ...(other && { with: other.code }),
    });
  });
}

/** What the look of the delivery makes likely, the most telling first. Never throws. */
export function toLikely(sight: Sight, framework: Framework | undefined): readonly Suspicion[] {
  const clues = [...findHeaderClues(sight), ...findBodyClues(sight), ...findSecretClues(sight)];
  return toDistinct(clues, ({ code }) => code).map((clue) => toSuspicion(clue, framework));
}

/** What is odd and alone explains nothing, of these codes only. Never throws. */
export function toWeak(sight: Sight, codes: readonly FaultCode[]): readonly Suspicion[] {
  const clues = [...findWeakClues(sight)].filter(({ code }) => codes.includes(code));
  return clues.map((clue) => toSuspicion(clue, undefined));
}

/** The only conclusion left when nothing matched and nothing looks odd. Never throws. */
export function toUnexplained({ ruledOut, stoppedBy }: Pick<Diagnosis, 'ruledOut' | 'stoppedBy'>): Suspicion {
  const count = ruledOut.length === 1 ? 'one kind of fault was' : `${ruledOut.length} kinds of fault were`;
  const limit =
    stoppedBy === 'exhausted' ? '' : '; the search stopped at its limit before it had tried everything';
  const evidence = `It was altered, or signed with a secret that is not known here: ${count} ruled out${limit}.`;
  return toSuspicion({ code: 'altered_or_unknown_secret', evidence }, undefined);
}

function toSuspicion({ code, evidence, framework, fix }: Clue, fallback: Framework | undefined): Suspicion {
  const advice = toAdvice(code, framework ?? fallback);
  return suspect(code, 'likely', evidence, { ...advice, ...(fix !== undefined && { fix }) });
}

/** The fix in a framework, where it has one of its own. */
function toAdvice(code: FaultCode, framework: Framework | undefined): Partial<Suspicion> {
  const { topic, fix } = FAULTS[code];
  if (framework === undefined || topic === undefined) return {};
  return { fix: findAdvice(framework, topic) ?? fix, framework };
}
