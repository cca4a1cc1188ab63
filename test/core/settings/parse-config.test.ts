import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../../src/core/error.ts';
import { parseConfig } from '../../../src/core/settings/parse-config.ts';
import { CODE_POINT } from '../../harness/code-point.ts';
import { volume } from '../../harness/volume.ts';

const FILE = 'fp-webhooks.config.json';
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const BARE = SECRET.slice('whsec_'.length);

const parse = (text: string | Uint8Array) => parseConfig(Buffer.from(text), FILE);

async function refusal(text: string | Uint8Array): Promise<AppError> {
  const error = await parse(text).catch((thrown: unknown) => thrown);
  if (!(error instanceof AppError)) throw new Error(`It was not refused: ${JSON.stringify(error)}`);
  expect(error.code).toBe('file_malformed');
  return error;
}

test('a file with every kind of value is read, and each value knows its place', async () => {
  const config = await parse(
    '{\n  "$schema": "x",\n  "port": 1,\n  "forward": ["a", "b"],\n  "save": false,\n  "maxBody": 5,\n  "profiles": { "live": { "ack": "app" } }\n}',
  );
  expect(config.top).toMatchObject({ port: 1, forward: ['a', 'b'], save: false, maxBody: 5 });
  expect(config.profiles.get('live')).toEqual({ ack: 'app' });
  expect(config.placeOf(['forward', 1])).toEqual({ line: 4, column: 20 });
  expect(config.placeOf(['profiles', 'live', 'ack'])).toEqual({ line: 7, column: 34 });
});

test('comments, trailing commas and a byte order mark change no place', async () => {
  const config = await parse(
    '\ufeff{ // é "port": 2,\r\n  /* "x" */ "port": 1, "where": ["a//b", "/*",],\r\n}\n',
  );
  expect(config.top).toMatchObject({ port: 1, where: ['a//b', '/*'] });
  expect(config.placeOf(['port'])).toEqual({ line: 2, column: 21 });
});

describe('what is wrong is said with its place', () => {
  test.each([
    ['{"prot":1}', '1:2: there is no setting called "prot".', 'Did you mean "port"?'],
    ['{"max-body":"1mb"}', '1:2: there is no setting called "max-body".', 'Did you mean "maxBody"?'],
    [
      '{"xyzzyplugh":1}',
      '1:2: there is no setting called "xyzzyplugh".',
      expect.stringContaining('port, host'),
    ],
    [
      '{\n "profiles": {"a": {"hosts": "x"}}}',
      '2:21: there is no setting called "hosts".',
      'Did you mean "host"?',
    ],
    [
      '{"profiles":{"a":{"profiles":{}}}}',
      '1:19: "profiles" stands at the top of the file, not in a profile.',
      'Move it there.',
    ],
    [
      '{"port":"4400"}',
      '1:9: "port" must be a whole number from 0 to 65535, but it is a string.',
      expect.anything(),
    ],
    [
      '{"port":70000}',
      '1:9: "port" must be a whole number from 0 to 65535, but it is 70000.',
      expect.anything(),
    ],
    ['{"port":1.5}', '1:9: "port" must be a whole number from 0 to 65535, but it is 1.5.', expect.anything()],
    ['{"host":null}', '1:9: "host" must be a string such as "127.0.0.1", but it is null.', expect.anything()],
    ['{"path":""}', '1:9: "path" must be a string such as "/webhooks", but it is empty.', expect.anything()],
    ['{"ack":"maybe"}', '1:8: "ack" must be "always", "verified" or "app".', expect.anything()],
    [
      '{"where":["a=b",3]}',
      '1:17: item 2 of "where" must be a string that is not empty, but it is 3.',
      expect.anything(),
    ],
    [
      '{"event":{}}',
      '1:10: "event" must be a string or a list of strings, but it is an object.',
      expect.anything(),
    ],
    ['{"save":"no"}', '1:9: "save" must be true or false, but it is a string.', expect.anything()],
    [
      '{"maxBody":-1}',
      '1:12: "maxBody" must be a size such as "1mb", or a whole number of bytes, but it is -1.',
      expect.anything(),
    ],
    [
      '{"secret":"a b"}',
      '1:11: "secret" must be the name of an environment variable, or a list of them.',
      expect.anything(),
    ],
    [
      '{"secret":["A",1]}',
      '1:16: item 2 of "secret" must be the name of an environment variable, but it is 1.',
      expect.anything(),
    ],
    [
      '{"secrets":{"a":"b-c"}}',
      '1:17: "a" in "secrets" must be the name of an environment variable.',
      expect.anything(),
    ],
    ['{"secrets":[]}', '1:12: "secrets" must be an object, but it is an array.', expect.anything()],
    ['{"profiles":{"a":4}}', '1:18: the profile "a" must be an object, but it is 4.', expect.anything()],
    ['[]', '1:1: the configuration must be an object, but it is an array.', expect.anything()],
    [
      '{"port":1,\n "port":2}',
      '2:2: "port" stands here a second time; the first is at 1:2.',
      'Keep one of them.',
    ],
    [
      '{"profiles":{"a":{"ack":"app","ack":"app"}}}',
      '1:31: "ack" stands here a second time; the first is at 1:19.',
      expect.anything(),
    ],
    ['{"profiles":{"__proto__":{}}}', '1:14: "__proto__" cannot be a name.', expect.anything()],
    ['{"port":1}}', '1:11: this is not JSON: unexpected "}".', expect.stringContaining('Comments')],
    ['{ /* x', '1:3: this is not JSON: unexpected "/".', expect.anything()],
    [
      Buffer.from('{"a":"\xff"}', 'latin1'),
      '1:7: byte 0xFF is not UTF-8, in which this file must be written.',
      'Save it as UTF-8.',
    ],
  ])('%s', async (text, message, hint) => {
    expect(await refusal(text)).toMatchObject({ message: `${FILE}:${message}`, hint });
  });

  test.each(['', ' \n', '// nothing'])('a file with nothing in it: %j', async (text) => {
    expect(await refusal(text)).toMatchObject({ message: `${FILE} is empty.` });
  });
});

test.each([
  `{"secret":"${SECRET}"}`,
  `{"secret":["A","${SECRET}"]}`,
  `{"secret":"${BARE}"}`,
  `{"secrets":{"live":"${BARE}"}}`,
  `{"secrets":{"${SECRET}":"A"}}`,
  `{"${BARE}":1}`,
  `{"forward":"http://localhost/?s=${SECRET}"}`,
  `{"header":["X-Key: sk_live_abcdefgh"]}`,
  `{"profiles":{"live":{"secret":"${SECRET}"}}}`,
  `{"profiles":{"live":{"secrets":{"a":"${BARE}"}}}}`,
  `{"unknown":"${SECRET}"}`,
  `{"port":"${SECRET}"}`,
])('a secret in the file is refused and not repeated: %s', async (text) => {
  const { message, hint } = await refusal(text);
  expect(message).toMatch(/^fp-webhooks\.config\.json:1:\d+: this is a secret itself/);
  expect(`${message}${hint}`).not.toMatch(/MfKQ9r8|sk_live/);
});

test.each(['FOOTPRINT_LIVE_SECRET', 'footprintSandboxSecretForThisApp', 'SK_LIVE', '_x', 'WHSEC_LIVE'])(
  '%s may be the name of a variable',
  async (variable) => {
    expect((await parse(`{"secret":"${variable}"}`)).top.secret).toBe(variable);
  },
);

test('a very deep or very wide file is refused or read in good time', async () => {
  await refusal(`{"port":${'['.repeat(50_000)}${']'.repeat(50_000)}}`);
  await refusal('['.repeat(100_000));
  const names = Array.from({ length: 10_000 }, (_, index) => `"n${index}":"V${index}"`).join(',');
  expect(Object.keys((await parse(`{"secrets":{${names}}}`)).top.secrets ?? {})).toHaveLength(10_000);
});

test('whatever the bytes are, they are read or refused in a sentence that holds no secret', async () => {
  const key = fc.constantFrom(
    'port',
    'secret',
    'secrets',
    'forward',
    'profiles',
    'save',
    '__proto__',
    'constructor',
    'x',
  );
  const value = fc.oneof(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(SECRET, BARE, 'A', 4400, ['a']));
  const text = fc.oneof(
    fc.dictionary(key, value).map((config) => JSON.stringify(config)),
    fc.string({ unit: CODE_POINT }),
    fc
      .array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '//', '/*', '*/', '\n', '\\', '1', '"port"'))
      .map((parts) => parts.join('')),
  );
  await fc.assert(
    fc.asyncProperty(text, async (content) => {
      const error = await parse(content).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      if (error === undefined) return;
      expect(error).toBeInstanceOf(AppError);
      expect(String(error)).not.toContain('MfKQ9r8');
    }),
    { numRuns: volume(40, 200) },
  );
});

test('comments put between the tokens of any JSON leave its value and its places alone', async () => {
  const gaps = fc.array(fc.constantFrom('', ' ', '/* , } */', '// "\n', '\t'), {
    minLength: 9,
    maxLength: 9,
  });
  await fc.assert(
    fc.asyncProperty(gaps, fc.string(), async (gap, host) => {
      const name = `h${host}`.replace(/(?:wh(?:sec|sk)|sk)_/g, '');
      const tokens = ['{', '"port"', ':', '7', ',', '"host"', ':', JSON.stringify(name), ',', '}'];
      const text = tokens.map((token, index) => token + (gap[index] ?? '')).join('');
      const { top, placeOf } = await parse(text);
      expect(top).toEqual({ port: 7, host: name });
      const { line, column } = placeOf(['port']);
      expect(text.split('\n')[line - 1]?.charAt(column - 1)).toBe('7');
    }),
    { numRuns: volume(40, 200) },
  );
});
