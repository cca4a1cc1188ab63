import { spawnSync } from 'node:child_process';
import { Webhook } from 'svix';
import { expect, test } from 'vitest';
import { startApp, verifying } from '../harness/app.ts';
import { OTHER_SECRET, SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const BODY = '{"event_kind": "x",  "note": "it\'s Zoë → \\u0041"}\n';
const env = { FP_WEBHOOKS_SECRET: SECRET };
const hasCurl = spawnSync('curl', ['--version']).status === 0;

test("svix's library accepts the headers that are printed", async () => {
  const { stdout, status } = await run(['sign', 'body.json'], {
    cwd: makeFolder({ 'body.json': BODY }),
    env,
  });
  expect(status).toBe(0);
  const headers = Object.fromEntries(
    stdout
      .trim()
      .split('\n')
      .map((line) =>
        line.toLowerCase().startsWith('svix')
          ? [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 2)]
          : [],
      ),
  );
  expect(Object.keys(headers)).toEqual(['svix-id', 'svix-timestamp', 'svix-signature']);
  expect(() => new Webhook(SECRET).verify(BODY, headers)).not.toThrow();
});

test('the id, the time, the names of the headers and several secrets can be chosen', async () => {
  const flags = [
    '--id',
    'msg_p5jXN8AQM9LWM0D4loKWxJek',
    '--timestamp',
    '2021-02-25T15:02:10Z',
    '--webhook-headers',
    '--json',
  ];
  const ended = await run(['sign', ...flags], {
    env: { FP_WEBHOOKS_SECRET: `${SECRET} ${OTHER_SECRET}` },
    input: '{"test": 2432232314}',
  });
  const [signed] = ofType('signed', parseRecords(ended.stdout));
  expect(signed?.headers.map(([name]) => name)).toEqual([
    'Webhook-Id',
    'Webhook-Timestamp',
    'Webhook-Signature',
  ]);
  // Source: Standard Webhooks test vectors.
  expect(signed?.headers[2]?.[1]).toMatch(/^v1,g0hM9SsE\+OTPJTGt\/tmIKtSyZlE3uFJELVlNIOLJ1OE= v1,/);
});

test.skipIf(!hasCurl).each([
  ['a file', ['sign', 'body.json'], BODY],
  ['standard input', ['sign'], BODY],
  ['bytes that are no text', ['sign'], Buffer.from([0xff, 0x00, 0x27, 0x40])],
  ['a body that begins with @', ['sign'], '@body.json'],
])(
  'the curl command for %s, pasted into bash, sends exactly these bytes and verifies',
  async (_, args, body) => {
    const app = await startApp(verifying());
    const cwd = makeFolder({ 'body.json': BODY });
    const { stdout } = await run([...args, '--curl', app.url], {
      cwd,
      env,
      input: args.length > 1 ? '' : body,
    });
    const ended = await run([stdout], { cwd, binary: ['bash', '--norc', '-c'] });
    expect(app.arrivals.map((arrival) => arrival.body)).toEqual([Buffer.from(body)]);
    if (typeof body === 'string') expect(ended.stdout).toContain('204');
    expect(stdout).not.toContain(SECRET.slice(6));
  },
);

test('a public key cannot sign, and the sentence says so', async () => {
  const { status, stderr } = await run(['sign'], {
    input: '{}',
    env: { FP_WEBHOOKS_SECRET: 'whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=' },
  });
  expect(status).toBe(2);
  expect(stderr).toContain('public key');
});
