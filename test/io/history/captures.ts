import type { Capture, Forwarding } from '../../../src/core/capture/capture.ts';
import type { RawHeaders } from '../../../src/core/delivery/delivery.ts';
import type { Diagnosis } from '../../../src/core/diagnosis/diagnosis.ts';
import type { Verdict } from '../../../src/core/signature/verdict.ts';

/** What of a capture a test cares for. */
interface Wish {
  readonly event?: string;
  readonly fpId?: string;
  readonly messageId?: string;
  readonly note?: string;
  readonly headers?: RawHeaders;
  readonly body?: Uint8Array;
  readonly verdict?: Verdict;
}

const VALID: Verdict = {
  kind: 'valid',
  ageSeconds: 0,
  headerFamily: 'svix',
  scheme: 'v1',
  keyIndex: 0,
  keyName: 'FP_WEBHOOKS_SECRET',
  itemIndex: 0,
  itemCount: 1,
};

/** A capture that came `number` milliseconds after the first; its id ends with the number, four digits long. */
export function makeCapture(number: number, wish: Wish = {}): Capture {
  const { event = 'footprint.vault.updated', fpId = 'fp_id_1', messageId = `msg_m${number}`, note } = wish;
  const payload = JSON.stringify({ event_kind: event, fp_id: fpId, ...(note !== undefined && { note }) });
  return {
    version: 1,
    id: `01KAN4Z5VB0000000000${String(number).padStart(6, '0')}`,
    receivedAt: new Date(Date.UTC(2026, 10, 22) + number).toISOString(),
    delivery: {
      method: 'POST',
      path: '/hooks',
      headers: wish.headers ?? [
        ['Host', '127.0.0.1:4400'],
        ['svix-id', messageId],
        ['svix-timestamp', '1795000000'],
        ['svix-signature', 'v1,aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd28='],
      ],
      body: wish.body ?? new TextEncoder().encode(payload),
    },
    verdict: wish.verdict ?? VALID,
  };
}

/** A forwarding that was answered with a status. */
export function forwarding(status: number): Forwarding {
  return {
    url: 'http://localhost:3000/',
    sentAt: '2026-11-22T11:40:08.125Z',
    status,
    latencyMs: 1.5,
    headers: [['Date', 'now']],
    body: Buffer.from('answer'),
  };
}

export const diagnosis: Diagnosis = {
  suspicions: [],
  ruledOut: [],
  conclusion: 'unexplained',
  hashes: 12,
  stoppedBy: 'exhausted',
};
