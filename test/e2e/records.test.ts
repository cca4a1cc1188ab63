import { expect, test } from 'vitest';
import { encodeCapture } from '../../src/core/capture/capture.ts';
import { recordSchemas } from '../../src/report/records.ts';
import { sample } from '../core/capture/cases.ts';
import { startApp } from '../harness/app.ts';
import { type Ended, SECRET, startListener } from '../harness/binary.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';
import { makeHistory } from '../harness/history.ts';
import { runInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, send } from '../harness/sender.ts';

/** Every command of the history, on one delivery. */
async function runHistory(): Promise<Ended[]> {
  const cwd = await makeHistory([sample]);
  const lines = [
    ['list'],
    ['show'],
    ['search', 'msg_1'],
    ['export'],
    ['path'],
    ['prune', '--keep', '1'],
    ['recover'],
  ];
  const input = `${encodeCapture(sample)}\n`;
  const outputs = [await runInside(['history', 'import', '-', '--json'], { cwd, input })];
  for (const line of lines) outputs.push(await runInside(['history', ...line, '--json'], { cwd }));
  return outputs;
}

// `parseRecords` holds every line to schemas/records.v1.json, here and in all other tests.
test('every type of record is written by the tool, and as its published schema says', async () => {
  let finish = () => {};
  const app = await startApp((_, response) => {
    finish = () => response.end('late');
  });
  const listener = await startListener(['--forward', app.url]);
  const reply = deliver(listener.url, '{"event_kind":"footprint.vault.updated"}');
  // An app that takes its time: its delivery is shown meanwhile.
  const [waiting] = await listener.wait('waiting');
  expect(ofType('forwarded', listener.records())).toEqual([]);
  finish();
  expect(await reply).toMatchObject({ status: 200, body: 'late' });
  expect(await listener.wait('forwarded')).toMatchObject([{ id: waiting?.id, status: 200 }]);
  await send(listener.url, { method: 'PUT' });
  await send(listener.url, { body: 'unsigned' });
  const outputs = [
    await listener.stop(),
    await runInside([
      'replay',
      'vault.updated',
      '--json',
      '--to',
      listener.url,
      '--secret',
      'whsec_c2hvcnQ=',
    ]),
    await runInside(['validate', 'fixtures', '--coverage', '--json'], { cwd: PROJECT }),
    await runInside(['validate', '--json', 'a.json'], { cwd: makeFolder({ 'a.json': '{"event_kind":7}' }) }),
    await runInside(['validate', '--json', 'no.json']),
    await runInside(['schema', '--json', 'nothing']),
    await runInside(['validate', '--list-rules', '--json']),
    await runInside(['events', '--json']),
    await runInside(['events', 'show', 'onboarding.completed', '--json']),
    await runInside(['events', '--json', '--schema']),
    await runInside(['schema', '--json']),
    await runInside(['fixtures', 'list', '--json']),
    await runInside(['fixtures', 'scenarios', '--json']),
    await runInside(['fixtures', 'new', 'vault.updated', '-o', 'a.json', '--json']),
    await runInside(['verify', '--json', '-'], {
      env: { FP_WEBHOOKS_SECRET: SECRET },
      input: 'POST / HTTP/1.1\r\nSvix-Id: msg_1\r\n\r\n{}',
    }),
    await runInside(['verify', '--json', '--computed', `v1,${'A'.repeat(43)}=`, '-'], {
      env: { FP_WEBHOOKS_SECRET: SECRET },
      input: 'POST / HTTP/1.1\r\nSvix-Id: msg_1\r\nSvix-Timestamp: 1614265330\r\n\r\n{}',
    }),
    await runInside(['sign', '--json'], { input: '{}' }),
    await runInside(['replay', 'vault.updated', '--curl', '--json']),
    ...(await runHistory()),
    await runInside(['config', '--json']),
    await (await startListener(['--expect', 'vault.updated', '--timeout', '0.1s'])).ended,
  ];
  const records = outputs.flatMap(({ stdout, stderr }) => [...parseRecords(stdout), ...parseRecords(stderr)]);
  expect(new Set(records.map(({ type }) => type))).toEqual(new Set(Object.keys(recordSchemas)));
});
