import type { DatabaseSync } from 'node:sqlite';

/** How a database is opened. `timeoutMs`: how long a statement stands still while another process holds the lock. */
export interface SqliteOptions {
  readonly timeoutMs: number;
  readonly readOnly?: boolean;
  /** Whether its schema may be altered as any other table. */
  readonly isSchemaWritable?: boolean;
}

/** Opens an SQLite file with Node's own SQLite, loaded at the first call. Throws what SQLite throws. */
export function openSqlite(path: string | URL, options: SqliteOptions): DatabaseSync {
  const { DatabaseSync } = loadSqlite();
  const { timeoutMs: timeout, readOnly = false, isSchemaWritable = false } = options;
  // Node's types lack `defensive`, which Node 24 has and sets.
  const own: object = { defensive: !isSchemaWritable };
  const database = new DatabaseSync(path, { timeout, readOnly, ...own });
  if (isSchemaWritable) database.exec('PRAGMA writable_schema = ON');
  return database;
}

/** Node 22 warns on standard error that its SQLite is experimental, which the user can do nothing about. */
function loadSqlite(): typeof import('node:sqlite') {
  const { emitWarning } = process;
  process.emitWarning = (...args: readonly unknown[]) => {
    if (!isAboutSqlite(args)) Reflect.apply(emitWarning, process, args);
  };
  try {
    return process.getBuiltinModule('node:sqlite');
  } finally {
    process.emitWarning = emitWarning;
  }
}

function isAboutSqlite([warning, type]: readonly unknown[]): boolean {
  return type === 'ExperimentalWarning' && String(warning).startsWith('SQLite');
}
