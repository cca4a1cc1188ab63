import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchRequest, TableRow } from './bench.ts';
import { type Measurement, measureInterleaved, type Subject } from './interleave.ts';
import { measureMemory } from './listen-memory.ts';
import { CAN_PIN, findFreePort, type Load, type Running, startLoad, startServer } from './listen-programs.ts';
import {
  CONTESTANTS,
  type Contestant,
  hasPeer,
  LOAD_CORE,
  PEER,
  prepareFolder,
  SECRET,
  toSink,
  YARDSTICK,
} from './listen-servers.ts';
import { readUsage } from './proc.ts';
import { median } from './statistics.ts';

const ROUNDS = 5;
const CONNECTIONS = 50;
/** A sample ends when the time is over or all are sent. */
const SAMPLE_MS = 1_000;
const SAMPLE_COUNT = 30_000;
const WARM_UP_MS = 3_000;

/** The real binary under load, beside other servers under the same. */
export const bench: Bench = {
  title: `listen: deliveries a second over ${CONNECTIONS} connections, server and load on a core each, as a share of a bare node:http`,
  run: async ({ peers, rounds = ROUNDS }: BenchRequest) => {
    if (!CAN_PIN) console.log('No taskset here: server and load are not bound to a core each.\n');
    const folder = await mkdtemp(join(tmpdir(), 'fp-webhooks-bench-'));
    const load = startLoad(LOAD_CORE);
    const running: Running[] = [load];
    try {
      const place = { folder, load, running };
      const contestants = [YARDSTICK, ...CONTESTANTS, ...(peers && hasPeer() ? [PEER] : [])];
      const open = await openAll(contestants, place);
      const measured = await measureInterleaved(open, rounds);
      const rows = measured.map((each, index) => toRow(each, open[index], rounds));
      const missing =
        peers && !hasPeer() ? [{ ...NO_FIGURES, '': PEER.name, 'a second': 'not installed' }] : [];
      const memory = await measureMemory(join(folder, 'memory'), load);
      return [...rows, ...missing, ...memory.map((each) => ({ ...NO_FIGURES, ...each }))];
    } finally {
      for (const each of running.toReversed()) await each.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

interface Place {
  readonly folder: string;
  readonly load: Load;
  /** What is to be stopped. */
  readonly running: Running[];
}

/** A contestant under way, with what its samples showed besides the time. */
interface Open extends Subject {
  readonly aim?: number;
  readonly samples: Sample[];
}

interface Sample {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpuUs: number;
  readonly rssMiB: number;
  readonly loadBusy: number;
}

/** All run from the beginning to the end: those that are not asked stand still. */
async function openAll(contestants: readonly Contestant[], place: Place): Promise<readonly Open[]> {
  const sinkPort = await findFreePort();
  const sinkFolder = join(place.folder, 'sink');
  await prepareFolder(sinkFolder);
  place.running.push(await startServer(toSink(sinkPort, sinkFolder), sinkPort));
  const open: Open[] = [];
  for (const [index, contestant] of contestants.entries()) {
    const cwd = join(place.folder, String(index));
    await prepareFolder(cwd);
    open.push(await openOne(contestant, { cwd, sinkUrl: `http://127.0.0.1:${sinkPort}/`, place }));
  }
  return open;
}

async function openOne(
  { name, path = '/', hexHeader, aim, toProgram }: Contestant,
  { cwd, sinkUrl, place }: { readonly cwd: string; readonly sinkUrl: string; readonly place: Place },
): Promise<Open> {
  const port = await findFreePort();
  const server = await startServer(toProgram({ port, cwd, sinkUrl }), port);
  place.running.push(server);
  const samples: Sample[] = [];
  const order = {
    port,
    path,
    secret: SECRET,
    ...(hexHeader !== undefined && { hexHeader }),
    count: SAMPLE_COUNT,
    connections: CONNECTIONS,
    durationMs: SAMPLE_MS,
  };
  // Until a listener runs as fast as it will, it takes some ten thousand deliveries.
  await place.load.send({ ...order, durationMs: WARM_UP_MS });
  const sample = async () => {
    const before = readUsage(server.pid);
    const { count, elapsedMs, p50Ms, p99Ms, busy } = await place.load.send(order);
    const { cpuMs, rssMiB } = readUsage(server.pid);
    const cpuUs = ((cpuMs - before.cpuMs) / count) * 1_000;
    samples.push({ p50Ms, p99Ms, cpuUs, rssMiB, loadBusy: busy });
    return elapsedMs / count;
  };
  return { name, ...(aim !== undefined && { aim }), samples, sample };
}

const NO_FIGURES: TableRow = {
  '': '',
  'a second': '',
  share: '',
  aim: '',
  'p50 ms': '',
  'p99 ms': '',
  'CPU µs': '',
  'RSS MiB': '',
  'load busy': '',
};

function toRow({ name, medianMs, ratio }: Measurement, open: Open | undefined, rounds: number): TableRow {
  const samples = (open?.samples ?? []).slice(-rounds);
  const middle = (name: keyof Sample) => median(samples.map((each) => each[name]));
  const share = (value: number) => (1 / value).toFixed(2);
  return {
    '': name,
    'a second': (1_000 / medianMs).toFixed(0),
    share: `${share(ratio.median)} (${share(ratio.upper)}–${share(ratio.lower)})`,
    aim: open?.aim === undefined ? '' : `≥ ${open.aim}`,
    'p50 ms': middle('p50Ms').toFixed(1),
    'p99 ms': middle('p99Ms').toFixed(1),
    'CPU µs': middle('cpuUs').toFixed(0),
    'RSS MiB': middle('rssMiB').toFixed(0),
    'load busy': `${(100 * middle('loadBusy')).toFixed(0)} %`,
  };
}
