import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { HistoryReader } from '../../core/history/history.ts';
import { openSqlite } from '../sqlite.ts';
import { type Connection, openConnection, toConnection } from './connection.ts';
import { readExtent } from './extent.ts';
import { isUnopened } from './failure.ts';
import { findIdentity, type Identity } from './file.ts';
import { findKept } from './find.ts';
import { hasLog, identify } from './identify.ts';
import { PATIENCE_MS, patiently } from './patience.ts';
import { readVersion, SCHEMA_VERSION } from './schema.ts';

/**
 * Opens a history to be read, also while a listener writes; undefined when there is none, and none is made.
 * Rejects with AppError `file_unreadable`, `history_newer`, `history_locked` or `history_damaged`.
 */
export async function openHistoryReader(path: string): Promise<HistoryReader | undefined> {
  const connection = await patiently({ path, verb: 'read' }, () => {
    const identity = findIdentity(path);
    return identity === undefined || identify(path, 'read') === 'empty' ? undefined : connect(path, identity);
  });
  if (connection === undefined) return undefined;
  return {
    find: (query) => findKept(connection, query, false),
    extent: () => readExtent(connection),
    close: async () => connection.database.close(),
  };
}

function connect(path: string, identity: Identity): Connection {
  const database = openReadable(path);
  const version = readVersion(database, path);
  if (version === SCHEMA_VERSION) return toConnection(path, database, identity);
  // An older one is brought up to date first; nothing is lost by that.
  database.close();
  openConnection(path).database.close();
  return toConnection(path, openReadable(path), identity);
}

function openReadable(path: string): DatabaseSync {
  const options = { timeoutMs: PATIENCE_MS, readOnly: true };
  const database = openSqlite(path, options);
  try {
    readVersion(database, path);
    return database;
  } catch (error) {
    database.close();
    // Where nothing can be written beside it, it is read as a file that nobody changes.
    if (!isUnopened(error) || hasLog(path)) throw error;
    return openSqlite(new URL('?immutable=1', pathToFileURL(path)), options);
  }
}
