import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Capture } from '../../core/capture/capture.ts';
import type { Observation } from '../../core/diagnosis/together.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { RecordOf } from '../../report/records.ts';

/** What failed deliveries are diagnosed by. */
export interface DiagnosingOptions {
  readonly keys: readonly Key[];
  /** Keys that are configured under other names. */
  readonly otherKeys: readonly Key[];
  /** Whether only the development secret is known, which no delivery of Footprint is signed with. */
  readonly development: boolean;
  readonly report: (record: RecordOf<'diagnosed'>) => void;
}

/** Finds out why deliveries failed, after their senders have been answered. */
export interface Diagnosing {
  readonly add: (capture: Capture, svixId: string | null) => void;
  /** Resolves when nothing is left to find out. */
  readonly settled: () => Promise<void>;
}

/** While one delivery is diagnosed, all others wait. */
const PATIENCE_MS = 250;

/** Diagnoses one delivery after the other, in the order in which they came. */
export function createDiagnosing(options: DiagnosingOptions): Diagnosing {
  let queue: Promise<void> = Promise.resolve();
  let observations: readonly Observation[] = [];
  return {
    add: (capture, svixId) => {
      queue = queue.then(async () => {
        // Loaded for the first delivery that fails. The turn lets the answer go out before the work begins.
        const { observe, toDiagnosed, withObservation } = await import('./diagnose-capture.ts');
        await nextTurn();
        const observation = observe(capture, { ...options, patienceMs: PATIENCE_MS });
        observations = withObservation(observations, observation);
        const { development } = options;
        options.report(toDiagnosed(capture, svixId, { observation, observations, development }));
      });
    },
    settled: () => queue,
  };
}
