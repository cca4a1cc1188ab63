import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchRequest, TableRow } from './bench.ts';
import { type Measurement, measureInterleaved, type Subject } from './interleave.ts';
import { CAN_PIN, findFreePort, type Running, startServer } from './listen-programs.ts';
import { install } from './npm.ts';
import { readBody } from './replay-body.ts';
import { type Sender, startSender, startWrk, WRK } from './replay-programs.ts';
import { median } from './statistics.ts';

const ROUNDS = 15;
const CONNECTIONS = 10;
const SAMPLE_COUNT = 5_000;
const SINK_CORE = 0;
const SENDER_CORE = 1;
/** The least share of the rate of autocannon. */
const AIM = 0.7;
const MEMORY_STEPS = [100_000, 1_000_000] as const;
const YARDSTICK = 'autocannon, the same bytes';

/** What `replay` sends in bulk, each request signed anew, beside programs that send the same bytes over and over. */
export const bench: Bench = {
  title: `replay: requests a second over ${CONNECTIONS} connections from one core to a sink on the other, as a share of the first`,
  run: async ({ peers, rounds = ROUNDS }: BenchRequest) => {
    if (!CAN_PIN) console.log('No taskset here: sink and senders are not bound to a core each.\n');
    const folder = await mkdtemp(join(tmpdir(), 'fp-webhooks-bench-'));
    const running: Running[] = [];
    try {
      const url = await startSink(folder, running);
      const autocannon = peers ? await installAutocannon(folder) : undefined;
      const senders = openSenders({ url, folder, autocannon, running });
      const subjects = senders.map(toSubject);
      const measured = await measureInterleaved(subjects, rounds);
      const [yardstick] = subjects;
      const rows = measured.flatMap((each, index) => {
        const open = subjects[index];
        return open === undefined || yardstick === undefined ? [] : [toRow(each, open, yardstick, rounds)];
      });
      const missing = [
        ...(autocannon === undefined ? [YARDSTICK] : []),
        ...(existsSync(WRK) ? [] : ['wrk, the same bytes']),
      ];
      const memory = await measureMemory(senders.find(({ name }) => name === OURS));
      return [...rows, ...missing.map(toMissingRow), ...memory];
    } finally {
      for (const each of running.toReversed()) await each.stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const OURS = 'replay, each signed anew';

async function startSink(folder: string, running: Running[]): Promise<string> {
  const port = await findFreePort();
  const script = join(import.meta.dirname, 'replay-sink.ts');
  const args = [script, String(port), String(readBody().length)];
  const program = { name: 'sink', core: SINK_CORE, command: process.execPath, args, env: {}, cwd: folder };
  running.push(await startServer(program, port));
  return `http://127.0.0.1:${port}/`;
}

/** Where autocannon is, once it is installed from the npm registry; undefined when it cannot be had. */
async function installAutocannon(folder: string): Promise<string | undefined> {
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  await install('autocannon@8', folder);
  const script = join(folder, 'node_modules/autocannon/autocannon.js');
  return existsSync(script) ? script : undefined;
}

interface Place {
  readonly url: string;
  readonly folder: string;
  readonly autocannon: string | undefined;
  /** What is to be stopped. */
  readonly running: Running[];
}

/** The yardstick first: autocannon where it is there, else what the sink can take. */
function openSenders({ url, folder, autocannon, running }: Place): readonly Sender[] {
  const open = (name: string, kind: string, peer = '') => {
    const sender = startSender({ name, kind, url, peer, core: SENDER_CORE });
    running.push(sender);
    return sender;
  };
  return [
    ...(autocannon === undefined ? [] : [open(YARDSTICK, 'autocannon', autocannon)]),
    open('plain sockets, 16 at once: what the sink can take', 'flood'),
    open(OURS, 'ours'),
    open('replay --pipelining 4, each signed anew', 'pipelined'),
    open('fetch, the same bytes', 'fetch'),
    ...(existsSync(WRK) ? [startWrk({ name: 'wrk, the same bytes', url, folder, core: SENDER_CORE })] : []),
  ];
}

/** A sender under way, with what its samples showed besides the time, per request. */
interface Open extends Subject {
  readonly cpuUs: number[];
}

function toSubject(sender: Sender): Open {
  const cpuUs: number[] = [];
  const sample = async () => {
    const { count, elapsedMs, cpuMs } = await sender.send({ count: SAMPLE_COUNT, connections: CONNECTIONS });
    cpuUs.push((cpuMs * 1_000) / count);
    return elapsedMs / count;
  };
  return { name: sender.name, cpuUs, sample };
}

function toRow(measured: Measurement, open: Open, yardstick: Open, rounds: number): TableRow {
  const { name, medianMs, ratio } = measured;
  const [cpuUs, yardstickUs] = [open, yardstick].map((each) => each.cpuUs.slice(-rounds));
  const cpuRatios = (yardstickUs ?? []).map((each, round) => each / (cpuUs?.[round] ?? Number.NaN));
  const share = (value: number) => (1 / value).toFixed(2);
  const figure = (value: number, digits: number) => (Number.isNaN(value) ? '' : value.toFixed(digits));
  return {
    '': name,
    'a second': (1_000 / medianMs).toFixed(0),
    share: `${share(ratio.median)} (${share(ratio.upper)}–${share(ratio.lower)})`,
    aim: name === OURS ? `≥ ${AIM} of autocannon` : '',
    'CPU µs': figure(median(cpuUs ?? []), 0),
    'share by CPU': figure(median(cpuRatios), 2),
    'RSS MiB': '',
  };
}

const NO_FIGURES: TableRow = {
  '': '',
  'a second': '',
  share: '',
  aim: '',
  'CPU µs': '',
  'share by CPU': '',
  'RSS MiB': '',
};

function toMissingRow(name: string): TableRow {
  return { ...NO_FIGURES, '': name, 'a second': 'not installed' };
}

/** What it uses after a tenth of a million requests of one run, and after the whole million. */
async function measureMemory(ours: Sender | undefined): Promise<readonly TableRow[]> {
  if (ours === undefined) return [];
  const rows: TableRow[] = [];
  for (const count of MEMORY_STEPS) {
    const { rssMiB } = await ours.send({ count, connections: CONNECTIONS });
    rows.push({ ...NO_FIGURES, '': `after a run of ${count} requests`, 'RSS MiB': rssMiB.toFixed(0) });
  }
  return rows;
}
