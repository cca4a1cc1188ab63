import { statSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { expect, test } from 'vitest';
import { makePrivateFolder } from '../../src/io/private-folder.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';

const ROUNDS = 300;
const RACERS = 4;

/**
 * Makes one folder after the other, each at the same moment as the other racers. Gives how often it failed. They sleep
 * until the last has come: on a busy machine, turning in circles would take its turn away from the one waited for.
 */
const RACER = `
const { parentPort, workerData: { file, folder, rounds, racers, shared } } = require('node:worker_threads');
const gate = new Int32Array(shared);
import(file).then(({ makePrivateFolder }) => {
  let failures = 0;
  for (let round = 0; round < rounds; round += 1) {
    let arrived = Atomics.add(gate, 0, 1) + 1;
    if (arrived === racers * (round + 1)) Atomics.notify(gate, 0);
    for (; arrived < racers * (round + 1); arrived = Atomics.load(gate, 0)) Atomics.wait(gate, 0, arrived);
    try { makePrivateFolder(folder + '/' + round); } catch { failures += 1; }
  }
  parentPort.postMessage(failures);
});`;

test('several at once make a folder, and none of them fails', async () => {
  const folder = makeFolder();
  const file = join(PROJECT, 'src/io/private-folder.ts');
  const shared = new SharedArrayBuffer(4);
  const workerData = { file, folder, rounds: ROUNDS, racers: RACERS, shared };
  const racing = Array.from({ length: RACERS }, () => {
    const worker = new Worker(RACER, { eval: true, workerData });
    return new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  });
  expect(await Promise.all(racing)).toEqual(Array(RACERS).fill(0));
  expect(statSync(join(folder, '0')).mode & 0o777).toBe(0o700);
});

test('below a file none is made', () => {
  const folder = makeFolder({ taken: '' });
  expect(() => makePrivateFolder(join(folder, 'taken', 'inside'))).toThrow('ENOTDIR');
});
