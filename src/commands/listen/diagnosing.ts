import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Capture } from '../../core/capture/capture.ts';
import type { Diagnosis } from '../../core/diagnosis/diagnosis.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { RecordOf } from '../../report/records.ts';
import type { createDiagnose } from './diagnose-capture.ts';

/** What failed deliveries are diagnosed by. */
export interface DiagnosingOptions {
  readonly keys: readonly Key[];
  /** Keys that are configured under other names. */
  readonly otherKeys: readonly Key[];
  /** Whether only the development secret is known, which no delivery of Footprint is signed with. */
  readonly development: boolean;
  readonly report: (record: RecordOf<'diagnosed'>) => void;
  /** Given what was found out, to be kept with the delivery. */
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

  let diagnosing: Promise<ReturnType<typeof createDiagnose>> | undefined;

  async function diagnoseNext(capture: Capture, svixId: string | null): Promise<void> {
    // Loaded for the first delivery that fails. The turn lets the answer go out before the work begins.
    diagnosing ??= import('./diagnose-capture.ts').then(({ createDiagnose }) => createDiagnose(options));
    const diagnose = await diagnosing;
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

/** What is reported of a delivery that nobody had the time for. */
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
