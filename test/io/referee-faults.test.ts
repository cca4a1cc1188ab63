import { Webhook } from 'svix';
import { expect, test, vi } from 'vitest';
import { createJudge } from '../../src/commands/verify/judge-exhibit.ts';
import { type Delivery, toHeaderRecord } from '../../src/core/delivery/delivery.ts';
import { generateSecretText, type Key } from '../../src/core/signature/secret.ts';
import { createReferee } from '../../src/io/referee.ts';
import { send } from '../core/diagnosis/case.ts';
import { createDice } from '../core/diagnosis/dice.ts';
import { FAMILIES } from '../core/diagnosis/faults.ts';
import { KNOWN, key, publicKey } from '../core/signature/cases.ts';
import { volume } from '../harness/volume.ts';

/** What an app with the library logs, on a machine whose clock shows this time: the referee has no part in it. */
function listenToLibrary({ body, headers }: Delivery, [first]: readonly Key[], atSeconds: number) {
  vi.useFakeTimers({ toFake: ['Date'], now: atSeconds * 1_000 });
  try {
    if (first?.kind !== 'symmetric') return undefined;
    const record = toHeaderRecord(headers);
    new Webhook(generateSecretText(first.secretKey.export())).verify(Buffer.from(body), record);
    return { accepts: true };
  } catch (error) {
    return { accepts: false, message: error instanceof Error ? error.message : '' };
  } finally {
    vi.useRealTimers();
  }
}

const CASES_OF_EACH_FAMILY = volume(10, 40);

function breakOne(index: number, turn: number) {
  const family = FAMILIES[index % FAMILIES.length];
  const dice = createDice(index * 7_001 + turn);
  // The library is slow with large bodies, and no fault depends on them.
  const sent = send(
    family?.bodies?.includes('not_utf8') ? ['ascii', 'accents', 'not_utf8'] : ['ascii', 'accents'],
    dice,
  );
  const broken = family?.simulate(sent, dice);
  return broken && { keys: [sent.key], nowSeconds: sent.seconds + 2, ...broken };
}

test('F2: of many faults of each family the referee says what the library says as of that time', async () => {
  const ask = await createReferee();
  const seen = new Map<string, number>();
  for (const index of FAMILIES.keys()) {
    for (let turn = 0; turn < CASES_OF_EACH_FAMILY; turn += 1) {
      const { delivery, keys, nowSeconds } = breakOne(index, turn) ?? {};
      if (delivery === undefined || keys?.length !== 1) continue;
      const expected = listenToLibrary(delivery, keys, nowSeconds ?? 0);
      if (expected === undefined) continue;
      expect(ask(delivery, keys, nowSeconds ?? 0)).toEqual(expected);
      const word = expected.message ?? 'accepts';
      seen.set(word, (seen.get(word) ?? 0) + 1);
    }
  }
  expect([...seen.values()].reduce((sum, count) => sum + count)).toBeGreaterThan(volume(375, 1_500));
  expect([...seen.keys()].sort()).toEqual([
    'Invalid Signature Headers',
    'Message timestamp too new',
    'Message timestamp too old',
    'Missing required headers',
    'No matching signature found',
    'accepts',
  ]);
});

const { id, timestampSeconds, signature, text } = KNOWN[0];
const NOW = String(timestampSeconds);
const GOOD = { 'svix-id': id, 'svix-timestamp': NOW, 'svix-signature': signature };
const OTHER = signature.replace('g0', 'xx');
const without = (name: keyof typeof GOOD) =>
  Object.fromEntries(Object.entries(GOOD).filter(([each]) => each !== name));

// Each row as `verify --at` prints it: the words of the library, or the end of the note when it accepts.
test.each([
  ['milliseconds', { ...GOOD, 'svix-timestamp': `${NOW}000` }, 'Message timestamp too new'],
  ['microseconds', { ...GOOD, 'svix-timestamp': `${NOW}000000` }, 'Message timestamp too new'],
  ['nanoseconds', { ...GOOD, 'svix-timestamp': `${NOW}000000000` }, 'Message timestamp too new'],
  ['ISO 8601', { ...GOOD, 'svix-timestamp': '2021-02-25T15:02:10Z' }, 'Message timestamp too old'],
  ['SQL', { ...GOOD, 'svix-timestamp': '2021-02-25 15:02:10' }, 'Message timestamp too old'],
  ['an exponent', { ...GOOD, 'svix-timestamp': '1.61426533e9' }, 'Message timestamp too old'],
  ['hexadecimal', { ...GOOD, 'svix-timestamp': '0x6037bc12' }, 'Message timestamp too old'],
  ['thousands', { ...GOOD, 'svix-timestamp': '1,614,265,330' }, 'Message timestamp too old'],
  ['a negative number', { ...GOOD, 'svix-timestamp': '-1' }, 'Message timestamp too old'],
  ['RFC 1123', { ...GOOD, 'svix-timestamp': 'Thu, 25 Feb 2021 15:02:10 GMT' }, 'Invalid Signature Headers'],
  ['the word undefined', { ...GOOD, 'svix-timestamp': 'undefined' }, 'Invalid Signature Headers'],
  [
    'a fraction',
    { ...GOOD, 'svix-timestamp': `${NOW}.5` },
    /as do those for PHP and Python; those for C#, Go, Java, Kotlin, Ruby and Rust refuse it\.$/,
  ],
  [
    'a unit',
    { ...GOOD, 'svix-timestamp': `${NOW}s` },
    /as does the one for PHP; .*Go.*Python.* refuse it\.$/,
  ],
  [
    'a sign',
    { ...GOOD, 'svix-timestamp': `+${NOW}` },
    /Go, Java, Kotlin, PHP, Python and Rust; .*Ruby sign the text\.$/,
  ],
  [
    'an id of one family and the rest of the other',
    { 'svix-id': id, 'webhook-timestamp': NOW, 'webhook-signature': signature },
    /JavaScript, Python and Rust take each header .* need one complete family\.$/,
  ],
  ['a missing header', without('svix-id'), 'Missing required headers'],
  [
    'a list that ends in a comma, as node:http joins two lines',
    { ...GOOD, 'svix-signature': `${signature}, ${OTHER}` },
    /more than one comma.*JavaScript, Go, Java and Kotlin ignore.*Rust refuse such an item\.$/,
  ],
  ['a list of which the second matches', { ...GOOD, 'svix-signature': `${OTHER}, ${signature}` }, undefined],
  ['a signature of other bytes', { ...GOOD, 'svix-signature': OTHER }, 'No matching signature found'],
  [
    'v1a and a public key',
    { ...GOOD, 'svix-signature': KNOWN[2].signature },
    'Base64Coder: incorrect characters for decoding',
    [publicKey],
  ],
])('F2: of %s is said what the library says', async (_, headers, expected, keys: readonly Key[] = [key]) => {
  const judgeOne = await createJudge({
    keys,
    otherKeys: [],
    development: false,
    at: timestampSeconds,
    toleranceSeconds: 300,
    showExpected: false,
    showPii: false,
  });
  const delivery = { method: 'POST', path: '/', headers: Object.entries(headers), body: Buffer.from(text) };
  const { referee } = judgeOne({ source: 'x', delivery });
  expect(referee?.library).toBe('svix 2.5.0 for JavaScript');
  if (typeof expected === 'string') expect(referee).toMatchObject({ accepts: false, message: expected });
  else expect(referee?.accepts).toBe(true);
  if (expected instanceof RegExp) expect(referee?.note).toMatch(expected);
  else if (keys[0] === key) expect(referee?.note).toBeUndefined();
  if (keys[0] === key) expect(referee).toMatchObject(listenToLibrary(delivery, keys, timestampSeconds) ?? {});
});

test('F2: judged whatever the time, the library is asked as of the time of the delivery', async () => {
  const options = { keys: [key], otherKeys: [], development: false, showExpected: false, showPii: false };
  const delivery = { method: 'POST', path: '/', headers: Object.entries(GOOD), body: Buffer.from(text) };
  const within = async (toleranceSeconds: number) =>
    (await createJudge({ ...options, at: timestampSeconds + 9_000, toleranceSeconds }))({
      source: 'x',
      delivery,
    });
  expect((await within(Number.POSITIVE_INFINITY)).referee).toEqual({
    library: 'svix 2.5.0 for JavaScript',
    accepts: true,
  });
  expect((await within(10_000)).referee).toMatchObject({
    message: 'Message timestamp too old',
    note: expect.stringContaining('always allows 300 seconds'),
  });
});
