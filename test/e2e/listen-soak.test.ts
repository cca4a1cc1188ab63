import { once } from 'node:events';
import { expect, test } from 'vitest';
import { ofType, parseRecords } from '../harness/records.ts';
import { openWire, send } from '../harness/sender.ts';
import { deliverMany, type Loaded, startLoaded, waitFor } from '../harness/soak.ts';
import { IS_NIGHTLY } from '../harness/volume.ts';

// Every night the whole of it, and otherwise as much as shows that handles come back. Until then V8 makes its heap larger,
// whatever is held: it is as large as it will be after some fifty thousand.
const [FIRST, REST] = IS_NIGHTLY ? [50_000, 100_000] : [1_000, 2_000];
const CONNECTIONS = 20;

/** What no decent sender does, several times each. */
async function misbehave(url: string, rounds: number): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    await openWire(url, 'GARBAGE\r\n\r\n').reply();
    await openWire(url, `POST / HTTP/1.1\r\nHost: a\r\n${'X: y\r\n'.repeat(10_000)}\r\n`).reply();
    await send(url, { body: 'x'.repeat(1_100_000) });
    const gone = openWire(url, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n{');
    await once(gone.socket, 'connect');
    gone.socket.resetAndDestroy();
  }
}

async function soak(listener: Loaded, count: number): Promise<void> {
  const statuses = await deliverMany(listener.url, { count, connections: CONNECTIONS });
  expect(statuses).toEqual({ 200: count });
}

test(
  `after ${FIRST + REST} deliveries and some that were none, no handle is left open${IS_NIGHTLY ? ', and the memory is as it was' : ''}`,
  async () => {
    const listener = await startLoaded(['--no-save']);
    const handles = listener.handles();
    await soak(listener, FIRST);
    await misbehave(listener.url, 5);
    const early = listener.residentBytes();
    await soak(listener, REST);
    await misbehave(listener.url, 5);
    const late = listener.residentBytes();
    await waitFor(() => (listener.handles() <= handles ? true : undefined));
    if (IS_NIGHTLY) {
      const mebibytes = [early, late].map((bytes) => Math.round(bytes / 1_048_576));
      console.info(`resident: ${mebibytes[0]} MiB after ${FIRST}, ${mebibytes[1]} MiB after ${FIRST + REST}`);
      // The collector lets the heap breathe; a leak of 1 kB a delivery would be 100 MB.
      expect(late).toBeLessThan(early + 48 * 1_048_576);
    }
    expect((await listener.stop()).signal).toBe('SIGINT');
    const records = parseRecords(listener.output());
    const refused = ofType('refused', records).length;
    // The summary is the last record, and knows of all before it.
    expect(records.at(-1)).toMatchObject({ type: 'summary', received: FIRST + REST, failed: 0, refused });
  },
  IS_NIGHTLY ? 600_000 : 180_000,
);
