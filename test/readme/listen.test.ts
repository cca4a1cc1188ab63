import { expect, test } from 'vitest';
import { answering, startApp } from '../harness/app.ts';
import { BINARY, start } from '../harness/binary.ts';
import { readFixture } from '../harness/folder.ts';
import { deliver } from '../harness/sender.ts';
import { SESSIONS, toComparable } from './blocks.ts';

// Of the usual length, so that nothing is noticed about it.
const SECRET = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';

const INFO = readFixture('synthetic/user.info_requested.live');
const PASS = readFixture('synthetic/onboarding.completed.person.pass.needs-review');
const FAIL = readFixture('synthetic/onboarding.completed.person.fail.no-review');

/** What comes in each example, by the flag that it is about. */
const SCENES: readonly (readonly [flag: string, bodies: readonly (readonly [id: string, body: Buffer])[]])[] =
  [
    [
      '--forward',
      [
        ['msg_1', INFO],
        ['msg_2', PASS],
      ],
    ],
    [
      '--respond',
      [
        ['msg_1', INFO],
        ['msg_1', INFO],
      ],
    ],
    [
      '--expect',
      [
        ['msg_1', INFO],
        ['msg_2', FAIL],
      ],
    ],
  ];

const EXAMPLES = SESSIONS.filter(({ command }) => command.startsWith('fp-webhooks listen '));

test('every example of listen in the README is about one of the scenes here', () => {
  expect(EXAMPLES).toHaveLength(SCENES.length);
});

test.for(SCENES)('the README shows what listen with %s prints', async ([flag, bodies]) => {
  const { command, output } = EXAMPLES.find((each) => each.command.includes(flag)) ?? {
    command: '',
    output: '',
  };
  const app = await startApp((arrival, response, request) => {
    const answer = arrival.path === '/users' ? answering(204) : answering(403, 'invalid csrf token');
    answer(arrival, response, request);
  });
  const { origin } = new URL(app.url);
  const line = command
    .replace('fp-webhooks', `exec "${process.execPath}" "${BINARY}"`)
    .replaceAll('http://localhost:3000', origin);
  const env = { FP_WEBHOOKS_SECRET: SECRET };
  const running = start([`${line} --port 0`], { env, binary: ['bash', '--norc', '-c'] });
  await running.until(({ stdout }) => stdout().includes('kept in'));
  const url = /http:\S+/.exec(running.stdout())?.[0] ?? '';
  for (const [id, body] of bodies) await deliver(url, body, { id, secret: SECRET });
  // The others end by themselves.
  if (flag === '--forward') running.child.kill('SIGINT');
  const { stdout } = await running.ended;
  const shown = stdout.replaceAll(origin, 'http://localhost:3000');
  expect(toComparable(shown)).toBe(toComparable(output));
});
