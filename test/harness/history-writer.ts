/**
 * A process that adds deliveries to a history as fast as it can and writes the number of each one that is kept, a line
 * each: `node history-writer.ts PATH FIRST COUNT`. It goes on until it is killed when COUNT is 0.
 */
import { writeSync } from 'node:fs';
import { openHistory } from '../../src/io/history/open-history.ts';
import { makeCapture } from '../io/history/captures.ts';

const [path = '', first = '0', count = '0'] = process.argv.slice(2);
const history = await openHistory(path);
const end = count === '0' ? Number.POSITIVE_INFINITY : Number(first) + Number(count);
let next = Number(first);

async function addUntilEnd(): Promise<void> {
  while (next < end) {
    const number = next;
    next += 1;
    const { id } = makeCapture(number);
    await history.add(makeCapture(number));
    writeSync(1, `${number}\n`);
    void history.conclude(id, { answer: { by: 'listener', status: 204 } });
  }
}

await Promise.all(Array.from({ length: 20 }, addUntilEnd));
await history.close();
