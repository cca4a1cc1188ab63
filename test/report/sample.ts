import { createHumanRenderer } from '../../src/report/human.ts';
import type { Paint } from '../../src/report/layout.ts';
import type { OutputRecord, RecordOf } from '../../src/report/records.ts';

/** The text that people see of records. */
export function render(
  records: readonly OutputRecord[],
  columns = 200,
  paint: Paint = (text) => text,
): string {
  const renderer = createHumanRenderer({
    columns,
    paint,
    timeOfDay: (moment) => moment.slice(11, 19),
    dayOf: () => undefined,
  });
  return records.flatMap((record) => renderer(record).map(({ text }) => text)).join('');
}

export const APP = 'http://127.0.0.1:3000/hooks';
export const AUDIT = 'http://127.0.0.1:3001/audit';

/** A valid delivery that the listener answered itself. */
export const RECEIVED: RecordOf<'received'> = {
  type: 'received',
  id: '01KAN4Z5VBXQ3S0R6TJ8WDEFGH',
  receivedAt: '2026-11-22T12:04:31.000Z',
  svixId: 'msg_1',
  attempt: 1,
  method: 'POST',
  path: '/',
  bodyBytes: 2,
  event: 'footprint.onboarding.completed',
  verdict: {
    kind: 'valid',
    ageSeconds: 0,
    headerFamily: 'svix',
    scheme: 'v1',
    keyIndex: 0,
    keyName: 'FP_WEBHOOKS_SECRET',
    itemIndex: 0,
    itemCount: 1,
  },
  subject: { kind: 'person', id: 'fp_id_…k3Pq' },
  isLive: false,
  facts: ['pass', 'needs review'],
  advice: { code: 'hold', sentence: 'Do not activate until the review is done.' },
  findings: [],
  answerStatus: 200,
};

/** A delivery that failed its check. */
export const UNVERIFIED: RecordOf<'received'> = {
  ...RECEIVED,
  verdict: { kind: 'signature_mismatch', itemCount: 1 },
  explanation: { message: 'signature does not match', hints: [] },
  answerStatus: 400,
};

/** Why it did. */
export const DIAGNOSED: RecordOf<'diagnosed'> = {
  type: 'diagnosed',
  id: RECEIVED.id,
  svixId: 'msg_1',
  diagnosis: { conclusion: 'unexplained', suspicions: [], ruledOut: [], hashes: 2, stoppedBy: 'exhausted' },
  shared: [],
};

/** The listener with an app. */
export const READY: RecordOf<'ready'> = {
  type: 'ready',
  url: 'http://127.0.0.1:4400',
  forwards: [{ url: APP }],
  secrets: [],
  development: false,
};

/** An app's answer to it. */
export function answered(
  url: string,
  status: number | null,
  more: Partial<RecordOf<'forwarded'>> = {},
): RecordOf<'forwarded'> {
  return { type: 'forwarded', id: RECEIVED.id, svixId: 'msg_1', url, status, latencyMs: 12.4, ...more };
}

/** The same delivery on its way to apps, which decide what the sender is answered. */
export function sentTo(...urls: readonly string[]): RecordOf<'received'> {
  const { answerStatus: _, ...rest } = RECEIVED;
  return { ...rest, forwards: [...urls] };
}
