import { isThisMachine } from '../../core/delivery/loopback.ts';
import { AppError } from '../../core/error.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { isLiveBody } from '../../core/sending/live.ts';
import type { Parcel } from '../../core/sending/parcel.ts';
import type { Context } from '../command.ts';

/** Where it goes, and whether events of live mode may go there. */
export interface LiveGuard {
  readonly to: string;
  readonly allowLive?: boolean;
}

/**
 * Looks at everything that is to be sent, before anything is. Throws AppError `live_not_allowed` for an event of live mode that
 * would leave this machine without `--allow-live`.
 */
export function guardLive(
  parcels: readonly Pick<Parcel, 'source' | 'body' | 'problem'>[],
  { to, allowLive }: LiveGuard,
  { showPii }: Pick<Context, 'showPii'>,
): void {
  if (allowLive === true || isThisMachine(new URL(to).hostname)) return;
  const live = parcels.find(({ body, problem }) => problem === undefined && isLiveBody(body));
  if (live === undefined) return;
  throw new AppError(
    'live_not_allowed',
    `${live.source} is of live mode (is_live is true), and ${toShownUrl(to, showPii)} is not on this machine.`,
    'Nothing was sent. If an app there may take it for a real event, add --allow-live.',
  );
}
