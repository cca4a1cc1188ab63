import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startOfAnswer } from '../../src/commands/app-answer.ts';
import { toDeliveryRecord } from '../../src/commands/delivery-record.ts';
import { describeCapture } from '../../src/commands/describe.ts';
import { toForwardedRecord } from '../../src/commands/listen/forward.ts';
import type { Capture } from '../../src/core/capture/capture.ts';
import { inspectPayload } from '../../src/core/events/inspect.ts';
import { findMatch } from '../../src/core/history/match.ts';
import { createHumanRenderer } from '../../src/report/human.ts';
import type { OutputRecord } from '../../src/report/records.ts';
import { sample } from '../core/capture/cases.ts';
import { volume } from '../harness/volume.ts';

const letters = (count: number) => fc.stringMatching(new RegExp(`^[A-Za-z]{${count}}$`));
const base64 = fc
  .uint8Array({ minLength: 32, maxLength: 32 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));
const secret = fc.oneof(
  letters(20).map((tail) => `whsec_${tail}`),
  letters(20).map((tail) => `sk_live_${tail}`),
  letters(20).map((tail) => `Bearer ${tail}`),
);
const personal = fc.oneof(
  letters(20).map((tail) => `fp_id_${tail}`),
  letters(20).map((tail) => `fp_bid_test_${tail}`),
  base64.map((code) => `v1,${code}`),
  letters(8).map((name) => `${name}@example.com`),
);
const key = fc.constantFrom(
  'd',
  'fp_id',
  'status',
  'event_kind',
  'link_event_body',
  'timestamp',
  'msg',
  'a b',
  'error',
);
const around = fc.constantFrom('', ' ', 'see ', '"', '(');

function plant(value: string, keys: readonly string[], before: string) {
  const text = `${before}${value}`;
  const inside = keys.reduceRight<unknown>((inner, name) => ({ [name]: inner, list: [inner] }), text);
  return {
    event_kind: `footprint.user.${text}`,
    [text]: 1,
    ...(inside as object),
    quoted: JSON.stringify(inside),
  };
}

function capturesWith(planted: string, keys: readonly string[], before: string): readonly Capture[] {
  const payload = plant(planted, keys, before);
  const bodies = [JSON.stringify(payload), `no JSON: ${before}${planted}`];
  return bodies.map((body) => ({
    ...sample,
    verdict: { kind: 'timestamp_malformed', value: planted },
    delivery: {
      method: 'POST',
      path: `/hooks?q=${planted}`,
      headers: [
        ['Svix-Id', planted],
        ['X-Note', `${before}${planted}`],
        ['Svix-Signature', planted],
      ],
      body: Buffer.from(body),
    },
    forwardings: [
      {
        url: `http://localhost:3000/?q=${planted}`,
        sentAt: sample.receivedAt,
        status: 500,
        latencyMs: 1,
        headers: [['X-Note', planted]],
        body: Buffer.from(body),
        error: planted,
      },
    ],
  }));
}

function allShown(capture: Capture, words: string, showPii: boolean): readonly OutputRecord[] {
  const { body } = capture.delivery;
  const ids = { id: capture.id, svixId: null, url: capture.forwardings?.[0]?.url ?? '' };
  const outcome = {
    kind: 'answered',
    status: 500,
    latencyMs: 1,
    headers: [],
    body,
    sentAt: sample.receivedAt,
  };
  const match = findMatch(capture.delivery, words, showPii);
  return [
    describeCapture(capture, { earlier: { count: 0, verified: 0 }, showPii }),
    toDeliveryRecord({ capture, earlier: { count: 0, verified: 0 } }, [], showPii),
    toForwardedRecord(ids, outcome as never, showPii),
    {
      type: 'notice',
      code: 'more_kept',
      message: `${match?.place} ${match?.text} ${startOfAnswer(body, showPii)}`,
    },
  ];
}

function say(records: readonly OutputRecord[]): string {
  const human = createHumanRenderer({
    columns: 10_000,
    paint: (text) => text,
    timeOfDay: (moment) => moment,
    dayOf: () => undefined,
  });
  return records.map((record) => JSON.stringify(record) + JSON.stringify(human(record))).join('\n');
}

/** What would be left of it if it were shown; the scheme and the last four characters may be seen. */
function core(planted: string): string {
  return planted.replace(/^(?:Bearer |v1,|whsec_|sk_live_|fp_b?id_(?:test_)?)/, '').slice(0, 8);
}

test('no id, address, signature or secret is shown, wherever it stands', () => {
  fc.assert(
    fc.property(
      fc.oneof(secret, personal),
      fc.array(key, { maxLength: 3 }),
      around,
      (planted, keys, before) => {
        for (const capture of capturesWith(planted, keys, before)) {
          expect(say(allShown(capture, planted, false))).not.toContain(core(planted));
          const { findings } = inspectPayload(plant(planted, keys, before));
          expect(JSON.stringify(findings.map(({ message }) => message))).not.toContain(core(planted));
        }
      },
    ),
    { numRuns: volume(20, 60) },
  );
});

test('a secret is not shown with --show-pii either, and a person is', () => {
  fc.assert(
    fc.property(secret, personal, fc.array(key, { maxLength: 3 }), around, (hidden, open, keys, before) => {
      for (const capture of capturesWith(hidden, keys, before))
        expect(say(allShown(capture, hidden, true))).not.toContain(core(hidden));
      for (const capture of capturesWith(open, keys, before))
        expect(say(allShown(capture, open, true))).toContain(core(open));
    }),
    { numRuns: volume(20, 60) },
  );
});
