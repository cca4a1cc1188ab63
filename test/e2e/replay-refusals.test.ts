import { expect, test } from 'vitest';
import { answering, findDeadUrl, resetting, startApp } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };

test.each([
  ['vault.update', 'Did you mean vault.updated?'],
  ['footprint.onboarding.complete', 'Did you mean onboarding.completed?'],
  ['zzz', 'The events are: onboarding.completed'],
])('an unknown name is refused with what was meant: %s', async (name, hint) => {
  const app = await startApp();
  const { stdout, stderr, status } = await run(['replay', 'vault.updated', name, '--to', app.url], { env });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(`There is no event, fixture or file called "${name}".`);
  expect(stderr).toContain(hint);
  expect(app.arrivals).toEqual([]);
});

test.each([
  [[], 'Nothing to send was named.'],
  [['--all', 'vault.updated'], '--all sends every documented event'],
  [['--to', 'ftp://x', '--all'], "Option '-t, --to <url>'"],
  [['--nope', '--all'], '--nope'],
])('%j is asked wrongly', async (args, message) => {
  const { stdout, stderr, status } = await run(['replay', ...args], { env });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(message);
});

test.each([
  'http://192.0.2.1/',
  'https://example.com/hooks',
  'http://127.0.0.1.example.com/',
  'http://[::2]/',
  'http://[::ffff:192.0.2.1]/',
  'http://app.test/',
])('signed events leave this machine for %s only with --allow-remote', async (url) => {
  const { stdout, stderr, status } = await run(['replay', 'vault.updated', '--to', url], { env });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toContain(
    `--to ${new URL(url).href} is not on this machine: the host is neither localhost nor a loopback address.`,
  );
  expect(stderr).toContain('--allow-remote');
});

test('R3, R8: an event of live mode goes to this machine by any of its names, without a question', async () => {
  const app = await startApp();
  const { port } = new URL(app.url);
  const args = ['replay', 'vault.updated', '--set', 'is_live=true', '--allow-invalid'];
  for (const host of ['localhost', 'tenant.localhost', '0.0.0.0', '127.1']) {
    const { status, stderr } = await run([...args, '--to', `http://${host}:${port}/`], { env });
    expect([host, status, stderr]).toEqual([host, 0, '']);
  }
  expect(app.arrivals).toHaveLength(4);
});

test('an app that is down ends it at the first event, with 4, and the rest is counted as not sent', async () => {
  const url = await findDeadUrl();
  const { stdout, stderr, status } = await run(['replay', '--all', '--json', '--to', url], { env });
  expect([status, stderr]).toEqual([4, '']);
  expect(parseRecords(stdout)).toMatchObject([
    {
      type: 'sent',
      ok: false,
      status: null,
      error: { code: 'refused' },
      hint: expect.stringContaining('port'),
    },
    { type: 'summary', sent: 1, ok: 0, failed: 1, notSent: 10 },
  ]);
});

test('an app that drops every connection is unreachable too', async () => {
  const app = await startApp(resetting());
  const { stdout, status } = await run(['replay', 'vault.updated', '--json', '--to', app.url], { env });
  expect(status).toBe(4);
  expect(parseRecords(stdout)[0]).toMatchObject({ error: { code: 'reset' } });
});

test('an answer that is not 2xx fails with 1, and its start is shown on one line', async () => {
  const app = await startApp((arrival, response, request) => {
    const behave = answering(
      app.arrivals.length === 1 ? 500 : 202,
      `Error:\n\u001b[31m  at ${'x'.repeat(9_000)}`,
    );
    behave(arrival, response, request);
  });
  const { stdout, status } = await run(
    ['replay', 'vault.updated', 'user.manual_review', '--json', '--to', app.url],
    {
      env,
    },
  );
  expect(status).toBe(1);
  const [failed, passed, summary] = parseRecords(stdout);
  expect(failed).toMatchObject({ ok: false, status: 500, hint: expect.any(String) });
  expect(failed).toHaveProperty('answer', expect.stringMatching(/^Error: ␛\[31m at x+…$/));
  expect(passed).toMatchObject({ ok: true, status: 202 });
  expect(passed).not.toHaveProperty('answer');
  expect(summary).toMatchObject({ sent: 2, ok: 1, failed: 1, notSent: 0 });
});

test('a redirect is not followed, and is no success', async () => {
  const elsewhere = await startApp();
  const app = await startApp(answering(308, '', { location: elsewhere.url }));
  const { stdout, status } = await run(['replay', 'vault.updated', '--json', '--to', app.url], { env });
  expect(status).toBe(1);
  expect(parseRecords(stdout)[0]).toMatchObject({
    ok: false,
    status: 308,
    hint: expect.stringContaining('redirect'),
  });
  expect(elsewhere.arrivals).toEqual([]);
});

test('an app that refuses the development secret is explained by it', async () => {
  const app = await startApp(answering(401));
  const { stdout } = await run(['replay', 'vault.updated', '--json', '--to', app.url]);
  expect(parseRecords(stdout)[0]).toHaveProperty('hint', expect.stringContaining('development secret'));
});

test.each([
  ['broken.json', '{\n  "a": 1,\n  "b": oops\n}\n', 'broken.json:3:8 is not JSON: unexpected "o".'],
  ['cut.json', '{"a": [1, 2', 'cut.json:1:12 is not JSON: the text ends too early.'],
  ['lines.ndjson', '{"a":1}\n{"a":}\n', 'lines.ndjson:2:6 is not JSON'],
  ['deep.json', '['.repeat(200_000), 'deep.json:1:200001 is not JSON: the text ends too early.'],
  ['deep.ndjson', `{"capture":${'['.repeat(200_000)}}`, 'deep.ndjson:1:200012 is not JSON: unexpected "}".'],
  ['later.ndjson', '{"capture":99,"id":"x"}\n', 'later.ndjson:1: The capture has version 99'],
])('%s is named with line and column, and nothing is sent', async (name, content, message) => {
  const app = await startApp();
  const cwd = makeFolder({ [name]: content });
  const args = ['replay', 'vault.updated', name, '--to', app.url];
  const { stdout, stderr, status } = await run(args, { cwd, env });
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).toContain(message);
  expect(app.arrivals).toEqual([]);
});

test.each([
  ['no/such.json', 3, 'Cannot read no/such.json: there is no such file or folder.'],
  ['*.nothing', 2, 'No event, fixture or file matches *.nothing.'],
  ['empty', 2, 'The folder empty holds no .json, .ndjson, .jsonl or .har file.'],
  ['blank.json', 2, 'blank.json holds nothing to send.'],
])('%s is refused with %i', async (name, expected, message) => {
  const cwd = makeFolder({ 'empty/readme.txt': '', 'blank.json': ' \n' });
  const { stdout, stderr, status } = await run(['replay', name], { cwd, env });
  expect([status, stdout]).toEqual([expected, '']);
  expect(stderr).toContain(message);
});

test('a public key cannot sign, and is named', async () => {
  const secret = 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=';
  const app = await startApp();
  const ended = await run(['replay', 'vault.updated', '--to', app.url], {
    env: { FP_WEBHOOKS_SECRET: secret },
  });
  expect(ended).toMatchObject({ status: 2, stdout: '' });
  expect(ended.stderr).toContain('public key');
});
