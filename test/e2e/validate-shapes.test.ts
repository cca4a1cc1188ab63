import { expect, test } from 'vitest';
import { makeFolder, readFixture } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { ofType, parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();
const GOOD = readFixture('synthetic/vault.updated.card').toString().trim();
const DEEP = '['.repeat(600_000) + ']'.repeat(600_000);
const MANY = `{${'"k":1,'.repeat(200_001)}"z":1}`;
const toCapture = (body: object) =>
  JSON.stringify({
    capture: 1,
    id: '01KQVPHEY4DE3B4WZZ6KYE37BB',
    receivedAt: '2026-05-05T09:12:00.000Z',
    method: 'POST',
    path: '/',
    headers: [['svix-id', 'msg_1']],
    ...body,
    verdict: { kind: 'header_missing', header: 'svix-timestamp' },
  });

test.each([
  ['a deep line', 'a.ndjson', `${GOOD}\n${DEEP}\n${GOOD}\n`, 3],
  ['a line of many keys', 'a.ndjson', `${GOOD}\n${MANY}\n${GOOD}\n`, 3],
  ['a deep element', 'a.json', `[${GOOD},\n${DEEP},${GOOD}]`, 3],
  ['an element of many keys', 'a.json', `[${GOOD},\n${MANY},${GOOD}]`, 3],
  ['a deep document', 'a.json', `{"a":${DEEP}}`, 1],
  ['a document of many keys', 'a.json', MANY, 1],
  ['a deep body of a capture', 'a.ndjson', `${toCapture({ bodyText: DEEP })}\n`, 1],
  [
    'a body of many keys',
    'a.ndjson',
    `${toCapture({ bodyBase64: Buffer.from(MANY).toString('base64') })}\n`,
    1,
  ],
])('S2: %s is passed over, and the rest is checked', async (_, name, text, payloads) => {
  const off = ['--rule', 'signature_invalid=off', '--rule', 'signature_time=off'];
  const { status, stdout, stderr } = await run(['validate', name, '--json', ...off], {
    cwd: makeFolder({ [name]: text }),
  });
  expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
  const records = parseRecords(stdout);
  expect(ofType('finding', records)).toMatchObject([
    { code: 'line_too_long', message: expect.stringContaining('more than 200,000 values') },
  ]);
  expect(ofType('summary', records)).toMatchObject([{ payloads }]);
});

test('S2: what is too large for a thread is checked all the same, in its place', async () => {
  const long = JSON.stringify({ ...JSON.parse(GOOD), is_live: 'x'.repeat(5_000_000) });
  const files = {
    'a.ndjson': `{}\n${long}\n{}\n`,
    'b.json': long,
    'c.json': `[{},\n${long},\n{}]`,
    'd.json': GOOD,
  };
  const cwd = makeFolder(files);
  const args = ['validate', ...Object.keys(files), '--json', '--jobs'];
  const one = await run([...args, '1'], { cwd });
  expect(
    ofType('finding', parseRecords(one.stdout)).filter(({ code }) => code === 'wrong_type'),
  ).toHaveLength(3);
  expect(await run([...args, '2'], { cwd })).toEqual(one);
});
