import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Capture } from '../../core/capture/capture.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Observation } from '../../core/diagnosis/together.ts';
import { TOLERANCE_SECONDS } from '../../core/signature/judge.ts';
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
  /** Stores a diagnosis with its delivery. */
  readonly keep: (id: string, diagnosis: Diagnosis) => void;
  /** Aborted by an interrupt. */
  readonly signal: AbortSignal;
}

/** Finds out why deliveries failed, after their senders have been answered. */
export interface Diagnosing {
  readonly add: (capture: Capture, svixId: string | null) => void;
  /** Resolves when nothing is left to find out. */
  readonly settled: () => Promise<void>;
}

/** Those of a flood all fail for one reason; the rest can be had from the captures. */
const MOST_PENDING = 20;

/** Diagnoses one delivery after the other, in the order in which they came. An interrupt ends it after the current one. */
export function createDiagnosing(options: DiagnosingOptions): Diagnosing {
  let queue: Promise<void> = Promise.resolve();
  let pending = 0;
  let loading: ReturnType<typeof loadDiagnose> | undefined;

  async function diagnoseNext(capture: Capture, svixId: string | null): Promise<void> {
    // Loaded for the first delivery that fails. The turn lets the answer go out before the work begins.
    loading ??= loadDiagnose(options);
    const diagnose = await loading;
    await nextTurn();
    pending -= 1;
    options.report(options.signal.aborted ? toSkipped(capture, svixId) : await diagnose(capture, svixId));
  }

  return {
    add: (capture, svixId) => {
      if (pending >= MOST_PENDING) {
        options.report(toSkipped(capture, svixId));
        return;
      }
      pending += 1;
      queue = queue.then(() => diagnoseNext(capture, svixId));
    },
    settled: () => queue,
  };
}

/** Loads a function that diagnoses one capture, and remembers it for what several have in common. */
async function loadDiagnose({ development, keep, keys, otherKeys }: DiagnosingOptions) {
  const [told, { withObservation }] = await Promise.all([
    import('../observation.ts'),
    import('../../core/diagnosis/together.ts'),
  ]);
  let observations: readonly Observation[] = [];
  return async (capture: Capture, svixId: string | null): Promise<RecordOf<'diagnosed'>> => {
    const { id, delivery, verdict, receivedAt } = capture;
    const nowSeconds = Math.floor(Date.parse(receivedAt) / 1_000);
    const known = { keys, otherKeys, nowSeconds, toleranceSeconds: TOLERANCE_SECONDS };
    // Other deliveries are received between the turns.
    const observation = await told.observeInTurns({ ...known, delivery, verdict }, nextTurn);
    observations = withObservation(observations, observation);
    keep(id, observation.diagnosis);
    const hint = development ? told.findDevelopmentHint(verdict, observation.diagnosis) : undefined;
    return {
      type: 'diagnosed',
      id,
      svixId,
      diagnosis: told.toDiagnosisRecord(observation.diagnosis),
      ...told.toTogetherRecord(observations),
      ...(hint !== undefined && { hint }),
    };
  };
}

/** The record of a delivery that there was no time for. */
function toSkipped({ id }: Capture, svixId: string | null): RecordOf<'diagnosed'> {
  return {
    type: 'diagnosed',
    id,
    svixId,
    diagnosis: {
      conclusion: 'unexplained',
      suspicions: [],
      ruledOut: [],
      hashes: 0,
      stoppedBy: 'time_budget',
    },
    shared: [],
    hint: `There was no time to find out why: fp-webhooks verify ${id} does.`,
  };
}
