import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { stripTypeScriptTypes } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Bench, BenchRequest, TableRow } from './bench.ts';
import { type Measurement, measureInterleaved } from './interleave.ts';
import { type Measured, measured } from './measured.ts';
import { makePool, writeArray, writeFiles, writeLines } from './validate-events.ts';
import { type Peers, preparePeers, type Scene } from './validate-peers.ts';

const ROUNDS = 5;
const EVENTS = 1_000_000;
const FILES = 2_000;
const BINARY = join(import.meta.dirname, '..', 'bin/fp-webhooks.cjs');
const FLOOR = 'JSON.parse of each line: the floor';
const ONE_JOB = 'validate --jobs 1';
const TWO_JOBS = 'validate --jobs 2';
const SMALL = `validate, ${FILES} files`;

const AIMS: Readonly<Record<string, string>> = {
  [ONE_JOB]: '≤ 1.2 × the floor, < 200 MB',
  [TWO_JOBS]: '< the floor, < 200 MB',
  [SMALL]: '≥ 4 times as fast as ajv-cli',
};

/** A million events in one file, and many files of one event, from the start of a process to its end. */
export const bench: Bench = {
  title: `validate: ${EVENTS} events in one file, and ${FILES} files, as a multiple of the first of each`,
  run: async ({ peers, rounds = ROUNDS }: BenchRequest) => {
    const folder = await mkdtemp(join(tmpdir(), 'fp-webhooks-bench-'));
    try {
      const scene = writeScene(folder, peers);
      const others = peers ? await preparePeers(scene) : NO_PEERS;
      const rows = [
        ...(await measureAll([...ownSubjects(scene), ...others.large], rounds)),
        ...(await measureAll([ours(scene, SMALL, scene.small), ...others.small], rounds)),
      ];
      return [...rows, ...others.missing.map((name) => ({ ...NO_FIGURES, '': name, s: 'not installed' }))];
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
};

const NO_PEERS: Peers = { large: [], small: [], missing: [] };

function writeScene(folder: string, isForPeers: boolean): Scene {
  const at = (name: string) => join(folder, name);
  const pool = makePool();
  writeLines(at('events.ndjson'), EVENTS, pool);
  writeFiles(at('small'), FILES, pool);
  if (isForPeers) {
    writeArray(at('events.json'), EVENTS, pool);
    writeLines(at('tenth.ndjson'), EVENTS / 10, pool);
    writeLines(at('hundredth.ndjson'), EVENTS / 100, pool);
  }
  return {
    folder,
    // The compile cache of Node lies in the folder, and goes with it.
    env: { PATH: process.env['PATH'] ?? '', HOME: folder, TMPDIR: folder, NO_COLOR: '1' },
    lines: at('events.ndjson'),
    array: at('events.json'),
    tenth: at('tenth.ndjson'),
    hundredth: at('hundredth.ndjson'),
    small: at('small'),
  };
}

function ownSubjects(scene: Scene): readonly Measured[] {
  const floor = join(scene.folder, 'floor.mjs');
  writeFileSync(floor, stripTypeScriptTypes(readFileSync(inBench('validate-floor.ts'), 'utf8')));
  return [
    node(scene, FLOOR, [floor, scene.lines]),
    ours(scene, ONE_JOB, scene.lines, '--jobs', '1'),
    ours(scene, TWO_JOBS, scene.lines, '--jobs', '2'),
    node(scene, 'readline and zod', [inBench('validate-naive.ts'), scene.lines]),
  ];
}

function inBench(file: string): string {
  return join(import.meta.dirname, file);
}

function ours(scene: Scene, name: string, ...args: readonly string[]): Measured {
  return node(scene, name, [BINARY, 'validate', ...args]);
}

function node({ folder, env }: Scene, name: string, args: readonly string[]): Measured {
  return measured(name, { command: process.execPath, args, cwd: folder, env });
}

async function measureAll(subjects: readonly Measured[], rounds: number): Promise<readonly TableRow[]> {
  const measurements = await measureInterleaved(subjects, rounds);
  return measurements.map((each, index) => toRow(each, subjects[index]?.peakMiB() ?? Number.NaN));
}

function toRow({ name, medianMs, ratio }: Measurement, peakMiB: number): TableRow {
  return {
    ...NO_FIGURES,
    '': name,
    s: (medianMs / 1_000).toFixed(2),
    ratio: ratio.median.toFixed(2),
    quartiles: `${ratio.lower.toFixed(2)}–${ratio.upper.toFixed(2)}`,
    'peak MiB': Number.isNaN(peakMiB) ? '' : peakMiB.toFixed(0),
    aim: AIMS[name] ?? '',
  };
}

const NO_FIGURES: TableRow = { '': '', s: '', ratio: '', quartiles: '', 'peak MiB': '', aim: '' };
