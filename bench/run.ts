/**
 * Runs the benches: `npm run bench` all of them, `npm run bench -- startup` those that are named.
 * To add one, write `bench/<name>.ts` that exports a `bench`, and name it here.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import type { Bench } from './bench.ts';
import { toTable } from './table.ts';

const BENCHES: Readonly<Record<string, () => Promise<{ readonly bench: Bench }>>> = {
  listen: () => import('./listen.ts'),
  replay: () => import('./replay.ts'),
  startup: () => import('./startup.ts'),
  validate: () => import('./validate.ts'),
  verify: () => import('./verify.ts'),
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { peers: { type: 'boolean', default: false }, rounds: { type: 'string' } },
});
const rounds = values.rounds === undefined ? undefined : Number(values.rounds);
const names = positionals.length === 0 ? Object.keys(BENCHES) : positionals;
const unknown = names.find((name) => !Object.hasOwn(BENCHES, name));

if (unknown !== undefined || (rounds !== undefined && !(rounds >= 1))) {
  console.error(`Usage: npm run bench -- [${Object.keys(BENCHES).join('|')}]… [--rounds N] [--peers]`);
  process.exitCode = 2;
} else {
  console.log(`Node ${process.versions.node}, ${process.platform} ${process.arch}, ${cpus().length} cores\n`);
  for (const name of names) await runBench(name);
}

async function runBench(name: string): Promise<void> {
  const loaded = await BENCHES[name]?.();
  if (loaded === undefined) return;
  const { title, run } = loaded.bench;
  console.log(`${title}\n`);
  console.log(`${toTable(await run({ peers: values.peers, rounds }))}\n`);
}
