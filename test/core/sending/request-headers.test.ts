import { expect, test } from 'vitest';
import { findResignedHeaders } from '../../../src/core/sending/request-headers.ts';
import { judge } from '../../../src/core/signature/judge.ts';
import {
  bytes,
  deliver,
  header,
  key,
  NOW,
  privateKey,
  publicKey,
  signed,
  withHeader,
} from '../signature/cases.ts';

const LATER = NOW + 100_000;

test.each([
  ['svix', key],
  ['webhook', key],
  ['svix', privateKey],
] as const)('headers of the family %s are signed anew: same id, new time, valid', (family, signer) => {
  const sent = signed([signer], {}, family);
  const delivery = { ...sent, headers: [['Accept', '*/*'], ...sent.headers, ['X-Odd', 'ä']] as const };
  const headers = findResignedHeaders(delivery, { key: signer, family, timestampSeconds: LATER });
  expect(headers?.map(([name]) => name)).toEqual(delivery.headers.map(([name]) => name));
  const again = { ...delivery, headers: headers ?? [] };
  expect(header(again, `${family}-id`)).toBe(header(sent, `${family}-id`));
  expect(header(again, `${family}-timestamp`)).toBe(String(LATER));
  expect(header(again, 'x-odd')).toBe('ä');
  expect(judge(again, [signer], LATER)).toMatchObject({ kind: 'valid', ageSeconds: 0 });
  expect(judge(delivery, [signer], LATER)).toMatchObject({ kind: 'timestamp_out_of_range' });
});

test('the case of the names stays as it came', () => {
  const sent = signed();
  const upper = sent.headers.map(([name, value]) => [name.toUpperCase(), value] as const);
  const headers = findResignedHeaders(
    { ...sent, headers: upper },
    { key, family: 'svix', timestampSeconds: LATER },
  );
  expect(headers?.map(([name]) => name)).toEqual(upper.map(([name]) => name));
});

test('a key that can only verify, and a delivery without an id, give nothing', () => {
  const how = { family: 'svix', timestampSeconds: LATER } as const;
  expect(findResignedHeaders(signed([privateKey]), { ...how, key: publicKey })).toBeUndefined();
  expect(findResignedHeaders(withHeader(signed(), 'svix-id'), { ...how, key })).toBeUndefined();
  expect(findResignedHeaders(deliver([], bytes('')), { ...how, key })).toBeUndefined();
});
