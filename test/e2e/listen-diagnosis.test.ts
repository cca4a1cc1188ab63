import { expect, test } from 'vitest';
import { OTHER_SECRET, SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { writeCaptureFile } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver, send, signedHeaders } from '../harness/sender.ts';

const { run, startListener } = mostlyInside();

const BODY =
  '{"event_kind":"footprint.user.manual_review","fp_id":"fp_id_xyz","is_live":false,"timestamp":"2026-11-22T09:00:00Z"}';

test('a delivery that fails is diagnosed, and what all of them share is marked from the second on', async () => {
  const listener = await startListener([], { env: { FP_WEBHOOKS_SECRET_LIVE: OTHER_SECRET } });
  for (let count = 0; count < 2; count += 1) await deliver(listener.url, BODY, { secret: OTHER_SECRET });
  const [first, second] = await listener.wait('diagnosed', 2);
  const [received] = ofType('received', listener.records());
  expect(first).toMatchObject({
    id: received?.id,
    shared: [],
    diagnosis: { suspicions: [{ code: 'other_secret', keyName: 'FP_WEBHOOKS_SECRET_LIVE' }] },
  });
  expect(second?.shared).toEqual(['other_secret']);
  expect(received?.referee).toEqual({
    library: expect.stringMatching(/^svix \d/),
    accepts: false,
    message: 'No matching signature found',
  });
});

test('secrets that the configuration names are tried and named', async () => {
  const config = '{ "secrets": { "staging": "MY_STAGING_SECRET" } }';
  const cwd = makeFolder({ 'fp-webhooks.config.json': config });
  const listener = await startListener([], { cwd, env: { MY_STAGING_SECRET: OTHER_SECRET } });
  await deliver(listener.url, BODY, { secret: OTHER_SECRET });
  const [diagnosed] = await listener.wait('diagnosed');
  expect(diagnosed?.diagnosis.suspicions[0]).toMatchObject({ code: 'other_secret', keyName: 'staging' });
});

test.each([
  ['{', '1:2: this is not JSON: the text ends too early.'],
  ['[]', '1:1: the configuration must be an object, but it is an array.'],
  ['{"secrets":[]}', '1:12: "secrets" must be an object, but it is an array.'],
  [
    '{"secrets":{"a":"whsec_AAAA"}}',
    '1:17: this is a secret itself, and secrets do not belong into this file.',
  ],
  ['{"secrets":{"a":1}}', '1:17: "a" in "secrets" must be the name of an environment variable, but it is 1.'],
])('the configuration %s is refused in a sentence', async (config, sentence) => {
  const cwd = makeFolder({ 'fp-webhooks.config.json': config });
  const { status, stderr, stdout } = await run(['listen'], { cwd, env: { FP_WEBHOOKS_SECRET: SECRET } });
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).toContain(`fp-webhooks.config.json:${sentence}`);
});

test('the sender has its answer, without the expected signature, before the diagnosis is made', async () => {
  const listener = await startListener();
  const body = `${BODY}${' '.repeat(60_000)}x`;
  const reply = await send(listener.url, { headers: signedHeaders(BODY), body });
  expect(ofType('diagnosed', listener.records())).toEqual([]);
  expect(reply.status).toBe(400);
  expect(reply.body).not.toMatch(/v1,/);
  expect(await listener.wait('diagnosed')).toHaveLength(1);
});

test('an interrupt waits for the diagnosis of what has come', async () => {
  const listener = await startListener();
  await deliver(listener.url, BODY, { secret: OTHER_SECRET });
  const { stdout } = await listener.stop();
  expect(ofType('diagnosed', parseRecords(stdout))).toHaveLength(1);
});

test('a capture that was not verified is an error for validate, which says why when the secret is known', async () => {
  const listener = await startListener();
  await deliver(listener.url, BODY);
  await deliver(listener.url, JSON.stringify(JSON.parse(BODY), null, 1), {});
  await send(listener.url, { headers: signedHeaders(BODY), body: `${BODY}\n` });
  await listener.stop();
  const file = await writeCaptureFile(listener.cwd);
  const check = async (env: Record<string, string>) => {
    const ended = await run(['validate', file, '--json'], { cwd: listener.cwd, env });
    const findings = ofType('finding', parseRecords(ended.stdout));
    return findings.filter(({ code }) => code === 'signature_invalid');
  };
  const [told, ...others] = await check({ FP_WEBHOOKS_SECRET: SECRET });
  expect(others).toEqual([]);
  expect(told).toMatchObject({ severity: 'error', line: 3 });
  expect(told?.message).toContain('white space');
  expect(await check({})).toMatchObject([
    { message: 'This delivery was not verified: signature does not match.' },
  ]);
});

test('of a flood of failures every one is shown, and an interrupt does not wait for all their diagnoses', async () => {
  const listener = await startListener();
  const body = `{"event_kind":"x","note":"${'é'.repeat(60_000)}"}`;
  const replies = Array.from({ length: 60 }, () => deliver(listener.url, body, { secret: OTHER_SECRET }));
  expect((await Promise.all(replies)).map(({ status }) => status)).toEqual(replies.map(() => 400));
  const begun = performance.now();
  const { stdout } = await listener.stop();
  expect(performance.now() - begun).toBeLessThan(8_000);
  expect(ofType('diagnosed', parseRecords(stdout))).toHaveLength(60);
});
