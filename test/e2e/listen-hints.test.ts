import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { answering, startApp } from '../harness/app.ts';
import { SECRET, start } from '../harness/binary.ts';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';
import { deliver } from '../harness/sender.ts';

const { run, startListener } = mostlyInside();

const BODY = readFixture('onboarding.completed');

const HINTS: readonly (readonly [status: number, hint: RegExp])[] = [
  [400, /secret of this endpoint, and the raw body/],
  [401, /webhook routes must be public/],
  [403, /CSRF/],
  [409, /answer a repeated svix-id with 2xx/],
  [429, /rate limit/],
  [419, /CSRF/],
  [404, /check the URL/],
  [405, /takes no POST/],
  [413, /limits the size of a body/],
  [415, /application\/json/],
  [302, /never follows a redirect/],
  [308, /never follows a redirect/],
  [500, /its own log/],
  [503, /not ready/],
  [599, /its own log/],
];

test('each answer that is not 2xx has a hint at what it usually means, and the start of what the app wrote', async () => {
  const statuses = HINTS.map(([status]) => status);
  const app = await startApp((arrival, response, request) => {
    const status = statuses[app.arrivals.length - 1] ?? 0;
    answering(status, `<h1>wrong</h1>\n for ada@example.com`)(arrival, response, request);
  });
  const listener = await startListener(['--forward', app.url]);
  for (const status of statuses) expect(await deliver(listener.url, BODY)).toMatchObject({ status });
  const forwarded = await listener.wait('forwarded', HINTS.length);
  for (const [index, [status, hint]] of HINTS.entries())
    expect(forwarded[index]).toMatchObject({
      status,
      hint: expect.stringMatching(hint),
      answer: '<h1>wrong</h1> for [e-mail]',
    });
});

test('Z1, Z14: words and headers of an answer decide as well, in the record of listen and of replay alike', async () => {
  const answers = [
    [401, 'invalid signature', {}, /^The signature check fails/],
    [403, 'Forbidden by administrative rules.', {}, /^The proxy itself refuses it/],
    [401, 'Unauthorized', { 'WWW-Authenticate': 'Basic' }, /^The route asks for a login/],
    [
      308,
      '',
      { Location: '/hooks/?token=abcdefgh1234' },
      /^It redirects to http:\S+\/hooks\/\?token=…: use that URL\./,
    ],
  ] as const;
  const app = await startApp((arrival, response, request) => {
    const [status, body, headers] = answers[(app.arrivals.length - 1) % answers.length] ?? answers[0];
    answering(status, body, headers)(arrival, response, request);
  });
  const listener = await startListener(['--forward', app.url]);
  for (const _ of answers) await deliver(listener.url, BODY);
  const forwarded = await listener.wait('forwarded', answers.length);
  const { stdout } = await run([
    'replay',
    '--all',
    '--json',
    '--to',
    app.url,
    '--secret',
    'whsec_YWJjZGVmZ2hpamtsbW5vcA==',
  ]);
  const sent = ofType('sent', parseRecords(stdout)).slice(0, answers.length);
  for (const records of [forwarded, sent])
    for (const [index, [status, , , hint]] of answers.entries())
      expect(records[index]).toMatchObject({ status, hint: expect.stringMatching(hint) });
  for (const records of [forwarded, sent])
    expect(records[3]?.location).toMatch(/^http:\S+\/hooks\/\?token=…$/);
});

test('a 2xx needs no hint, and what the app wrote is not repeated', async () => {
  const app = await startApp(answering(202, 'queued'));
  const listener = await startListener(['--forward', app.url]);
  await deliver(listener.url, BODY);
  const [forwarded] = await listener.wait('forwarded');
  expect(forwarded).not.toHaveProperty('hint');
  expect(forwarded).not.toHaveProperty('answer');
});

test('people see the answers of several apps below the delivery', async () => {
  const [good, bad] = [await startApp(), await startApp(answering(413, 'request entity too large'))];
  const running = start(['listen', '--port', '0', '--forward', good.url, '--forward', bad.url], {
    env: { FP_WEBHOOKS_SECRET: SECRET },
  });
  await running.until(({ stdout }) => stdout().includes('kept in'));
  await deliver(/http:\S+/.exec(running.stdout())?.[0] ?? '', BODY);
  await running.until(({ stdout }) => stdout().includes('raise it for this route'));
  const shown = running.stdout().replace(/\s+/g, ' ');
  expect(shown).toContain('→ 1 of 2 answered 2xx the sender got 413');
  expect(shown).toContain(`${good.url} → 200`);
  expect(shown).toContain(`${bad.url} → 413`);
  expect(shown).toContain('it answered: request entity too large');
});

/** An app that verifies what it has parsed and written anew. */
const startRewritingApp = () =>
  startApp((arrival, response, request) => {
    const text = arrival.body.toString('latin1');
    const isSame = JSON.stringify(JSON.parse(text)) === text && !/[\x80-\xff]/.test(text);
    answering(isSame ? 200 : 400, isSame ? '' : 'No matching signature found')(arrival, response, request);
  });

const SECRET_DOUBTED = /use the secret of this endpoint/;

test('in a run of mixed answers replay says what the refused ones have in common, in bulk as one by one', async () => {
  const app = await startRewritingApp();
  const folder = makeFolder();
  const plain = { event_kind: 'footprint.vault.updated', fp_id: 'fp_id_1', is_live: false };
  const lines = [plain, plain, { ...plain, note: 'Zoë' }, { ...plain, note: 'é' }].map((each) =>
    JSON.stringify(each),
  );
  writeFileSync(join(folder, 'events.ndjson'), lines.join('\n'));
  for (const bulk of [[], ['--count', '40']]) {
    const { stdout, status } = await run(['replay', 'events.ndjson', '--json', '--to', app.url, ...bulk], {
      cwd: folder,
      env: { FP_WEBHOOKS_SECRET: SECRET },
    });
    const records = parseRecords(stdout);
    expect(status).toBe(1);
    expect(ofType('summary', records)[0]).toMatchObject({
      hints: [
        expect.stringMatching(
          /^The secret is right: the app accepted 2 of 4 payloads\. All refused ones have, and no accepted one has: characters beyond ASCII\. /,
        ),
      ],
    });
    for (const { hint } of ofType('sent', records)) expect(hint ?? '').not.toMatch(SECRET_DOUBTED);
  }
});

test('listen does not doubt a secret with which the app has accepted a delivery', async () => {
  const app = await startRewritingApp();
  const listener = await startListener(['--forward', app.url]);
  await deliver(listener.url, `${BODY}\n`);
  await deliver(listener.url, '{"event_kind":"footprint.vault.updated"}');
  await deliver(listener.url, `{"event_kind": "footprint.vault.updated"}`);
  const forwarded = await listener.wait('forwarded', 3);
  expect(forwarded[0]?.hint).toMatch(SECRET_DOUBTED);
  expect(forwarded[2]?.hint).toMatch(
    /^The secret is right: the app accepted 1 of 2 .*: white space between values\./,
  );
});
