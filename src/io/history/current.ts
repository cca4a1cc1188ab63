import { existsSync } from 'node:fs';
import { type Connection, isCurrent, openConnection } from './connection.ts';
import { toHistoryError } from './failure.ts';
import { isStill } from './file.ts';
import { patiently } from './patience.ts';

/** The connection to the history that is at a path now: opened anew when its files were deleted or moved away. */
export interface Current {
  /** To write. Throws what `openConnection` throws. */
  readonly get: () => Connection;
  /** The same to read: every failure is an AppError. */
  readonly read: () => Connection;
  readonly close: () => void;
}

/** Opens it. Rejects with AppError as `openConnection` throws it, and with `history_locked`. */
export async function openCurrent(path: string): Promise<Current> {
  let connection = await patiently({ path, verb: 'write' }, () => openConnection(path));

  let isClosed = false;

  function get(): Connection {
    if (isClosed) throw new Error('The history has been closed.');
    if (isCurrent(connection)) return connection;
    // The old one goes first: SQLite keeps one set of locks for all connections of a process to a file.
    leave(connection);
    connection = openConnection(path);
    return connection;
  }

  return {
    get,
    read: () => {
      try {
        return get();
      } catch (error) {
        throw toHistoryError(path, error, 'read');
      }
    },
    close: () => {
      isClosed = true;
      if (!connection.database.isOpen) return;
      tidy(connection);
      connection.database.close();
    },
  };
}

/** What is only in a log that was deleted or moved away is first moved into the file that it belongs to. */
function leave(connection: Connection): void {
  const { path, database, identity } = connection;
  if (!database.isOpen) return;
  // Where there is a new log, another process has done so, and the old one is no longer what the file is to be read with.
  if (!isStill(path, identity) || !existsSync(`${path}-wal`)) tidy(connection);
  database.close();
}

/** Moves all into the one file, which thereby has its real size. Never throws. */
export function tidy({ database }: Connection): void {
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Another process reads or writes: the last one that closes does it.
  }
}
