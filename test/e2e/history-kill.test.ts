import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { findMessageId } from '../../src/core/delivery/delivery.ts';
import { startApp } from '../harness/app.ts';
import { run, SECRET, start, startListener } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { readHistory } from '../harness/history.ts';
import { payloadOfAnySize, startLoad } from '../harness/load.ts';
import { IS_NIGHTLY, volume } from '../harness/volume.ts';

const ROUNDS = volume(6, 200);
/** A folder is used so often, so that each listener finds what was left by one that was killed. */
const ROUNDS_PER_FOLDER = 6;
const SENDERS = 12;
const MOST_ANSWERS = 80;

/** What must be in the history of a folder, and what may be. */
interface Account {
  readonly accepted: Set<string>;
  readonly bodies: Map<string, Buffer>;
}

test(
  `kill -9 at a random moment under load, ${ROUNDS} times: what got a 2xx is kept, whole and once, before an app has it`,
  async () => {
    let [cwd, account] = begin();
    const total = { accepted: 0, forwarded: 0 };
    for (let round = 0; round < ROUNDS; round += 1) {
      if (round % ROUNDS_PER_FOLDER === 0) [cwd, account] = begin();
      // Some are killed while they start, also before there is a history.
      if (round % 3 === 0) await killAfter(startingIn(cwd), Math.random() * 300);
      const before = account.accepted.size;
      const forwarded = await killUnderLoad(cwd, { round, account });
      total.accepted += account.accepted.size - before;
      await checkHistory(cwd, account, forwarded);
      total.forwarded += forwarded.length;
    }
    await checkLastStart(cwd);
    console.info(`${ROUNDS} rounds: ${total.accepted} deliveries accepted, ${total.forwarded} forwarded.`);
    expect(Math.min(total.accepted, total.forwarded)).toBeGreaterThan(0);
  },
  IS_NIGHTLY ? 900_000 : 60_000,
);

function begin(): [string, Account] {
  return [makeFolder(), { accepted: new Set(), bodies: new Map() }];
}

function startingIn(cwd: string) {
  return start(['listen', '--json', '--port', '0'], { cwd, env: { FP_WEBHOOKS_SECRET: SECRET } });
}

async function killAfter({ child, ended }: Pick<ReturnType<typeof start>, 'child' | 'ended'>, ms: number) {
  await wait(ms);
  child.kill('SIGKILL');
  return ended;
}

/** Gives the ids that reached an app. */
async function killUnderLoad(
  cwd: string,
  { round, account }: { round: number; account: Account },
): Promise<readonly string[]> {
  const app = round % 2 === 1 ? await startApp() : undefined;
  const listener = await startListener(app === undefined ? [] : ['--forward', app.url], { cwd });
  const load = startLoad(listener.url, { senders: SENDERS, body: payloadOfAnySize, name: String(round) });
  // Counted in answers, so that a slow machine has as much to lose.
  await load.answered(Math.floor(Math.random() * MOST_ANSWERS));
  const { signal, stderr } = await killAfter(listener, Math.random() * 20);
  expect([signal, stderr]).toEqual(['SIGKILL', '']);
  await load.over;
  for (const id of load.accepted()) account.accepted.add(id);
  for (const [id, body] of load.bodies) account.bodies.set(id, body);
  return app?.arrivals.map(({ parsed }) => parsed['svix-id'] ?? '') ?? [];
}

async function checkHistory(
  cwd: string,
  { accepted, bodies }: Account,
  forwarded: readonly string[],
): Promise<void> {
  const kept = await readHistory(cwd);
  const ids = kept.map(({ capture }) => findMessageId(capture.delivery.headers) ?? '');
  const known = new Set(ids);
  expect(known.size, 'nothing twice').toBe(ids.length);
  expect(
    [...accepted].filter((id) => !known.has(id)),
    'answered 2xx, and not kept',
  ).toEqual([]);
  expect(
    forwarded.filter((id) => !known.has(id)),
    'forwarded, and not kept',
  ).toEqual([]);
  const broken = kept.filter(
    ({ capture }, index) => !bodies.get(ids[index] ?? '')?.equals(capture.delivery.body),
  );
  expect(
    broken.map(({ capture }) => capture.id),
    'kept, and not as it was sent',
  ).toEqual([]);
  expect(checkFile(cwd)).toBe('ok');
}

/** What was left is also there for the commands, after a listener that ended in an orderly way. */
async function checkLastStart(cwd: string): Promise<void> {
  const before = await readHistory(cwd);
  await (await startListener([], { cwd })).stop();
  const { stdout, stderr } = await run(['history', 'list', '--json', '--limit', '100000'], { cwd });
  expect(stderr).toBe('');
  expect(stdout.split('\n')).toHaveLength(before.length + 1);
}

function checkFile(cwd: string): unknown {
  const database = new DatabaseSync(join(cwd, '.fp-webhooks', 'history.db'), { readOnly: true });
  try {
    return database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  } finally {
    database.close();
  }
}
