import { expect, test } from 'vitest';
import { answering, startApp } from '../harness/app.ts';
import { SECRET, start } from '../harness/binary.ts';
import { readCaptures } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, send, signedHeaders } from '../harness/sender.ts';

const { startListener } = mostlyInside();

const PASS = { event_kind: 'footprint.onboarding.completed', fp_id: 'fp_id_1', status: 'pass', score: 7 };
const FAIL = { ...PASS, status: 'fail', score: 70, timestamp: '2026-03-01T00:00:00Z' };
const VAULT = { event_kind: 'footprint.vault.updated', fp_id: 'fp_id_2', fields: ['id.ssn9', 'card.number'] };
const BANK = { event_kind: 'footprint.user.bank_link_updated', link_event_body: { state: 'error' } };
const BODIES = [PASS, FAIL, VAULT, BANK].map((payload) => JSON.stringify(payload));

/** What is shown of the four deliveries: the numbers of those that the filter lets through. */
const CASES: readonly (readonly [flags: readonly string[], shown: readonly number[]])[] = [
  [
    ['--event', 'onboarding.completed'],
    [0, 1],
  ],
  [
    ['--event', 'user.*', '--event', 'vault.updated'],
    [2, 3],
  ],
  [['--where', 'status=fail'], [1]],
  [
    ['--where', 'status!=fail'],
    [0, 2, 3],
  ],
  [['--where', 'fields~SSN'], [2]],
  [
    ['--where', 'fields!~ssn'],
    [0, 1, 3],
  ],
  [['--where', 'score<70'], [0]],
  [
    ['--where', 'score<=70'],
    [0, 1],
  ],
  [['--where', 'score>7'], [1]],
  [
    ['--where', 'score>=7'],
    [0, 1],
  ],
  [['--where', 'timestamp>2026-02'], [1]],
  [['--where', 'fields[1]=card.number'], [2]],
  [['--where', 'link_event_body.state=error'], [3]],
  [['--where', '["link_event_body"]["state"]=error'], [3]],
  [
    ['--where', 'header:x-number>=2'],
    [2, 3],
  ],
  [['--where', 'header:X-NUMBER=0'], [0]],
  [['--event', 'onboarding.*', '--where', 'status=pass', '--where', 'score=7'], [0]],
  [['--where', 'absent=1'], []],
];

test.each(CASES)('with %j, of four deliveries %j are shown and passed on', async (flags, shown) => {
  const app = await startApp(answering(204));
  const listener = await startListener(['--no-save', '--forward', app.url, ...flags]);
  for (const [index, body] of BODIES.entries()) {
    const headers = [...signedHeaders(body, { id: `msg_${index}` }), ['X-Number', String(index)] as const];
    const reply = await send(listener.url, { headers, body });
    expect(reply.status).toBe(shown.includes(index) ? 204 : 200);
  }
  expect(app.arrivals.map(({ parsed }) => Number(parsed['x-number']))).toEqual(shown);
  const { stdout } = await listener.stop();
  const records = parseRecords(stdout);
  expect(ofType('received', records).map(({ svixId }) => svixId)).toEqual(
    shown.map((index) => `msg_${index}`),
  );
  expect(records.at(-1)).toMatchObject({ received: 4, verified: 4, filtered: 4 - shown.length });
});

test('what the filter holds back is kept and answered all the same, verified or not', async () => {
  const listener = await startListener(['--event', 'user.*']);
  expect(await deliver(listener.url, BODIES[0] ?? '')).toMatchObject({ status: 200 });
  expect(await deliver(listener.url, BODIES[0] ?? '', { offsetSeconds: -900 })).toMatchObject({
    status: 400,
  });
  expect(await deliver(listener.url, 'not json')).toMatchObject({ status: 200 });
  const { stdout } = await listener.stop();
  expect(parseRecords(stdout).map(({ type }) => type)).toEqual(['ready', 'summary']);
  const kept = await readCaptures(listener.cwd);
  expect(kept.map(({ answer }) => answer)).toEqual([
    { by: 'listener', status: 200 },
    { by: 'listener', status: 400 },
    { by: 'listener', status: 200 },
  ]);
});

test('for people the summary says how many the filter held back', async () => {
  const running = start(['listen', '--port', '0', '--no-save', '--where', 'status=fail'], {
    env: { FP_WEBHOOKS_SECRET: SECRET },
  });
  await running.until(({ stdout }) => stdout().includes('Ready:'));
  const url = /http:\S+/.exec(running.stdout())?.[0] ?? '';
  for (const body of BODIES) await deliver(url, body);
  running.child.kill('SIGINT');
  const { stdout } = await running.ended;
  expect(stdout).toContain('4 deliveries received, 4 verified, 0 not, 3 not shown because of the filter.');
  expect(stdout.match(/✓/g)).toHaveLength(1);
});
