import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { start } from '../harness/binary.ts';
import { makeHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { makeCapture } from '../io/history/captures.ts';

const { run } = mostlyInside();

const CAPTURES = Array.from({ length: 200 }, (_, index) => makeCapture(index));

async function makeDamaged() {
  const cwd = await makeHistory(CAPTURES);
  const path = join(cwd, '.fp-webhooks', 'history.db');
  const bytes = readFileSync(path);
  // The pages around the words of one delivery, as a bad disk leaves them.
  const at = bytes.indexOf('"msg_m100"');
  bytes.fill(0xa5, at - (at % 4_096), at - (at % 4_096) + 4_096);
  writeFileSync(path, bytes);
  return { cwd, path, bytes };
}

test('what can be read of a damaged history is recovered, and the damaged file is kept', async () => {
  const { cwd, bytes } = await makeDamaged();
  const listed = await run(['history', 'list', '--limit', '1000'], { cwd });
  expect(listed.status).toBe(3);
  expect(listed.stderr).toContain('fp-webhooks history recover');
  // As it is told, whatever history it was.
  const told = /fp-webhooks history recover --history '([^']+)'/.exec(listed.stderr)?.[1] ?? '';
  const { stdout } = await run(['history', 'recover', '--history', told, '--json'], { cwd });
  const [summary] = ofType('summary', parseRecords(stdout));
  if (summary?.command !== 'history recover') throw new Error('There is no summary.');
  expect(summary.recovered).toBeGreaterThan(100);
  expect(readFileSync(join(cwd, summary.damaged ?? ''))).toEqual(bytes);
  const after = await run(['history', 'list', '--limit', '1000', '--json'], { cwd });
  expect(ofType('kept', parseRecords(after.stdout))).toHaveLength(summary.recovered);
});

test('a history that is whole is left in its place', async () => {
  const cwd = await makeHistory(CAPTURES.slice(0, 3));
  const { stdout, status } = await run(['history', 'recover'], { cwd });
  expect([stdout, status]).toEqual([
    'Nothing is wrong with .fp-webhooks/history.db: it holds 3 deliveries.\n',
    0,
  ]);
});

test('without a history there is nothing to recover, and none is made', async () => {
  const cwd = await makeHistory([]);
  const { status } = await run(['history', 'recover', '--history', 'x.db'], { cwd });
  expect([status, existsSync(join(cwd, 'x.db'))]).toEqual([2, false]);
});

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'S14: %s in the middle leaves nothing for good',
  async (signal) => {
    const { cwd, path, bytes } = await makeDamaged();
    const folder = join(cwd, '.fp-webhooks');
    const files = () => readdirSync(folder).filter((name) => !/^history\.db(?:\.damaged|-)/.test(name));
    const first = start(['history', 'recover'], { cwd });
    const seen = { isOver: false };
    void first.ended.then(() => {
      seen.isOver = true;
    });
    const isNamed = (draft: string) =>
      (statSync(join(folder, draft, 'owner'), { throwIfNoEntry: false })?.size ?? 0) > 0;
    while (!seen.isOver && !files().some(isNamed)) await turn();
    first.child.kill(signal);
    await first.ended;
    if (readFileSync(path).equals(bytes)) expect((await run(['history', 'recover'], { cwd })).status).toBe(1);
    // Where the new history was in its place already, the next command that writes removes the rest.
    await run(['history', 'prune', '--keep', '100'], { cwd });
    expect(files().toSorted()).toEqual(['.gitignore', 'history.db']);
  },
);
