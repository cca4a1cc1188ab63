import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { diagnose } from '../../../src/core/diagnosis/diagnose.ts';
import { judge } from '../../../src/core/signature/judge.ts';
import { sign } from '../../../src/core/signature/sign.ts';
import { CODE_POINT } from '../../harness/code-point.ts';
import { IS_NIGHTLY, volume } from '../../harness/volume.ts';
import {
  bytes,
  deliver,
  key,
  NOW,
  otherKey,
  privateKey,
  publicKey,
  signed,
  WHSEC,
  withHeader,
} from '../signature/cases.ts';
import { FAMILIES, grade, simulate, type Trial } from './faults.ts';

const CASES = volume(120, 10_000);

/** Every text that would give a secret or a signature away. */
function toSecrets({ sent, broken }: Trial): readonly string[] {
  const keys = [sent.key, sent.other, ...(broken.keys ?? [])];
  const encoded = keys.flatMap((each) => {
    if (each.kind !== 'symmetric') return [];
    const secret = each.secretKey.export();
    return [secret.toString('base64'), secret.toString('hex'), secret.toString('latin1')];
  });
  const message = { id: sent.id, timestampSeconds: sent.seconds, body: sent.body };
  const signatures = [sent.key, sent.other].map((each) => sign(message, [each]).slice(3));
  return [
    ...encoded,
    ...signatures,
    ...signatures.map((each) => Buffer.from(each, 'base64').toString('hex')),
  ];
}

test(
  `names the fault in each of ${CASES} simulated deliveries, proves none in an altered one, and gives no secret away`,
  () => {
    const failures: string[] = [];
    const property = fc.property(
      fc.nat({ max: FAMILIES.length - 1 }),
      fc.nat({ max: 2 ** 30 }),
      (index, seed) => {
        const family = FAMILIES[index];
        if (family === undefined) return;
        const trial = simulate(family, seed);
        const outcome = grade(trial);
        const printed = JSON.stringify(trial.diagnosis);
        const leaks = toSecrets(trial).some((secret) => secret.length > 8 && printed.includes(secret));
        if (leaks || outcome === 'missed' || outcome === 'wrongly_proved') {
          failures.push(
            `${family.name}, seed ${seed}: ${leaks ? 'leaks' : outcome}: ${printed.slice(0, 600)}`,
          );
        }
      },
    );
    const details = fc.check(property, { numRuns: CASES });
    expect(failures, `seed ${details.seed}`).toEqual([]);
    expect(details.failed, fc.defaultReportMessage(details)).toBe(false);
  },
  IS_NIGHTLY ? 1_800_000 : 60_000,
);

function ask(delivery: Parameters<typeof judge>[0], more: Partial<Parameters<typeof diagnose>[0]> = {}) {
  const request = { keys: [key], otherKeys: [otherKey], nowSeconds: NOW, toleranceSeconds: 300, ...more };
  const verdict = judge(delivery, request.keys, request.nowSeconds, request.toleranceSeconds);
  return diagnose({ delivery, verdict, ...request });
}

describe('diagnose', () => {
  it('has nothing to say of a valid delivery', () => {
    expect(ask(signed())).toEqual({
      suspicions: [],
      ruledOut: [],
      conclusion: 'explained',
      hashes: 0,
      stoppedBy: 'found',
    });
  });

  it('names the secret that fits and says to use it', () => {
    const { suspicions, conclusion } = ask(signed([otherKey]));
    expect(conclusion).toBe('explained');
    expect(suspicions).toEqual([
      {
        code: 'other_secret',
        certainty: 'proved',
        evidence: 'The signature matches once the secret sandbox is used.',
        fix: 'Use the secret sandbox for this endpoint.',
        reference: 'docs/signature-failures.md#other_secret',
        keyName: 'sandbox',
      },
    ]);
  });

  it('says what it ruled out before it speaks of an unknown secret', () => {
    const { suspicions, conclusion, ruledOut, stoppedBy } = ask(signed([otherKey]), { otherKeys: [] });
    expect(suspicions.map(({ code }) => code)).toEqual(['altered_or_unknown_secret']);
    expect({ conclusion, stoppedBy }).toEqual({ conclusion: 'unexplained', stoppedBy: 'exhausted' });
    expect(ruledOut.map(({ code }) => code)).toContain('body_reserialised');
    expect(ruledOut.map(({ code }) => code)).not.toContain('other_secret');
  });

  it('links two faults that were found together', () => {
    const sent = signed([otherKey]);
    const { suspicions } = ask({ ...sent, body: bytes('{\n  "a": 1\n}') });
    expect(suspicions.map((each) => [each.code, each.with])).toEqual([
      ['other_secret', 'body_reserialised'],
      ['body_reserialised', 'other_secret'],
    ]);
  });

  it('stops at a budget of signatures, and does not rule out what it did not try', () => {
    const budget = { hashes: 3 };
    const result = ask(signed([otherKey]), { otherKeys: [], budget });
    expect(result).toMatchObject({ hashes: 3, stoppedBy: 'hash_budget', conclusion: 'unexplained' });
    expect(result.ruledOut.length).toBeLessThan(2);
    expect(result.suspicions[0]?.evidence).toContain('stopped at its limit');
  });

  it('proves a pair of keys that is configured under another name', () => {
    const result = ask(signed([privateKey]), { otherKeys: [publicKey] });
    expect(result.suspicions[0]).toMatchObject({
      code: 'other_secret',
      keyName: 'half',
      certainty: 'proved',
    });
  });

  it('takes no id for another one that is cut down to the same bytes', () => {
    const result = ask(withHeader(signed(), 'svix-id', 'msg_\u0131'));
    expect(result.suspicions.every(({ certainty }) => certainty === 'likely')).toBe(true);
  });

  it('takes the family of headers that the verdict took', () => {
    const delivery = signed([otherKey], {}, 'webhook');
    const { suspicions } = ask({ ...delivery, headers: [['svix-id', 'msg_2'], ...delivery.headers] });
    expect(suspicions.map(({ code }) => code)).toEqual(['other_secret']);
  });

  it('gives the advice of AWS Lambda where the headers come from there', () => {
    const sent = signed([key], { body: bytes('{"a":"é"}') });
    const headers = [...sent.headers, ['X-Amzn-Trace-Id', 'Root=1'] as const];
    const { suspicions } = ask({ ...sent, headers, body: bytes(Buffer.from(sent.body).toString('base64')) });
    expect(suspicions[0]).toMatchObject({
      code: 'body_base64',
      framework: 'lambda',
      fix: expect.stringContaining('isBase64Encoded'),
    });
  });
});

test('never throws, whatever came', () => {
  const name = fc.constantFrom(
    'svix-id',
    'svix-timestamp',
    'svix-signature',
    'webhook-id',
    'x-svix-id',
    'content-length',
    'stripe-signature',
  );
  const value = fc.oneof(
    fc.string({ unit: CODE_POINT }),
    fc.constantFrom(String(NOW), 'v1,%zz', '1e400', '-1', `v1,${'a'.repeat(43)}=`),
  );
  const body = fc.oneof(fc.uint8Array(), fc.json().map(bytes), fc.string({ unit: CODE_POINT }).map(bytes));
  const request = fc.tuple(
    fc.array(fc.tuple(name, value)),
    body,
    fc.array(fc.constantFrom(key, otherKey, publicKey), { maxLength: 2 }),
  );
  fc.assert(
    fc.property(request, ([headers, content, keys]) => {
      const { suspicions } = ask(deliver(headers, content), { keys });
      for (const { evidence, fix } of suspicions) {
        expect(evidence).toMatch(/^[A-Z].*\.$/);
        expect(fix).not.toContain(WHSEC);
      }
    }),
    { numRuns: volume(40, 200) },
  );
});

describe('F4: what is ruled out', () => {
  const unknown = (body: string, hashes?: number) =>
    ask(signed([otherKey], { body: bytes(body) }), {
      otherKeys: [],
      ...(hashes !== undefined && { budget: { hashes } }),
    }).ruledOut;
  const find = (ruledOut: ReturnType<typeof unknown>, code: string) =>
    ruledOut.find((each) => each.code === code)?.what;

  it('has the bounds of each probe', () => {
    const ruledOut = unknown('{"a":1,"timestamp":"2021-02-25T15:02:00Z"}');
    expect(find(ruledOut, 'timestamp_replaced')).toBe(
      'other timestamps (in other time zones, up to 60 s after the event, within 600 s; 1,312 tried)',
    );
    expect(find(ruledOut, 'body_encoded_twice')).toMatch(/\(put into a JSON string\)$/);
    expect(find(unknown('data=%7B%7D&a=1'), 'timestamp_replaced')).not.toContain('after the event');
  });

  it('names a smaller window of time for a large body, and the one that was tried', () => {
    const large = find(unknown(`{"a":"${'x'.repeat(150_000)}"}`), 'timestamp_replaced') ?? '';
    const within = Number(/within (\d+) s/.exec(large)?.[1]);
    expect(within).toBeGreaterThan(10);
    expect(within).toBeLessThan(600);
    // 112 time zones, and the window on both sides.
    expect(large).toContain(`; ${112 + 2 * within} tried)`);
  });

  it('has no probe that the budget cut short', () => {
    const layouts = (hashes: number) => find(unknown('{"a":"é/<"}', hashes), 'body_reserialised') ?? '';
    const complete = layouts(2_000);
    expect(complete).toContain('also with other escapes');
    for (let hashes = 30; hashes < 200; hashes += 5) {
      // The layouts that differ from that of the body: all of them, or none.
      expect(['', 'the body laid out in other ways (spaced or indented; 13 tried)', complete]).toContain(
        layouts(hashes),
      );
    }
  });
});
