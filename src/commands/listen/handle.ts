import type { Capture } from '../../core/capture/capture.ts';
import { encodeCapture } from '../../core/capture/encode.ts';
import type { Delivery } from '../../core/delivery/delivery.ts';
import { toRelayedHeaders } from '../../core/delivery/relayed-headers.ts';
import { AppError } from '../../core/error.ts';
import { maskFreeText } from '../../core/events/masking.ts';
import { judge } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { CaptureFile } from '../../io/capture-file.ts';
import type { HttpClient } from '../../io/http-client.ts';
import { createCaptureIds } from '../../io/random.ts';
import type { Answer } from '../../io/receiver.ts';
import type { Refusal } from '../../io/refusal.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import {
  toForwardedDetails,
  toKeptAnswer,
  toNotKeptAnswer,
  toOwnAnswer,
  toRelayedAnswer,
} from './answers.ts';
import { createAttempts } from './attempts.ts';
import type { Describe } from './describe.ts';
import { createDiagnosing } from './diagnosing.ts';

/** What deliveries are judged by and where they go. */
export interface HandlerOptions {
  readonly keys: readonly Key[];
  /** Whether only the development secret is known. */
  readonly development: boolean;
  /** Keys that are configured under other names, for the diagnosis of what fails. */
  readonly otherKeys: readonly Key[];
  readonly file: CaptureFile | undefined;
  readonly forward: string | undefined;
  readonly context: Context;
}

/** Takes deliveries one by one: judges, shows, forwards and keeps each, and says what the sender is answered. */
export interface Handler {
  readonly handle: (delivery: Delivery) => Promise<Answer>;
  readonly refuse: (refusal: Refusal) => void;
  /** Loads what the first delivery will need. */
  readonly warmUp: () => void;
  readonly inFlight: () => number;
  readonly counts: () => Counts;
  readonly close: () => Promise<void>;
}

type Counts = Pick<
  Extract<RecordOf<'summary'>, { command: 'listen' }>,
  'received' | 'verified' | 'failed' | 'refused' | 'forwarded'
>;

/** After this long without an answer of the app, the delivery's line is shown without it. */
const PATIENCE_MS = 1_000;

/** A handler. Close it when the receiver is closed. */
export function createHandler(options: HandlerOptions): Handler {
  const { keys, forward, context } = options;
  const { report } = context;
  const counts = { received: 0, verified: 0, failed: 0, refused: 0, forwarded: 0 };
  const tools = createTools(options);
  const attempts = createAttempts();
  const diagnosing = createDiagnosing({ ...options, report, signal: context.signal });
  const newId = createCaptureIds();
  let inFlight = 0;

  async function handle(delivery: Delivery): Promise<Answer> {
    const now = new Date();
    const verdict = judge(delivery, keys, Math.floor(now.getTime() / 1_000));
    const capture: Capture = { version: 1, id: newId(), receivedAt: now.toISOString(), delivery, verdict };
    counts.received += 1;
    counts[verdict.kind === 'valid' ? 'verified' : 'failed'] += 1;
    const attempt = verdict.kind === 'valid' ? attempts.count(delivery) : 1;
    const received = (await tools.describe())(capture, attempt);
    if (verdict.kind === 'valid' && forward !== undefined) {
      report({ ...received, forward });
      return relay(capture, received.svixId, forward);
    }
    const own = toOwnAnswer(verdict);
    const answer = keep({ ...capture, answer: { by: 'listener', status: own.status } }, own);
    report({ ...received, answerStatus: answer.status });
    if (verdict.kind !== 'valid') diagnosing.add(capture, received.svixId);
    return answer;
  }

  async function relay(capture: Capture, svixId: string | null, url: string): Promise<Answer> {
    const { id, delivery } = capture;
    const patience = setTimeout(
      () => report({ type: 'waiting', id, url, afterMs: PATIENCE_MS }),
      PATIENCE_MS,
    );
    const client = await tools.client();
    const outcome = await client.post({
      url,
      headers: toRelayedHeaders(delivery.headers),
      body: delivery.body,
    });
    clearTimeout(patience);
    if (outcome.kind === 'answered') counts.forwarded += 1;
    const answer = keep({ ...capture, answer: toKeptAnswer(outcome, url) }, toRelayedAnswer(outcome));
    report({
      type: 'forwarded',
      id,
      svixId,
      url,
      ...toForwardedDetails(outcome),
      answerStatus: answer.status,
    });
    return answer;
  }

  /** Kept before it is answered: what got a 2xx is in the file. */
  function keep(capture: Capture, answer: Answer): Answer {
    try {
      options.file?.append(encodeCapture(capture));
      return answer;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const hint = 'The sender was answered 503, so that it tries again.';
      report({
        type: 'notice',
        code: 'not_kept',
        message: `A delivery was not kept. ${error.message}`,
        hint,
      });
      return toNotKeptAnswer();
    }
  }

  return {
    handle: (delivery) => {
      inFlight += 1;
      return handle(delivery).finally(() => {
        inFlight -= 1;
      });
    },
    refuse: (refusal) => {
      counts.refused += 1;
      const message = context.showPii ? refusal.message : maskFreeText(refusal.message);
      report({ type: 'refused', ...refusal, message });
    },
    warmUp: () => void tools.describe(),
    inFlight: () => inFlight,
    counts: () => counts,
    close: async () => {
      await diagnosing.settled();
      await tools.close();
      options.file?.close();
    },
  };
}

/** The heavy parts, loaded at their first use. */
function createTools({ keys, forward, context }: HandlerOptions) {
  let describing: Promise<Describe> | undefined;
  let connecting: Promise<HttpClient> | undefined;
  const client = () => {
    connecting ??= import('../../io/http-client.ts').then(({ startHttpClient }) => startHttpClient());
    return connecting;
  };
  return {
    describe: () => {
      if (forward !== undefined) void client();
      describing ??= import('./describe.ts').then(({ createDescribe }) =>
        createDescribe({ keys, showPii: context.showPii }),
      );
      return describing;
    },
    client,
    close: async () => (await connecting)?.close(),
  };
}
