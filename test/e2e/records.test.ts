import { expect, test } from 'vitest';
import { recordSchemas } from '../../src/report/records.ts';
import { startApp } from '../harness/app.ts';
import { run, SECRET, startListener } from '../harness/binary.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, send } from '../harness/sender.ts';

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
    await run(['replay', 'vault.updated', '--json', '--to', listener.url, '--secret', 'whsec_c2hvcnQ=']),
    await run(['validate', 'fixtures', '--json'], { cwd: PROJECT }),
    await run(['validate', '--json', 'a.json'], { cwd: makeFolder({ 'a.json': '{"event_kind":7}' }) }),
    await run(['validate', '--json', 'no.json']),
    await run(['events', '--json']),
    await run(['events', 'show', 'onboarding.completed', '--json']),
    await run(['events', '--json', '--schema']),
    await run(['verify', '--json', '-'], {
      env: { FP_WEBHOOKS_SECRET: SECRET },
      input: 'POST / HTTP/1.1\r\nSvix-Id: msg_1\r\n\r\n{}',
    }),
    await run(['sign', '--json'], { input: '{}' }),
  ];
  const records = outputs.flatMap(({ stdout, stderr }) => [...parseRecords(stdout), ...parseRecords(stderr)]);
  expect(new Set(records.map(({ type }) => type))).toEqual(new Set(Object.keys(recordSchemas)));
});
