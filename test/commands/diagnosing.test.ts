import { expect, test } from 'vitest';
import { createDiagnosing } from '../../src/commands/listen/diagnosing.ts';
import type { Capture } from '../../src/core/capture/capture.ts';
import { parseSecret } from '../../src/core/signature/secret.ts';
import type { RecordOf } from '../../src/report/records.ts';
import { SECRET } from '../harness/binary.ts';

const CAPTURE: Capture = {
  version: 1,
  id: '01KAN4Z5VBXQ3S0R6TJ8WDEFGH',
  receivedAt: '2026-11-22T12:04:31.000Z',
  delivery: { method: 'POST', path: '/', headers: [], body: Buffer.from('{}') },
  verdict: { kind: 'header_missing', header: 'svix-id' },
};

function createFlood(deliveries: number) {
  const interruption = new AbortController();
  const records: RecordOf<'diagnosed'>[] = [];
  const diagnosing = createDiagnosing({
    keys: [parseSecret(SECRET, 'test')],
    otherKeys: [],
    development: false,
    report: (record) => records.push(record),
    keep: () => undefined,
    signal: interruption.signal,
  });
  for (let count = 0; count < deliveries; count += 1) diagnosing.add(CAPTURE, null);
  const skipped = () => records.filter(({ hint }) => hint?.includes('There was no time')).length;
  return { diagnosing, interruption, records, skipped };
}

test('of a flood, twenty wait to be diagnosed, and of the rest it is said at once that there was no time', async () => {
  const { diagnosing, records, skipped } = createFlood(60);
  expect(skipped()).toBe(40);
  await diagnosing.settled();
  expect([records.length, skipped()]).toEqual([60, 40]);
});

test('after an interrupt nothing more is diagnosed, and every delivery is still told of', async () => {
  const { diagnosing, interruption, records, skipped } = createFlood(20);
  interruption.abort();
  await diagnosing.settled();
  expect([records.length, skipped()]).toEqual([20, 20]);
});
