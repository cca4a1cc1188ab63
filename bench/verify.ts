import { createHmac } from 'node:crypto';
import { diagnose } from '../src/core/diagnosis/diagnose.ts';
import { judge } from '../src/core/signature/judge.ts';
import type { Bench, BenchRequest, TableRow } from './bench.ts';
import { type Measurement, measureInterleaved, type Subject } from './interleave.ts';
import { preparePeerVerifiers, type Verifier } from './verify-peers.ts';
import { createScene, type Scene } from './verify-scene.ts';

const SIZES = { '300 B': 300, '2 KB': 2_048, '64 KB': 65_536, '1 MiB': 1_048_576 } as const;
type Size = keyof typeof SIZES;

/** How long one sample runs, about. */
const SAMPLE_MS = 25;
const ROUNDS = 25;

export const bench: Bench = {
  title: 'verify: deliveries judged a second, as a share of a bare createHmac(KeyObject) over the same bytes',
  run: measureSizes,
};

async function measureSizes({ peers, rounds = ROUNDS }: BenchRequest): Promise<readonly TableRow[]> {
  const verifiers = [...OURS, ...(await preparePeerVerifiers(peers))];
  const cells = new Map<string, Record<string, string>>();
  const put = (row: string, size: Size, text: string) => cells.set(row, { ...cells.get(row), [size]: text });
  for (const size of Object.keys(SIZES) as Size[]) {
    const scene = createScene(SIZES[size]);
    const measured = await measureInterleaved(
      verifiers.map((each) => toSubject(each, scene)),
      rounds,
    );
    for (const each of measured) put(each.name, size, toShare(each));
    put(DIAGNOSIS, size, await timeDiagnosis(scene, rounds));
  }
  return [...cells].map(([subject, shares]) => ({ subject, ...shares, aim: AIMS.get(subject) ?? '' }));
}

const DIAGNOSIS = 'a failed diagnosis, ms';
const AIMS: ReadonlyMap<string, string> = new Map([
  ['judge', '≥ .75, from 64 KB ≥ .95'],
  [DIAGNOSIS, '300 B: < 50'],
]);

const OURS: readonly Verifier[] = [
  {
    name: 'bare HMAC',
    prepare:
      ({ secretKey, start, delivery }) =>
      () => {
        createHmac('sha256', secretKey).update(start).update(delivery.body).digest();
      },
  },
  {
    name: 'judge',
    prepare:
      ({ delivery, keys, nowSeconds }) =>
      () => {
        if (judge(delivery, keys, nowSeconds).kind !== 'valid')
          throw new Error('the delivery of the bench is not valid');
      },
  },
];

function toSubject({ name, prepare }: Verifier, scene: Scene): Subject {
  const once = prepare(scene);
  let count = 1;
  return {
    name,
    // The count is found in the rounds that warm up, and then grows no more than a sample needs.
    sample: async () => {
      const begun = performance.now();
      for (let index = 0; index < count; index += 1) await once();
      const elapsedMs = performance.now() - begun;
      const perCall = elapsedMs / count;
      count = Math.max(1, Math.round(SAMPLE_MS / Math.max(perCall, 0.001)));
      return perCall;
    },
  };
}

function toShare({ ratio }: Measurement): string {
  const share = (value: number) => (1 / value).toFixed(2);
  return `${share(ratio.median)} (${share(ratio.upper)}–${share(ratio.lower)})`;
}

/** A delivery that nothing explains is the longest to diagnose. */
async function timeDiagnosis({ forged, keys, nowSeconds }: Scene, rounds: number): Promise<string> {
  const verdict = judge(forged, keys, nowSeconds);
  const request = { delivery: forged, verdict, keys, otherKeys: [], nowSeconds, toleranceSeconds: 300 };
  const subject = {
    name: 'diagnosis',
    sample: async () => {
      const begun = performance.now();
      diagnose(request);
      return performance.now() - begun;
    },
  };
  const [measured] = await measureInterleaved([subject], rounds);
  return (measured?.medianMs ?? Number.NaN).toFixed(0);
}
