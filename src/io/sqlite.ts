import type { DatabaseSync } from 'node:sqlite';

/** How a database is opened. `timeoutMs`: how long a statement stands still while another process holds the lock. */
export interface SqliteOptions {
  readonly timeoutMs: number;
  readonly readOnly?: boolean;
}

/** Opens an SQLite file with Node's own SQLite, loaded at the first call. Throws what SQLite throws. */
export function openSqlite(path: string | URL, { timeoutMs, readOnly = false }: SqliteOptions): DatabaseSync {
  const { DatabaseSync } = loadSqlite();
  return new DatabaseSync(path, { timeout: timeoutMs, readOnly });
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
