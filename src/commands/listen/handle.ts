import { setTimeout as delay } from 'node:timers/promises';
import type { Capture } from '../../core/capture/capture.ts';
import { type Delivery, findMessageId } from '../../core/delivery/delivery.ts';
import { type Content, readContent } from '../../core/events/content.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import type { Expectations } from '../../core/expectation/expectations.ts';
import type { Earlier } from '../../core/history/history.ts';
import { judge } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import { createUnderWay } from '../../core/under-way.ts';
import type { Delivered } from '../../io/forwarder.ts';
import { createCaptureIds } from '../../io/random.ts';
import type { Answer, Drop } from '../../io/receiver.ts';
import type { RecordOf } from '../../report/records.ts';
import { isGood } from '../app-answer.ts';
import { toForwarding } from '../kept-answer.ts';
import { toKeptAnswer, toNotKeptAnswer, toRelayedAnswer } from './answers.ts';
import type { Describe } from './describe.ts';
import type { Diagnosing } from './diagnosing.ts';
import type { Display } from './display.ts';
import type { Keeper } from './keep.ts';
import type { Plan, Planner } from './plan.ts';
import { laneOf, type Outcomes, type Relay } from './relay.ts';
import type { AppHealth, Tally } from './tally.ts';
import { createTurns } from './turns.ts';

/** What takes part in handling a delivery. */
export interface HandlerParts {
  readonly keys: readonly Key[];
  readonly keeper: Keeper;
  readonly planner: Planner;
  readonly relay: Relay;
  readonly display: Display;
  readonly diagnosing: Diagnosing;
  readonly expectations: Expectations | undefined;
  readonly tally: Tally;
  readonly health: AppHealth;
  readonly describe: () => Promise<Describe>;
  readonly showPii: boolean;
  /** How long every answer is held back, for as long as `signal`, which tells of the end, is not aborted. */
  readonly delayMs: number;
  readonly signal: AbortSignal;
  /** Told of each delivery when its answer is ready. */
  readonly onHandled: (handled: Handled) => void;
}

/** A delivery that has been dealt with. */
export interface Handled {
  readonly capture: Capture;
  readonly content: Content;
  readonly isWanted: boolean;
}

/** Takes deliveries one by one: judges, keeps, shows and passes on each, and says what the sender is answered. */
export interface Handler {
  readonly handle: (delivery: Delivery) => Promise<Answer | Drop>;
  /** How many have not been answered yet, by this listener or by an app. */
  readonly inFlight: () => number;
  /** Resolves when the apps have answered everything. */
  readonly settled: () => Promise<void>;
}

interface Task {
  readonly capture: Capture;
  readonly content: Content;
  readonly plan: Plan;
  /** What goes on when the sender has been answered. */
  readonly background: Promise<unknown>[];
}

/** A handler of deliveries. */
export function createHandler(parts: HandlerParts): Handler {
  const { keeper, planner, tally } = parts;
  const newId = createCaptureIds();
  const endOfTurn = createTurns();
  const underWay = createUnderWay();

  async function handle(delivery: Delivery, background: Promise<unknown>[]): Promise<Answer | Drop> {
    const now = new Date();
    await endOfTurn();
    const verdict = judge(delivery, parts.keys, Math.floor(now.getTime() / 1_000));
    const capture: Capture = { version: 1, id: newId(), receivedAt: now.toISOString(), delivery, verdict };
    const content = readContent(delivery.body);
    const task = { capture, content, plan: planner.plan(capture, content), background };
    count(task);
    const { event, fpId } = content;
    const labels = { messageId: findMessageId(delivery.headers), event, fpId };
    const earlier = await keeper.add(withAnswer(task), labels);
    const answer = earlier === undefined ? await refuseForNow(task) : await act(task, earlier);
    if (parts.delayMs > 0) await delay(parts.delayMs, undefined, parts).catch(() => undefined);
    parts.onHandled({ capture, content, isWanted: task.plan.isWanted });
    return answer;
  }

  function count({ capture, plan }: Task): void {
    tally.received += 1;
    tally[capture.verdict.kind === 'valid' ? 'verified' : 'failed'] += 1;
    if (!plan.isWanted) tally.filtered += 1;
  }

  /** It is shown, and goes nowhere: the sender will bring it again. */
  async function refuseForNow({ capture, content, plan }: Task): Promise<Answer> {
    const answer = toNotKeptAnswer();
    tally.notKept += 1;
    if (!plan.isWanted) return answer;
    const received = (await parts.describe())(capture, { content, earlier: NOTHING_EARLIER });
    parts.display.open({ ...received, answerStatus: answer.status });
    if (capture.verdict.kind !== 'valid') parts.diagnosing.add(capture, received.svixId);
    return answer;
  }

  async function act(task: Task, earlier: Earlier): Promise<Answer | Drop> {
    const { capture, content, plan } = task;
    expect(task);
    if (!plan.isWanted) return plan.answer;
    const received = (await parts.describe())(capture, { content, earlier });
    const follow = parts.display.open(withFate(received, plan, parts.showPii));
    if (capture.verdict.kind !== 'valid') parts.diagnosing.add(capture, received.svixId);
    if (plan.urls.length === 0) return plan.answer;
    const passedOn = passOn(task, received.svixId, follow);
    if (plan.appDecides) return passedOn;
    task.background.push(passedOn);
    return plan.answer;
  }

  function expect({ capture: { delivery, verdict }, content, plan }: Task): void {
    if (parts.expectations === undefined) return;
    parts.expectations.take({
      event: content.event,
      messageId: findMessageId(delivery.headers),
      verified: verdict.kind === 'valid',
      fits: plan.isWanted,
    });
  }

  async function passOn(
    { capture, content, plan: { urls, appDecides } }: Task,
    svixId: string | null,
    report: ReturnType<Display['open']>,
  ): Promise<Answer> {
    const toStatus = (all: readonly Delivered[]) => toAnswer(all).status;
    const outcomes = await parts.relay.send(
      { capture, svixId, urls, lane: laneOf(capture, content) },
      { report, ...(appDecides && { toStatus }) },
    );
    note(outcomes);
    const answer = toAnswer(outcomes.map(({ outcome }) => outcome));
    keeper.conclude(capture.id, {
      forwardings: outcomes.map(({ url, outcome }) => toForwarding(url, outcome)),
      ...(appDecides && { answer: toKeptAnswer('app', answer) }),
    });
    return answer;
  }

  function note(outcomes: Outcomes): void {
    for (const { outcome } of outcomes) parts.health.note(outcome);
    if (outcomes.some(({ outcome }) => outcome.kind === 'answered')) tally.forwarded += 1;
  }

  return {
    handle: async (delivery) => {
      const background: Promise<unknown>[] = [];
      underWay.begin();
      try {
        return await handle(delivery, background);
      } finally {
        if (background.length === 0) underWay.end();
        else void Promise.allSettled(background).then(underWay.end);
      }
    },
    inFlight: underWay.count,
    settled: underWay.none,
  };
}

type Received = RecordOf<'received'>;

const NOTHING_EARLIER: Earlier = { count: 0, verified: 0 };

/** Of several apps, the first that did not answer 2xx speaks for all: each of them must have the delivery. */
function toAnswer(outcomes: readonly Delivered[]): Answer {
  const [first] = outcomes;
  const outcome = outcomes.find((each) => !isGood(each)) ?? first;
  return outcome === undefined ? toNotKeptAnswer() : toRelayedAnswer(outcome);
}

/** What is known of a delivery's answer before any app has given one. */
function withAnswer({ capture, plan }: Task): Capture {
  return plan.appDecides ? capture : { ...capture, answer: toKeptAnswer('listener', plan.answer) };
}

/** Where it goes from here. What is absent is undefined, as in the record itself. */
function withFate(
  received: Received,
  { urls, answer, appDecides, isOnPurpose }: Plan,
  showPii: boolean,
): Received {
  return {
    ...received,
    forwards: urls.length > 0 ? urls.map((url) => toShownUrl(url, showPii)) : undefined,
    answerStatus: appDecides ? undefined : toKeptAnswer('listener', answer).status,
    onPurpose: isOnPurpose ? true : undefined,
  };
}
