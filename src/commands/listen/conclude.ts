import type { Answer } from '../../io/receiver/options.ts';
import { toForwarding } from '../app-answer.ts';
import type { Forwarded } from './forward.ts';
import type { State } from './state.ts';
import { type Store, toStoredAnswer } from './store.ts';

/** What the step needs. */
export interface ConcludeOptions {
  readonly store: Pick<Store, 'conclude'>;
  readonly state: Pick<State, 'health' | 'tally'>;
}

/** Step 6: counts and stores the answers of the apps. Gives the answer to the sender, where the apps decide it. */
export function conclude(forwarded: Forwarded, { store, state }: ConcludeOptions): Answer {
  const { capture, plan, outcomes, appAnswer, resignWith } = forwarded;
  for (const { outcome } of outcomes) state.health.note(outcome);
  const isAnswered = outcomes.some(({ outcome }) => outcome.kind === 'answered');
  if (isAnswered && resignWith === undefined) state.tally.forwarded += 1;
  store.conclude(capture.id, {
    forwardings: outcomes.map(({ url, outcome }) => toForwarding(url, outcome)),
    ...(plan.appDecides && { answer: toStoredAnswer('app', appAnswer) }),
  });
  return appAnswer;
}
