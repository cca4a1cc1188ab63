import { toShownUrl } from '../../core/events/shown-url.ts';
import type { Parcel } from '../../core/replay/parcel.ts';
import { toSvixHeaders } from '../../core/replay/svix-headers.ts';
import { startHttpClient } from '../../io/http-client.ts';
import { newMessageId } from '../../io/random.ts';
import type { Secrets } from '../../io/secrets.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import type { Manner } from './delivery-flags.ts';
import { sendInOrder } from './in-order.ts';
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
  const { parcels, target, secrets, manner, keeper } = singles;
  const { showPii, version } = context;
  const { url } = target;
  const { plan, success } = manner;
  const development = secrets.source === 'development';
  const client = startHttpClient({ insecure: target.insecure });
  const { sent, ok, failed, notSent } = await sendInOrder(
    {
      messages: parcels.flatMap((parcel) => toCopies(parcel, manner.copies)),
      post: async ({ parcel: { body }, id }) => {
        const sentAt = new Date();
        const timestampSeconds = Math.floor(sentAt.getTime() / 1_000);
        const headers = toSvixHeaders({ id, timestampSeconds, body }, secrets.keys, version);
        const outcome = await client.post({ url, headers, body });
        await keeper.keep({ url, headers, body, sentAt, outcome });
        return outcome;
      },
      toSent: ({ parcel, id, copy }, outcome, attempt) =>
        toSent(parcel, { id, url, development, showPii, outcome, success, fields: { ...copy, ...attempt } }),
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
interface Single {
  readonly parcel: Parcel;
  readonly id: string;
  /** Which of several it is, as it stands in the record; empty for the only one. */
  readonly copy: Pick<RecordOf<'sent'>, 'copy'>;
}

function toCopies(parcel: Parcel, copies: number): readonly Single[] {
  const id = parcel.messageId ?? newMessageId();
  return Array.from({ length: copies }, (_, index) => ({
    parcel,
    id,
    copy: copies === 1 ? {} : { copy: index + 1 },
  }));
}
