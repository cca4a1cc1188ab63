import type { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { HistoryReader } from '../../core/history/history.ts';
import { openSqlite } from '../sqlite.ts';
import { type Connection, checkEnds, openConnection, toConnection } from './connection.ts';
import { readExtent } from './extent.ts';
import { isUnopened } from './failure.ts';
import { assertOwnHistory, findIdentity, type Identity } from './file.ts';
import { findKept } from './find.ts';
import { hasLog, identify } from './identify.ts';
import { PATIENCE_MS, patiently } from './patience.ts';
import { checkSchema, SCHEMA_VERSION } from './schema.ts';

/**
 * Opens a history to be read, also while a listener writes; undefined when there is none, and none is made.
 * Rejects with AppError `file_unreadable`, `history_newer`, `history_locked` or `history_damaged`.
 */
export async function openHistoryReader(path: string): Promise<HistoryReader | undefined> {
  assertOwnHistory(path);
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
  let opened = openReadable(path);
  if (opened.version !== SCHEMA_VERSION) {
    // An older one is brought up to date first; nothing is lost by that.
    opened.database.close();
    openConnection(path).database.close();
    opened = openReadable(path);
  }
  checkEnds(opened.database, path);
  return toConnection(path, opened.database, identity);
}

function openReadable(path: string): Readable {
  const options = { timeoutMs: PATIENCE_MS, readOnly: true };
  const database = openSqlite(path, options);
  try {
    return { database, version: checkSchema(database, path) };
  } catch (error) {
    database.close();
    // Where nothing can be written beside it, it is read as a file that nobody changes.
    if (!isUnopened(error) || hasLog(path)) throw error;
    const unchanging = openSqlite(new URL('?immutable=1', pathToFileURL(path)), options);
    return { database: unchanging, version: checkSchema(unchanging, path) };
  }
}

interface Readable {
  readonly database: DatabaseSync;
  readonly version: number;
}
