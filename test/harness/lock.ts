import { start } from './binary.ts';

const HOLD = `const database = new (require('node:sqlite').DatabaseSync)(process.argv[1]);
database.exec('BEGIN EXCLUSIVE');
console.log('locked');
setInterval(() => {}, 1000);`;

/** Another process that has locked a history when this resolves, and keeps it until what this gives is called. */
export async function lockFile(path: string): Promise<() => Promise<unknown>> {
  const holder = start(['--no-warnings', '-e', HOLD, path], { binary: [process.execPath] });
  await holder.until(({ stdout }) => stdout().includes('locked'));
  return () => {
    holder.child.kill('SIGKILL');
    return holder.ended;
  };
}
