import { toShownUrl } from '../../core/events/shown-url.ts';
import type { Parcel } from '../../core/replay/parcel.ts';
import { toSvixHeaders } from '../../core/replay/svix-headers.ts';
import { startHttpClient } from '../../io/http-client.ts';
import { newMessageId } from '../../io/random.ts';
import type { Secrets } from '../../io/secrets.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import type { Manner } from './delivery-flags.ts';
import { type Sendable, sendInOrder } from './in-order.ts';
import type { Keeper } from './keep.ts';
import type { RunResult } from './run-result.ts';
import { toSent } from './sent.ts';
import type { Target } from './target.ts';

/** What is sent one by one. */
export interface Singles {
  readonly parcels: readonly Parcel[];
  readonly target: Target;
  readonly secrets: Secrets;
  readonly manner: Manner;
  readonly keeper: Keeper;
}

/**
 * Sends one after the other, each on a connection of its own and reported by itself. Captures keep their ids, all else has a
 * new one. Throws AppError `usage` for a key that cannot sign.
 */
export async function sendSingly(singles: Singles, context: Context): Promise<RunResult> {
  const { parcels, manner } = singles;
  return sendMessages(
    { ...singles, messages: parcels.flatMap((parcel) => toCopies(parcel, manner)) },
    context,
  );
}

/** What is sent one by one when each message is known as such. */
export interface Messages extends Omit<Singles, 'parcels'> {
  readonly messages: readonly Message[];
}

/** The same for messages with ids, and waits between them. Throws AppError `usage` for a key that cannot sign. */
export async function sendMessages(
  { messages, target, secrets, manner, keeper }: Messages,
  context: Context,
): Promise<RunResult> {
  const { showPii, version } = context;
  const { url } = target;
  const { plan, success } = manner;
  const development = secrets.source === 'development';
  const client = startHttpClient({ insecure: target.insecure });
  const { sent, ok, failed, notSent } = await sendInOrder(
    {
      messages,
      post: async ({ parcel: { body }, id }) => {
        const sentAt = new Date();
        const timestampSeconds = Math.floor(sentAt.getTime() / 1_000);
        const headers = toSvixHeaders({ id, timestampSeconds, body }, secrets.keys, version);
        const outcome = await client.post({ url, headers, body });
        await keeper.keep({ url, headers, body, sentAt, outcome });
        return outcome;
      },
      toSent: ({ parcel, id, success, fields }, outcome, attempt) =>
        toSent(parcel, {
          ...{ id, url, development, showPii, outcome, success },
          fields: { ...fields, ...attempt },
        }),
      manner,
    },
    context,
  ).finally(() => client.close());
  const counts = { sent: ok + failed, ok, failed, notSent };
  const requests = plan === undefined ? {} : { requests: sent.length };
  const shownUrl = toShownUrl(url, showPii);
  return {
    sent,
    summary: {
      type: 'summary',
      command: 'replay',
      url: shownUrl,
      ...counts,
      ...requests,
      ...(!success.isUsual && { expected: success.text }),
      ...(keeper.place !== undefined && { history: keeper.place }),
    },
  };
}

/** A message as it is sent, once of several times. */
export interface Message extends Sendable {
  readonly parcel: Parcel;
  readonly id: string;
  /** What stands in its record besides, such as which of several copies it is. */
  readonly fields: Pick<RecordOf<'sent'>, 'copy' | 'step' | 'expected'>;
}

function toCopies(parcel: Parcel, { copies, success }: Manner): readonly Message[] {
  const id = parcel.messageId ?? newMessageId();
  return Array.from({ length: copies }, (_, index) => ({
    ...{ parcel, id, success, delayMs: 0 },
    fields: copies === 1 ? {} : { copy: index + 1 },
  }));
}
