import { expect, test } from 'vitest';
import { createDiagnosing } from '../../../src/commands/listen/diagnose.ts';
import type { Capture } from '../../../src/core/capture/capture.ts';
import { parseSecret } from '../../../src/core/signature/secret.ts';
import { signatureHeaders } from '../../../src/core/signature/sign.ts';
import type { RecordOf } from '../../../src/report/records.ts';
import { SECRET } from '../../harness/binary.ts';

const OTHER = parseSecret(`whsec_${Buffer.alloc(24, 7).toString('base64')}`, 'other');

const CAPTURE: Capture = {
  version: 1,
  id: '01KAN4Z5VBXQ3S0R6TJ8WDEFGH',
  receivedAt: '2026-11-22T12:04:31.000Z',
  delivery: { method: 'POST', path: '/', headers: [], body: Buffer.from('{}') },
  verdict: { kind: 'header_missing', header: 'svix-id' },
};

function createFlood(deliveries: number, capture = CAPTURE) {
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
  for (let count = 0; count < deliveries; count += 1) diagnosing.add(capture, null);
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

test('while a body of 1 MiB is diagnosed, other work gets its turns', async () => {
  const body = Buffer.from(JSON.stringify({ event_kind: 'x', rows: Array(60_000).fill('a"b <c> \u00e9') }));
  const headers = signatureHeaders({ id: 'msg_1', timestampSeconds: 1_614_265_330, body }, [OTHER], 'svix');
  const verdict = { kind: 'signature_mismatch', itemCount: 1 } as const;
  const { diagnosing, records } = createFlood(1, {
    ...CAPTURE,
    delivery: { ...CAPTURE.delivery, headers, body },
    verdict,
  });
  let turns = 0;
  const count = setInterval(() => {
    turns += 1;
  });
  await diagnosing.settled();
  clearInterval(count);
  expect(records[0]?.diagnosis.hashes).toBeGreaterThan(50);
  expect(turns).toBeGreaterThan(5);
});
