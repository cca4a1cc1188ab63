import { expect, test } from 'vitest';
import { OTHER_SECRET, SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();

const FILE = 'fp-webhooks.config.jsonc';
const CONFIG = `{
  // The app of this repository.
  "forward": ["user.*=http://localhost:3000/users", "http://localhost:3000/"],
  "header": ["Authorization: Bearer hunter2", "X-Env: dev"],
  "secret": "SANDBOX_SECRET",
  "secrets": { "live": "LIVE_SECRET" },
  "profiles": {
    "live": { "port": 4401, "secret": "LIVE_SECRET", },
  },
}
`;

async function settings(args: string[] = [], env: Record<string, string> = {}, files = { [FILE]: CONFIG }) {
  const ended = await run(['config', '--json', ...args], { cwd: makeFolder(files), env });
  const records = parseRecords(ended.stdout);
  const byKey = Object.fromEntries(ofType('setting', records).map((record) => [record.key, record]));
  return { ...ended, records, byKey };
}

test('each setting is printed with its value and where it came from', async () => {
  const env = { FP_WEBHOOKS_MAX_BODY: '2mb', SANDBOX_SECRET: SECRET, LIVE_SECRET: OTHER_SECRET };
  const { byKey, records, status, stderr } = await settings(['--profile', 'live'], env);
  expect([status, stderr]).toEqual([0, '']);
  expect(byKey).toMatchObject({
    profile: { value: 'live', source: 'flag', origin: '--profile', variable: 'FP_WEBHOOKS_PROFILE' },
    port: { value: 4401, source: 'profile', origin: `profile live (${FILE}:8:23)` },
    host: { value: '127.0.0.1', source: 'default', origin: 'default', variable: 'FP_WEBHOOKS_HOST' },
    path: { value: null, meaning: 'any', source: 'default' },
    forward: { source: 'file', origin: `${FILE}:3:14`, value: [expect.anything(), 'http://localhost:3000/'] },
    maxBody: { value: '2mb', source: 'environment', origin: 'FP_WEBHOOKS_MAX_BODY' },
    secret: {
      value: ['LIVE_SECRET'],
      source: 'profile',
      secrets: [{ isSet: true, kinds: ['shared'], isUsable: true }],
    },
    'secrets.live': { value: 'LIVE_SECRET', source: 'file', origin: `${FILE}:6:24` },
  });
  expect(records.at(-1)).toEqual({
    type: 'summary',
    command: 'config',
    file: FILE,
    profile: 'live',
    profiles: ['live'],
  });
});

test('no secret, token or password is printed, in either form', async () => {
  const env = {
    SANDBOX_SECRET: SECRET,
    LIVE_SECRET: `"${OTHER_SECRET}"`,
    FP_WEBHOOKS_SECRET_LIVE: OTHER_SECRET,
    FP_WEBHOOKS_TO: 'http://user:hunter2@localhost/',
    FP_WEBHOOKS_PATH: `/${SECRET}`,
  };
  const cwd = makeFolder({ [FILE]: CONFIG });
  for (const args of [['config'], ['config', '--json'], ['config', '--show-pii']]) {
    const { stdout, stderr } = await run(args, { cwd, env });
    expect(stdout + stderr).not.toMatch(/MfKQ9r8|plJ3nmy|hunter2/);
    expect(stdout).toContain('Authorization: …');
  }
});

test('a secret that is not set or cannot be used is said, and the answer is no', async () => {
  const unset = await settings();
  expect(unset.status).toBe(1);
  expect(unset.byKey['secret']).toMatchObject({
    value: ['SANDBOX_SECRET'],
    secrets: [{ isSet: false, isUsable: false, kinds: [] }],
  });
  const broken = await settings([], { SANDBOX_SECRET: `"${SECRET}"` });
  expect(broken.status).toBe(1);
  expect(broken.byKey['secret']).toMatchObject({
    secrets: [{ isSet: true, isUsable: false, problem: expect.stringContaining('has quotes around it') }],
  });
});

test('the secret that commands would use is the one shown, and what it hides is said', async () => {
  const given = await settings([], { FP_WEBHOOKS_SECRET: SECRET });
  expect(given.byKey['secret']).toMatchObject({ value: ['FP_WEBHOOKS_SECRET'], source: 'environment' });
  expect(given.stderr).toContain(
    `FP_WEBHOOKS_SECRET is used, and not SANDBOX_SECRET, which ${FILE}:5:13 names.`,
  );
  const dotenv = { '.env': `FP_WEBHOOKS_SECRET=${SECRET}\nFP_WEBHOOKS_SECRET_OLD=${OTHER_SECRET}\n` };
  const fromDotenv = await settings([], {}, dotenv as unknown as { [FILE]: string });
  expect(fromDotenv.byKey).toMatchObject({
    secret: { value: ['FP_WEBHOOKS_SECRET in .env'], source: 'dotenv', origin: '.env' },
    'secrets.FP_WEBHOOKS_SECRET_OLD': { source: 'dotenv' },
  });
  const bare = await settings([], {}, {} as unknown as { [FILE]: string });
  expect(bare.status).toBe(0);
  expect(bare.byKey['secret']).toMatchObject({ source: 'default', secrets: [{ isSet: false }] });
  expect(bare.records.at(-1)).toMatchObject({ file: null, profile: null, profiles: [] });
});

test('a variable that sets nothing is told with the nearest name', async () => {
  const { stderr, status } = await settings([], {
    FP_WEBHOOKS_FORWARDS: 'x',
    FP_WEBHOOKS_SECRET_A: SECRET,
    SANDBOX_SECRET: SECRET,
  });
  expect(status).toBe(0);
  expect(
    stderr
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line)),
  ).toEqual([
    {
      type: 'notice',
      code: 'unknown_variable',
      message: 'The environment variable FP_WEBHOOKS_FORWARDS sets nothing.',
      hint: 'Did you mean FP_WEBHOOKS_FORWARD?',
    },
  ]);
});

test('it takes no arguments, and refuses what the other commands would refuse', async () => {
  expect(await run(['config', 'get'])).toMatchObject({ status: 2, stdout: '' });
  const { status, stderr } = await run(['config'], { env: { FP_WEBHOOKS_PORT: '70000' } });
  expect([status, stderr]).toEqual([
    2,
    'FP_WEBHOOKS_PORT must be a whole number from 0 to 65535.\n  It sets port.\n',
  ]);
});

test('a secret in the file is refused and not repeated', async () => {
  const cwd = makeFolder({ [FILE]: `{"secret":"${SECRET}"}` });
  for (const args of [['config'], ['listen'], ['listen', '--json']]) {
    const { status, stdout, stderr } = await run(args, { cwd });
    expect([status, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`${FILE}:1:11: this is a secret itself`);
    expect(stderr).not.toContain('MfKQ9r8');
  }
});

test('what the command would refuse is told with its place, and ends as the command ends', async () => {
  const refused =
    '{\n  "event": "nosuch",\n  "where": ["status=fail", "bad"],\n  "forward": "http://u:hunter2@127.0.0.1/x"\n}';
  const { byKey, records, status, stderr, stdout } = await settings([], {}, { [FILE]: refused });
  expect(byKey['event']?.problem).toMatch(`${FILE}:2:12: `);
  expect(byKey['where']?.problem).toMatch(`${FILE}:3:28: the value of "where" is invalid.`);
  expect(byKey['forward']?.problem).toMatch(`${FILE}:4:14: the value of "forward" is invalid.`);
  expect(byKey['port']).not.toHaveProperty('problem');
  expect(records.at(-1)?.type).toBe('summary');
  expect(stdout + stderr).not.toContain('hunter2');
  const failure = {
    type: 'error',
    code: 'file_malformed',
    exitStatus: 3,
    message: byKey['forward']?.problem,
  };
  const listening = await run(['listen', '--json'], { cwd: makeFolder({ [FILE]: refused }) });
  expect([listening.status, status]).toEqual([3, 3]);
  expect(parseRecords(listening.stderr)[0]).toMatchObject(failure);
  expect(parseRecords(stderr)[0]).toMatchObject(failure);
  const variable = await settings([], { FP_WEBHOOKS_TO: 'ftp://u:hunter2@localhost/' }, {} as never);
  expect(variable.status).toBe(2);
  expect(variable.byKey['to']?.problem).toMatch(/^FP_WEBHOOKS_TO: the value of "to" is invalid\./);
  expect(variable.stdout + variable.stderr).not.toContain('hunter2');
});

test('a header without a colon is refused, and nothing of it is printed', async () => {
  const file = { [FILE]: '{"header":["Authorization Bearer hunter2"]}' };
  const { byKey, status, stdout, stderr } = await settings([], {}, file);
  expect([status, byKey['header']?.value]).toEqual([3, ['…']]);
  expect(stdout + stderr).not.toContain('hunter2');
});

test('the table shows what is refused below its setting', async () => {
  const cwd = makeFolder({ [FILE]: '{"where":"bad"}' });
  const { stdout, status } = await run(['config'], { cwd });
  expect(status).toBe(3);
  expect(stdout).toMatch(
    /\nwhere +bad .*\n +fp-webhooks\.config\.jsonc:1:10: the value of "where" is invalid\./,
  );
});
