import type { Job } from './batches.ts';
import { type Connection, isCurrent } from './connection.ts';
import { isOfFile, toHistoryError } from './failure.ts';

/**
 * Writes jobs in one transaction and settles them when it is on the disk. One that cannot be written is rejected alone,
 * and the others are written without it. `current` gives the connection to the file that is there: when another one has
 * taken its place by the end, all is written once more. Throws what SQLite throws when the file or the disk failed: none
 * is written then.
 */
export function commitTogether(current: () => Connection, jobs: readonly Job<Connection>[]): void {
  let [left, isRepeated] = [jobs, false];
  while (left.length > 0) {
    const connection = current();
    const outcome = tryTogether(connection, left);
    if (outcome.kind === 'written') {
      // Once: on some file systems a file is never the same twice.
      if (!isRepeated && !isCurrent(connection)) {
        isRepeated = true;
        continue;
      }
      for (const settle of outcome.settlers) settle();
      return;
    }
    outcome.job.reject(toHistoryError(connection.path, outcome.error));
    left = left.filter((job) => job !== outcome.job);
  }
}

type Outcome =
  | { readonly kind: 'written'; readonly settlers: readonly (() => void)[] }
  | { readonly kind: 'poisoned'; readonly job: Job<Connection>; readonly error: unknown };

function tryTogether(connection: Connection, jobs: readonly Job<Connection>[]): Outcome {
  const settlers: (() => void)[] = [];
  connection.prepare('BEGIN IMMEDIATE').run();
  try {
    for (const job of jobs) {
      try {
        settlers.push(job.run(connection));
      } catch (error) {
        if (isOfFile(error)) throw error;
        return { kind: 'poisoned', job, error };
      }
    }
    connection.prepare('COMMIT').run();
    return { kind: 'written', settlers };
  } finally {
    // A full disk may have ended the transaction already.
    if (connection.database.isTransaction) connection.database.exec('ROLLBACK');
  }
}
