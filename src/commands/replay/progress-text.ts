import { toDuration } from '../../core/duration.ts';
import type { BulkOrder, BulkStanding } from '../../io/bulk-sender.ts';

/** Where a run in bulk stands, on one line: how much, how fast, how much longer, and what failed. Never throws. */
export function toProgressText(
  standing: BulkStanding,
  { count, durationMs }: Pick<BulkOrder, 'count' | 'durationMs'>,
): string {
  const { started, attempts, errors, byStatus, ok, elapsedMs, waiting, notStarted } = standing;
  const answered = [...byStatus.values()].reduce((sum, each) => sum + each, 0);
  const lost = [...errors.values()].reduce((sum, each) => sum + each, 0);
  const done = started + notStarted;
  const perMs = elapsedMs === 0 ? 0 : done / elapsedMs;
  const leftMs = Math.min(
    durationMs - elapsedMs,
    perMs === 0 ? Number.POSITIVE_INFINITY : (count - done) / perMs,
  );
  const failures = answered - ok + lost;
  return [
    `Sent ${started}${Number.isFinite(count) ? ` of ${count}` : ''}`,
    `${Math.round(elapsedMs === 0 ? 0 : (attempts * 1_000) / elapsedMs)}/s`,
    `${failures} failed`,
    ...(waiting > 0 ? [`${waiting} to be sent again`] : []),
    ...(notStarted > 0 ? [`${notStarted} not started`] : []),
    ...(Number.isFinite(leftMs) && leftMs > 0 ? [`${toDuration(Math.ceil(leftMs / 1_000))} left`] : []),
  ].join(' · ');
}
