import type { AppError } from '../../core/error.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import {
  findDistanceSeconds,
  findProblem,
  findWrong,
  type Making,
  makeRequest,
  toToldId,
} from '../../core/sending/make-request.ts';
import type { Parcel } from '../../core/sending/parcel.ts';
import { TOLERANCE_SECONDS } from '../../core/signature/judge.ts';
import { type PostOutcome, startHttpClient } from '../../io/http-client.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import { createRunMemory } from '../run-memory.ts';
import type { Manner } from './delivery-flags.ts';
import { type Sendable, sendInOrder } from './in-order.ts';
import type { Keeper } from './keep.ts';
import type { RunResult } from './run-result.ts';
import { toSent } from './sent.ts';
import { chooseIds, type Signing } from './signing.ts';
import type { Target } from './target.ts';

/** What is sent one by one. */
export interface Singles {
  readonly parcels: readonly Parcel[];
  readonly target: Target;
  readonly signing: Signing;
  readonly manner: Manner;
  readonly keeper: Keeper;
}

/**
 * Sends one after the other, each on a connection of its own and reported by itself. Each attempt is
 * signed anew. Throws AppError `usage` for a key that cannot sign.
 */
export async function sendSingly(singles: Singles, context: Context): Promise<RunResult> {
  return sendMessages({ ...singles, messages: toMessages(singles) }, context);
}

/** What is sent one by one when each message is known as such. */
export interface Messages extends Omit<Singles, 'parcels'> {
  readonly messages: readonly Message[];
}

/** The same for messages with ids, and waits between them. Throws AppError `usage` for a key that cannot sign. */
export async function sendMessages(
  { messages, target, signing, manner, keeper }: Messages,
  context: Context,
): Promise<RunResult> {
  const { showPii } = context;
  const { making, isDevelopment: development } = signing;
  const wrong = findWrong(making);
  const { url } = target;
  const { plan, success } = manner;
  const client = startHttpClient({ insecure: target.insecure });
  const memory = createRunMemory();
  const { last, requests, isUnreachable, ok, failed, notSent } = await sendInOrder(
    {
      messages,
      post: async ({ parcel, id }) => {
        const problem = findProblem({ parcel, id }, making);
        if (problem !== undefined) return toUnsent(problem);
        const sentAt = new Date();
        const nowSeconds = Math.floor(sentAt.getTime() / 1_000);
        const { headers, body } = makeRequest({ parcel, id, nowSeconds }, making);
        const outcome = await client.post({ url, headers, body });
        await keeper.keep({ url, headers, body, sentAt, outcome });
        return outcome;
      },
      toSent: ({ parcel, id, success, fields }, outcome, attempt) => {
        const far = isFar(parcel, making);
        const record = toSent(parcel, {
          ...{ id: toToldId(id, making), url, development, showPii, outcome, success, wrong },
          isFar: far,
          fields: { ...fields, ...attempt },
        });
        if (outcome.kind === 'failed' || !success.isUsual || wrong !== undefined) return record;
        const { body, source } = parcel;
        const hint = memory.note({ key: id ?? source, body, isFar: far, answer: { ...outcome, url } });
        return hint === undefined || far ? record : { ...record, hint };
      },
      manner,
    },
    context,
  ).finally(() => client.close());
  const counts = { sent: ok + failed, ok, failed, notSent };
  const shownUrl = toShownUrl(url, showPii);
  const hints = memory.explain().filter((hint) => last.every((each) => each.hint !== hint));
  return {
    last,
    isUnreachable,
    summary: {
      type: 'summary',
      command: 'replay',
      url: shownUrl,
      ...counts,
      ...(plan !== undefined && { requests }),
      ...(!success.isUsual && { expected: success.text }),
      ...(hints.length > 0 && { hints }),
      ...(keeper.place !== undefined && { history: keeper.place }),
    },
  };
}

/** The outcome of a message that was not sent, because it cannot be. */
function toUnsent({ message, hint }: AppError): PostOutcome {
  return {
    kind: 'failed',
    code: 'unsendable',
    message: `not sent: ${message.replace(/\.$/, '')}`,
    hint,
    latencyMs: 0,
  };
}

/** A message as it is sent, once of several times. */
export interface Message extends Sendable {
  readonly parcel: Parcel;
  /** Null where it is sent without one. */
  readonly id: string | null;
  /** What stands in its record besides, such as which of several copies it is. */
  readonly fields: Pick<RecordOf<'sent'>, 'copy' | 'step' | 'expected'>;
}

function toMessages({ parcels, signing, manner: { copies, success } }: Singles): readonly Message[] {
  const idOf = chooseIds(parcels, signing);
  return parcels.flatMap((parcel, index) => {
    const id = idOf(index);
    return Array.from({ length: copies }, (_, copy) => ({
      ...{ parcel, id, success, delayMs: 0 },
      fields: copies === 1 ? {} : { copy: copy + 1 },
    }));
  });
}

function isFar(parcel: Parcel, making: Making): boolean {
  return findDistanceSeconds([parcel], making, Math.floor(Date.now() / 1_000)) > TOLERANCE_SECONDS;
}
