import { randomBytes } from 'node:crypto';
import { copyFile, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchRequest, TableRow } from './bench.ts';
import { type Measurement, measureInterleaved, type Subject } from './interleave.ts';
import { preparePeers } from './peers.ts';
import { timeToEnd, timeToText } from './processes.ts';

const ROOT = join(import.meta.dirname, '..');
const CLEAN_FIXTURE = join(ROOT, 'fixtures/synthetic/onboarding.completed.live.json');
const ROUNDS = 30;

/** The most that a start may take, as a multiple of `node -e 0`. */
const AIMS: Readonly<Record<string, number>> = {
  '--version': 1.15,
  'validate one.json': 1.9,
  'listen, ready': 2.2,
  'listen with a history, ready': 2.2,
};

const READY = '"type":"ready"';
const HTTP_FLOOR = `require('node:http').createServer().listen(0, '127.0.0.1', () => require('node:fs').writeSync(1, '{${READY}}'))`;

/** From the start of the process to its answer, of the real binary with its compile cache warm, beside a Node that does nothing. */
export const bench: Bench = {
  title: 'startup: start to answer, as a multiple of `node -e 0` in the same round',
  run: async ({ peers, rounds = ROUNDS }: BenchRequest) => {
    const folder = await mkdtemp(join(tmpdir(), 'fp-webhooks-bench-'));
    const sink = await startSink();
    try {
      await writePayloads(folder);
      const env = cleanEnvironment(folder);
      const others = peers
        ? await preparePeers({ folder, payload: join(folder, 'one.json'), env })
        : NO_PEERS;
      const subjects = [...ownSubjects({ folder, env, sinkUrl: sink.url }), ...others.subjects];
      const measured = await measureInterleaved(subjects, rounds);
      return [...measured.map(toRow), ...others.missing.map(toMissingRow)];
    } finally {
      sink.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const NO_PEERS = { subjects: [], missing: [] };

/** Only what a start needs: a CA file, a coverage folder or a cache in the surroundings would be measured as well. */
function cleanEnvironment(folder: string): Readonly<Record<string, string>> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: folder,
    // The compile cache of Node lies here: cold at the first warm-up, warm afterwards, gone with the folder.
    TMPDIR: folder,
    NO_COLOR: '1',
    FP_WEBHOOKS_SECRET: `whsec_${randomBytes(24).toString('base64')}`,
  };
}

async function writePayloads(folder: string): Promise<void> {
  await copyFile(CLEAN_FIXTURE, join(folder, 'one.json'));
  await copyFile(join(ROOT, 'fixtures/onboarding.completed.json'), join(folder, 'warning.json'));
  await writeFile(join(folder, 'error.json'), '{"event_kind":"footprint.onboarding.completed","fp_id":1}\n');
}

interface Setting {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly sinkUrl: string;
}

/** The first is the yardstick; the second shows how far two equal things come out apart. */
function ownSubjects({ folder, env, sinkUrl }: Setting): readonly Subject[] {
  const launch = (...args: string[]) => ({ command: process.execPath, args, cwd: folder, env });
  const tool = (...args: string[]) => launch(join(ROOT, 'bin/fp-webhooks.cjs'), ...args);
  return [
    { name: 'node -e 0', sample: () => timeToEnd(launch('-e', '0')) },
    { name: 'node -e 0, again', sample: () => timeToEnd(launch('-e', '0')) },
    { name: '--version', sample: () => timeToEnd(tool('--version')) },
    { name: '--help', sample: () => timeToEnd(tool('--help')) },
    { name: 'validate one.json', sample: () => timeToEnd(tool('validate', 'one.json')) },
    { name: 'validate, a warning', sample: () => timeToEnd(tool('validate', 'warning.json')) },
    { name: 'validate, an error', sample: () => timeToEnd(tool('validate', 'error.json'), 1) },
    { name: 'node:http, ready', sample: () => timeToText(launch('-e', HTTP_FLOOR), READY) },
    {
      name: 'listen, ready',
      sample: () => timeToText(tool('listen', '--port', '0', '--json', '--no-save'), READY),
    },
    {
      name: 'listen with a history, ready',
      sample: () => timeToText(tool('listen', '--port', '0', '--json'), READY),
    },
    {
      name: 'replay, one event',
      sample: () => timeToEnd(tool('replay', 'onboarding.completed', '--to', sinkUrl)),
    },
  ];
}

/** Takes what is replayed. */
async function startSink() {
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(204).end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

function toRow({ name, medianMs, ratio }: Measurement): TableRow {
  const aim = AIMS[name];
  return {
    '': name,
    ms: medianMs.toFixed(1),
    ratio: ratio.median.toFixed(2),
    quartiles: `${ratio.lower.toFixed(2)}–${ratio.upper.toFixed(2)}`,
    aim: aim === undefined ? '' : `≤ ${aim}`,
  };
}

function toMissingRow(name: string): TableRow {
  return { '': name, ms: 'not installed', ratio: '', quartiles: '', aim: '' };
}
