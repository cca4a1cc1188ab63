import { expect, test } from 'vitest';
import { run, SECRET, startListener, toListener } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { makeHistory, readCaptures } from '../harness/history.ts';
import { runInside, startInside } from '../harness/inside.ts';
import { parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';
import { makeCapture } from '../io/history/captures.ts';

/** What differs from run to run. */
const VARYING = { id: '', url: '', port: 0, receivedAt: '', verdict: {}, explanation: {}, diagnosis: {} };
const startHere = () => toListener(startInside, [], {});
const SIGNED = ['--id', 'msg_1', '--timestamp', '2021-02-25T15:02:10Z'];
const env = { FP_WEBHOOKS_SECRET: SECRET };
const LINES: readonly [line: string, input?: string][] = [
  [''],
  ['--help'],
  ['listen --help'],
  ['lisen'],
  ['listen --secret-file none'],
  ['listen --json --prot 1'],
  ['events --color always'],
  ['events show vault.updated --schema'],
  ['validate bad.json good.json'],
  ['validate - --json', '{"event_kind":'],
  ['validate none.json --color always'],
  [`sign --json ${SIGNED.join(' ')}`, '{"a":1}'],
  ['verify - --ignore-time', 'POST / HTTP/1.1\r\nSvix-Id: msg_1\r\n\r\n{}'],
  ['config'],
  ['history list'],
  ['history show --json'],
  ['history export --format har'],
  ['replay broken.json'],
];

test.each(LINES)(
  'in the process of the tests "%s" ends as that of the built binary',
  async (line, input = '') => {
    const cwd = await makeHistory([makeCapture(1)]);
    makeFolder();
    const files = { 'bad.json': '{"event_kind":"footprint.vault.updated"}', 'broken.json': '{' };
    const place = { cwd: makeFolder({ ...files, 'good.json': readFixture('vault.updated') }), env, input };
    if (line.startsWith('history')) place.cwd = cwd;
    const args = line.split(' ').filter((arg) => arg !== '');
    expect(await runInside(args, place)).toEqual(await run(args, place));
  },
);

test('a listener in the process of the tests says and keeps the same as one of the built binary', async () => {
  const ended = [startListener, startHere].map(async (begin) => {
    const listener = await begin();
    await deliver(listener.url, '{"event_kind":"footprint.vault.updated"}', { id: 'msg_1' });
    await deliver(listener.url, 'x', { id: 'msg_2', offsetSeconds: -900 });
    await listener.wait('diagnosed');
    const { stdout, ...how } = await listener.stop();
    const records = parseRecords(stdout).map((record) => ({ ...record, ...VARYING }));
    return { ...how, records, kept: (await readCaptures(listener.cwd)).map(({ answer }) => answer) };
  });
  const [outside, inside] = await Promise.all(ended);
  expect(inside).toEqual(outside);
});
