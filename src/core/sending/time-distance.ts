import { findHeader } from '../delivery/delivery.ts';
import { toSignedSeconds } from './attempt-time.ts';
import type { Making } from './make-request.ts';
import type { Parcel } from './parcel.ts';

/** How far from now the times are that are signed, in seconds: the farthest of them. Never throws. */
export function findDistanceSeconds(
  parcels: readonly Pick<Parcel, 'receivedHeaders'>[],
  making: Making,
  nowSeconds: number,
): number {
  if (making.kind === 'unsigned') return 0;
  if (making.kind === 'signed') return Math.abs(toSignedSeconds(making.time, nowSeconds) - nowSeconds);
  const times = parcels.map(({ receivedHeaders = [] }) =>
    Number(findHeader(receivedHeaders, 'svix-timestamp') ?? findHeader(receivedHeaders, 'webhook-timestamp')),
  );
  const distances = times.filter(Number.isInteger).map((seconds) => Math.abs(nowSeconds - seconds));
  return distances.reduce((most, each) => Math.max(most, each), 0);
}
