import fc from 'fast-check';
import { Webhook } from 'svix';
import { expect, test } from 'vitest';
import { AppError } from '../../../src/core/error.ts';
import { createMessageIds } from '../../../src/core/sending/message-ids.ts';
import { createHeaderTemplate } from '../../../src/core/sending/request-headers.ts';
import { parseSecret } from '../../../src/core/signature/secret.ts';
import { signatureHeaders } from '../../../src/core/signature/sign.ts';
import { createSlowest } from '../../../src/io/bulk-sender/tally.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const PRIVATE =
  'whsk_6Xb/dCcHpPea21PS1N9VY/NZW723CEc77N4rJCubMbfVKIDij2HKpMKkioLlX0dRqSKJp4AJ6p9lMicMFs6Kvg==';
const ID = /^msg_[0-9A-Za-z]{27}$/;

test('ids have the form of Svix, each number its own, the same at every call', () => {
  const idOf = createMessageIds(new Uint8Array(20).fill(255));
  const numbers = [0, 1, 61, 62, 3_843, 3_844, 1_000_000, 62 ** 7 - 1];
  const ids = numbers.map(idOf);
  for (const id of ids) expect(id).toMatch(ID);
  expect(new Set(ids).size).toBe(numbers.length);
  expect(numbers.map(idOf)).toEqual(ids);
  expect(createMessageIds(new Uint8Array(20))(0)).not.toBe(ids[0]);
});

test('headers made from the template are those that Svix sends, request by request', () => {
  const keys = [parseSecret(SECRET, 'one'), parseSecret(PRIVATE, 'two')];
  const others = [
    ['Accept', '*/*'],
    ['X-Own', 'ä'],
  ] as const;
  const sign = createHeaderTemplate({ others, family: 'svix', keys });
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 99 }),
      fc.integer({ min: 1, max: 2e9 }),
      (body, timestampSeconds) => {
        const message = { id: 'msg_1', timestampSeconds, body };
        const signed = signatureHeaders(message, keys, 'svix');
        const lines = [...others, ...signed].map(([name, value]) => `${name}: ${value}\r\n`);
        expect(sign(message)).toBe(lines.join(''));
      },
    ),
  );
});

test("Svix's library verifies what is signed under the other names", () => {
  const sign = createHeaderTemplate({ others: [], family: 'webhook', keys: [parseSecret(SECRET, 'one')] });
  const message = { id: 'msg_1', timestampSeconds: Math.floor(Date.now() / 1_000), body: Buffer.from('{}') };
  const pairs = sign(message)
    .trim()
    .split('\r\n')
    .map((line) => line.split(': '));
  const headers = Object.fromEntries(pairs.map(([name = '', value = '']) => [name.toLowerCase(), value]));
  expect(Object.keys(headers)).toEqual(['webhook-id', 'webhook-timestamp', 'webhook-signature']);
  expect(() => new Webhook(SECRET).verify('{}', headers)).not.toThrow();
});

test.each([
  ['X-A', 'a\nb'],
  ['X-A', '€'],
  ['X A', 'a'],
  ['', 'a'],
])('a header that cannot be sent is refused at once: %j: %j', (name, value) => {
  const template = { others: [[name, value]] as const, family: 'svix', keys: [] } as const;
  expect(() => createHeaderTemplate(template)).toThrow(AppError);
});

test('an id that cannot be sent and a key that cannot sign are refused', () => {
  const message = { id: 'msg_1', timestampSeconds: 1, body: Buffer.from('{}') };
  const template = (secret: string) =>
    createHeaderTemplate({ others: [], family: 'svix', keys: [parseSecret(secret, 'it')] });
  expect(() => template(SECRET)({ ...message, id: 'a\nb' })).toThrow(AppError);
  const sign = template('whpk_1SiA4o9hyqTCpIqC5V9HUakiiaeACeqfZTInDBbOir4=');
  expect(() => sign(message)).toThrow('public key');
});

test('the slowest are kept, the slowest first, and no more than asked for', () => {
  fc.assert(
    fc.property(fc.array(fc.nat({ max: 50 })), (latencies) => {
      const slowest = createSlowest(3);
      latencies.forEach((latencyMs, index) => {
        slowest.note(index, latencyMs);
      });
      const expected = latencies
        .map((latencyMs, index) => ({ index, latencyMs }))
        .sort((one, other) => other.latencyMs - one.latencyMs || one.index - other.index)
        .slice(0, 3);
      expect(slowest.list()).toEqual(expected);
    }),
  );
});
