import type { Capture } from '../../core/capture/capture.ts';
import { findMessageId } from '../../core/delivery/delivery.ts';
import type { Content } from '../../core/events/content.ts';
import { toChooseUrls } from '../../core/forwarding/route.ts';
import type { Answer, Drop } from '../../io/receiver.ts';
import { toOwnAnswer, toPurposeAnswer } from './answers.ts';
import type { Filter } from './filter.ts';
import type { Forwarding } from './forwarding-flags.ts';
import type { Misbehave } from './on-purpose.ts';

/** What is to be done with one delivery. */
export interface Plan {
  /** Whether the filter lets it through: else it is kept and answered, and nothing more. */
  readonly isWanted: boolean;
  /** Where it is passed on to. */
  readonly urls: readonly string[];
  /** What the sender is answered, unless the apps decide. */
  readonly answer: Answer | Drop;
  readonly appDecides: boolean;
  /** Whether the answer is what the user wants senders to see. */
  readonly isOnPurpose: boolean;
}

/** Decides what is to be done. */
export interface Planner {
  readonly plan: (capture: Capture, content: Content) => Plan;
  /** Stops passing on, or goes on with it; gives whether it has stopped. */
  readonly togglePause: () => boolean;
  readonly isPaused: () => boolean;
  /** Where an event goes to. */
  readonly urlsFor: (content: Content) => readonly string[];
}

interface Rules {
  readonly forwarding: Forwarding;
  readonly filter: Filter;
  readonly misbehave: Misbehave | undefined;
}

/** A planner that passes on what is verified and wanted. */
export function createPlanner({ forwarding, filter, misbehave }: Rules): Planner {
  const chooseUrls = toChooseUrls(forwarding.routes);
  let isPaused = false;

  function plan({ delivery, verdict }: Capture, content: Content): Plan {
    const isWanted = filter.lets(content, delivery);
    const isPassedOn = isWanted && !isPaused && verdict.kind === 'valid';
    const urls = isPassedOn ? chooseUrls(content.event) : [];
    const onPurpose = misbehave?.(findMessageId(delivery.headers));
    if (onPurpose !== undefined) {
      return { isWanted, urls, answer: toPurposeAnswer(onPurpose), appDecides: false, isOnPurpose: true };
    }
    const answer = toOwnAnswer(verdict, forwarding.ack);
    const appDecides = forwarding.ack === 'app' && urls.length > 0;
    return { isWanted, urls, answer, appDecides, isOnPurpose: false };
  }

  return {
    plan,
    togglePause: () => {
      isPaused = !isPaused;
      return isPaused;
    },
    isPaused: () => isPaused,
    urlsFor: ({ event }) => chooseUrls(event),
  };
}
