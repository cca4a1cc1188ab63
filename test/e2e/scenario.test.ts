import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Arrival, answering, findDeadUrl, startApp, verifying } from '../harness/app.ts';
import { run as runBinary } from '../harness/binary.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { env, FAST, playWith } from '../harness/scenario.ts';

const { run, start } = mostlyInside();
const play = playWith(run);
const playBinary = playWith(runBinary);

const payloadsOf = (arrivals: readonly Arrival[]) => arrivals.map(({ body }) => JSON.parse(body.toString()));

test.each([
  ['kyc-pass', 4, 1],
  ['kyc-pending-then-pass', 3, 1],
  ['kyc-manual-review', 5, 1],
  ['kyb-business-and-owners', 6, 3],
  ['watchlist-hit', 6, 1],
  ['bank-link-lost', 5, 1],
])('%s is played to an app that verifies, with ids made for the run', async (name, requests, subjects) => {
  const { app, status, records, stderr } = await playBinary(name);
  expect(status).toBe(0);
  expect(parseRecords(stderr)).toMatchObject([{ type: 'notice', code: 'scenario_waits' }]);
  expect(records.at(-1)).toMatchObject({ sent: requests, ok: requests, failed: 0, notSent: 0 });
  expect(ofType('sent', records).every(({ step }) => step !== undefined)).toBe(true);
  const payloads = payloadsOf(app.arrivals);
  const ids = payloads.map(({ fp_id }) => fp_id);
  expect(new Set(ids).size).toBe(subjects);
  for (const id of ids) expect(id).toMatch(/^fp_(?:id_test|bid)_[0-9A-Za-z]{22}$/);
  for (const { timestamp } of payloads) {
    const age = Date.now() - Date.parse(timestamp.replace(/Z?$/, 'Z'));
    expect(age).toBeGreaterThan(0);
    expect(age).toBeLessThan(60_000);
  }
  const again = await play(name);
  expect(payloadsOf(again.app.arrivals).map(({ fp_id }) => fp_id)).not.toContain(ids[0]);
});

test('what comes twice or again has the same id and bytes, and a signature of its own', async () => {
  const { app, records } = await play('kyc-manual-review');
  const [reviewed, again] = app.arrivals.slice(3);
  expect(again?.parsed['svix-id']).toBe(reviewed?.parsed['svix-id']);
  expect(again?.body).toEqual(reviewed?.body);
  expect(ofType('sent', records).map(({ step }) => step)).toEqual([
    'failed, needs a review',
    'more information is asked for',
    'the user answers',
    'reviewed',
    'reviewed, again',
  ]);
  expect(new Set(app.arrivals.map(({ parsed }) => parsed['svix-id'])).size).toBe(4);
});

test('what arrives late is older than what came before it', async () => {
  const { app } = await play('kyc-pending-then-pass');
  const payloads = payloadsOf(app.arrivals);
  expect(payloads.map(({ status, new_status }) => status ?? new_status)).toEqual([
    'pending',
    'pass',
    'pending',
  ]);
  const [first, passed, late] = payloads.map(({ timestamp }) => timestamp);
  expect([first < late, late < passed]).toEqual([true, true]);
});

test('an app that fails at one step fails the scenario, and the rest is played all the same', async () => {
  const app = await startApp(({ body }, response, request) => {
    answering(body.includes('footprint.user.manual_review') ? 500 : 204)({} as Arrival, response, request);
  });
  const args = ['replay', '--scenario', 'kyc-manual-review', '--to', app.url, '--time-scale', '1000'];
  const junit = join(makeFolder(), 'junit.xml');
  const { status, stdout } = await run([...args, '--report', `junit=${junit}`], { env });
  expect(status).toBe(1);
  expect(stdout).toMatch(/✗ reviewed +msg_\w+ {2}→ 500 {2}\d+ ms {2}user\.manual_review\n/);
  expect(stdout).toMatch(
    /KYC, manual review: 5 events to \S+: 3 answered as expected, 2 failed\.\n {2}hint +The app accepted 3 of 4 payloads\. .*: the event footprint\.user\.manual_review\./,
  );
  expect(readFileSync(junit, 'utf8')).toMatch(/name="reviewed, again \(msg_[^"]+"/);
  const fast = await run([...args, '--fail-fast', '--json'], { env });
  expect(parseRecords(fast.stdout).at(-1)).toMatchObject({ sent: 4, ok: 3, failed: 1, notSent: 1 });
});

const EXPECTING = `
name: refusals
steps:
  - { name: wrong on purpose, event: vault.updated, set: { source: "bad" }, expect: [400, 5xx] }
  - { name: good, event: vault.updated }
`;

test('a step says which status it expects, and the app has to answer that one', async () => {
  const app = await startApp(({ body }, response, request) => {
    answering(body.includes('"bad"') ? 400 : 200)({} as Arrival, response, request);
  });
  const cwd = makeFolder({ 'a.yaml': EXPECTING });
  const args = ['replay', '--scenario', 'a.yaml', '--to', app.url];
  const { status, stdout } = await run(args, { cwd, env });
  expect(status).toBe(0);
  expect(stdout).toMatch(/✓ wrong on purpose +msg_\w+ {2}→ 400 as expected {2}/);
  const all = await startApp(answering(200));
  const failed = await run([...args.slice(0, -1), all.url, '--json'], { cwd, env });
  expect(failed.status).toBe(1);
  expect(ofType('sent', parseRecords(failed.stdout))).toMatchObject([
    {
      step: 'wrong on purpose',
      ok: false,
      status: 200,
      expected: '400 or 5xx',
      hint: expect.stringMatching(/^Expected was 400 or 5xx\./),
    },
    { step: 'good', ok: true },
  ]);
});

test('files of payloads are found beside the scenario, and standard input may hold it', async () => {
  const files = {
    'd/a.yaml':
      'name: a\nvariables: {fp_id: new business id}\nsteps: [{file: p.json}, {file: p.json, set: {n: 2}}]',
    'd/p.json': '{ "event_kind": "footprint.new", "fp_id": "x", "is_live": false, "n": 1.50 }',
  };
  const { app, status } = await play('d/a.yaml', files);
  expect(status).toBe(0);
  expect(app.arrivals.map(({ body }) => body.toString())).toEqual([
    expect.stringMatching(
      /^\{"event_kind":"footprint\.new","fp_id":"fp_bid_\w{22}","is_live":false,"n":1\.50\}$/,
    ),
    expect.stringContaining('"n":2}'),
  ]);
  const piped = await run(['replay', '--scenario', '-', '--to', app.url], {
    env,
    input: 'name: a\nsteps: [{event: vault.updated}]',
  });
  expect(piped).toMatchObject({ status: 0, stderr: '' });
});

test('an app that is down ends it at the first step, with 4', async () => {
  const args = ['replay', '--scenario', 'kyc-pass', '--json', '--to', await findDeadUrl()];
  const { status, stdout } = await run(args, { env });
  expect(status).toBe(4);
  expect(parseRecords(stdout).at(-1)).toMatchObject({ sent: 1, failed: 1, notSent: 3 });
});

test('with --retry a step that fails is sent again while the others go on', async () => {
  const seen = new Set<string>();
  const app = await startApp(({ parsed }, response, request) => {
    const id = parsed['svix-id'] ?? '';
    answering(seen.has(id) ? 204 : 503)({} as Arrival, response, request);
    seen.add(id);
  });
  const args = ['replay', '--scenario', 'watchlist-hit', '--to', app.url, '--retry', 'svix', ...FAST];
  const { status, stdout } = await run(args, { env });
  expect(status).toBe(0);
  expect(parseRecords(stdout).at(-1)).toMatchObject({ sent: 6, ok: 6, failed: 0, requests: 11 });
});

test('Ctrl-C between two steps ends it, with the summary, by the signal', async () => {
  const app = await startApp(verifying());
  const cwd = makeFolder({
    'a.yaml': 'name: a\nsteps: [{event: vault.updated}, {event: vault.updated, delay: 1h}]',
  });
  const replay = start(['replay', '--scenario', 'a.yaml', '--json', '--to', app.url], { cwd, env });
  await replay.until(({ stdout }) => stdout().includes('"sent"'));
  expect(replay.stderr()).toContain('2 requests will be sent, with waits of 1 h in all.');
  const { stdout, signal } = await replay.stop();
  expect(signal).toBe('SIGINT');
  expect(parseRecords(stdout).at(-1)).toMatchObject({ scenario: 'a', sent: 1, ok: 1, notSent: 1 });
  expect(app.arrivals).toHaveLength(1);
});

test('a delay is waited for', async () => {
  const app = await startApp(verifying());
  const text = 'name: a\nsteps: [{event: vault.updated}, {event: vault.updated, delay: 300ms, duplicate: 1}]';
  const began = performance.now();
  const { status } = await run(['replay', '--scenario', 'a.yaml', '--to', app.url], {
    cwd: makeFolder({ 'a.yaml': text }),
    env,
  });
  expect([status, performance.now() - began > 300]).toEqual([0, true]);
});

test('--save keeps what a scenario sent', async () => {
  const app = await startApp(verifying());
  const cwd = makeFolder();
  await run(['replay', '--scenario', 'kyc-pass', '--save', '--to', app.url, ...FAST], { cwd, env });
  const { stdout } = await run(['history', 'list', '--json'], { cwd });
  expect(parseRecords(stdout)).toHaveLength(4);
});

test('fixtures scenarios lists all that come with it, each with the file to copy', async () => {
  const cwd = makeFolder();
  const { status, stdout } = await run(['fixtures', 'scenarios', '--json'], { cwd });
  expect(status).toBe(0);
  const listed = ofType('scenario', parseRecords(stdout));
  expect(listed.map(({ name }) => name)).toEqual([
    'bank-link-lost',
    'kyb-business-and-owners',
    'kyc-manual-review',
    'kyc-pass',
    'kyc-pending-then-pass',
    'watchlist-hit',
  ]);
  for (const { file, description, steps } of listed) {
    expect(existsSync(join(cwd, file))).toBe(true);
    expect(description).toMatch(/\.$/);
    expect(steps).toBeGreaterThan(2);
  }
  expect((await run(['fixtures', 'scenarios', 'x'])).status).toBe(2);
  const readme = readFileSync(join(PROJECT, 'fixtures/README.md'), 'utf8');
  for (const { name } of listed) expect(readme).toContain(`scenarios/${name}.yaml`);
});
