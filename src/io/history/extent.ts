import { statSync } from 'node:fs';
import type { Extent } from '../../core/history/history.ts';
import type { Connection } from './connection.ts';
import { toHistoryError } from './failure.ts';
import { countDeliveries } from './prune.ts';

/** How much there is, with what has not been moved into the file yet. Throws AppError `history_damaged` or `history_locked`. */
export function readExtent(connection: Connection): Extent {
  const { path } = connection;
  try {
    return { deliveries: countDeliveries(connection), bytes: sizeOf(path) + sizeOf(`${path}-wal`) };
  } catch (error) {
    throw toHistoryError(path, error, 'read');
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
