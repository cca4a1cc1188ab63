import type { TableRow } from './bench.ts';
import { findFreePort, type Load, startServer } from './listen-programs.ts';
import { listener, prepareFolder, SECRET } from './listen-servers.ts';
import { readUsage } from './proc.ts';

const STEP = 20_000;
const STEPS = 5;

/** A listener with its history takes 100,000 deliveries: what it uses on the way and after all. */
export async function measureMemory(cwd: string, load: Load): Promise<readonly TableRow[]> {
  const name = 'listen, with its history';
  await prepareFolder(cwd);
  const port = await findFreePort();
  const server = await startServer(listener(name, () => []).toProgram({ port, cwd, sinkUrl: '' }), port);
  try {
    const rows: TableRow[] = [];
    for (let step = 1; step <= STEPS; step += 1) {
      const order = { port, path: '/', secret: SECRET, count: STEP, connections: 50, durationMs: 60_000 };
      const { count } = await load.send(order);
      if (count !== STEP) throw new Error(`Only ${count} of ${STEP} deliveries were taken in a minute.`);
      if (step % 2 === 1) rows.push(toRow(step * STEP, server.pid));
    }
    return rows;
  } finally {
    await server.stop();
  }
}

function toRow(deliveries: number, pid: number): TableRow {
  const { rssMiB, handles } = readUsage(pid);
  return {
    '': `after ${deliveries} deliveries: ${handles} open files`,
    'RSS MiB': rssMiB.toFixed(0),
  };
}
