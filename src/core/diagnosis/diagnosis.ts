import type { Delivery } from '../delivery/delivery.ts';
import type { Key } from '../signature/secret.ts';
import type { Verdict } from '../signature/verdict.ts';
import { FAULTS, type FaultCode, toReference } from './catalogue.ts';
import type { Framework } from './frameworks.ts';
import type { Budget } from './search/budget.ts';

/** One fault that explains the verdict, or may. It holds no secret, no expected signature and nothing of the body. */
export interface Suspicion {
  readonly code: FaultCode;
  /** `proved`: a received signature matched once the fault was undone. `likely`: the look of the delivery tells. */
  readonly certainty: 'proved' | 'likely';
  /** What tells, in one sentence. */
  readonly evidence: string;
  /** What to do, in one or two sentences; those of the framework where that is known. */
  readonly fix: string;
  /** Where the reference page explains the fault. */
  readonly reference: string;
  /** The configured name of the secret that fits. */
  readonly keyName?: string;
  /** Another fault that had to be undone together with this one. */
  readonly with?: FaultCode;
  /** What the request gave away about the application. */
  readonly framework?: Framework;
}

/** A suspicion with the fix of the catalogue, unless another is given. Never throws. */
export function suspect(
  code: FaultCode,
  certainty: Suspicion['certainty'],
  evidence: string,
  more: Partial<Suspicion> = {},
): Suspicion {
  return { code, certainty, evidence, fix: FAULTS[code].fix, reference: toReference(code), ...more };
}

/** Why a delivery was not accepted. It explains the verdict and never changes it. */
export interface Diagnosis {
  /** The best first. Empty for a valid delivery that needs no word. */
  readonly suspicions: readonly Suspicion[];
  /** The faults that were undone without a match; `what` completes "Ruled out: …" and has the bounds of what was tried. */
  readonly ruledOut: readonly { readonly code: FaultCode; readonly what: string }[];
  /** `explained`: proved. `likely`: only the look tells. `unexplained`: altered, or signed with an unknown secret. */
  readonly conclusion: 'explained' | 'likely' | 'unexplained';
  /** How many signatures were made. */
  readonly hashes: number;
  /** `exhausted`: every guess was tried. `hash_budget`: some were not. `time_budget`: none were, since others were waiting. */
  readonly stoppedBy: 'found' | 'exhausted' | 'hash_budget' | 'time_budget';
}

/** What a diagnosis goes by. */
export interface DiagnosisRequest {
  readonly delivery: Delivery;
  readonly verdict: Verdict;
  /** The keys that the verdict was judged with. */
  readonly keys: readonly Key[];
  /** Keys configured under other names, for example those of the sandbox. */
  readonly otherKeys: readonly Key[];
  readonly nowSeconds: number;
  readonly toleranceSeconds: number;
  readonly budget?: Budget;
}
