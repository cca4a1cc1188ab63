import { findAgeChange } from './age.ts';
import { createBodyView } from './body/view.ts';
import type { Change } from './change.ts';
import type { Diagnosis, DiagnosisRequest, Suspicion } from './diagnosis.ts';
import { findEventSeconds } from './event-time.ts';
import { findForeignHeaders } from './headers/providers.ts';
import { type Reading, type Readings, readLeniently } from './headers/readings.ts';
import { recoverHeaders } from './headers/recover.ts';
import { SECOND_FAMILY } from './headers/starts.ts';
import { findRotation } from './rotation.ts';
import { createMeter } from './search/budget.ts';
import type { Scene } from './search/scene.ts';
import { finish, search } from './search/search.ts';
import { toKeys } from './secrets.ts';
import { findFramework } from './shapes/body.ts';
import type { Sight } from './shapes/clue.ts';
import { toLikely, toProved, toUnexplained, toWeak } from './suspicions.ts';

/**
 * Finds out by experiment why a delivery was not accepted: undoes one fault after the other, and two that occur
 * together, until a received signature matches. It explains the verdict and never changes it. Never throws.
 */
export function diagnose(request: DiagnosisRequest): Diagnosis {
  return finish(diagnoseInTurns(request));
}

/** The same in turns of about 10 ms, between which other work can be done. Never throws. */
export function* diagnoseInTurns(request: DiagnosisRequest): Generator<void, Diagnosis> {
  if (request.verdict.kind === 'valid') return diagnoseValid(request);
  const { scene, sight } = look(request);
  const meter = createMeter(request.delivery.body.length, request.budget);
  const { changes, ruledOut, stoppedBy } = yield* search(scene, meter);
  const framework = findFramework(request.delivery.headers);
  const work = { ruledOut, hashes: meter.hashes(), stoppedBy };
  if (changes !== undefined) {
    const all = withTime(changes, request, scene);
    const weak = all.some(({ code }) => code.startsWith('body_')) ? toWeak(sight, ['sender_unusual']) : [];
    return { suspicions: [...toProved(all, framework), ...weak], conclusion: 'explained', ...work };
  }
  const likely = toLikely(sight, framework);
  const weak = toWeak(sight, ['id_unusual', 'sender_unusual']);
  if (likely.length > 0) return { suspicions: [...likely, ...weak], conclusion: 'likely', ...work };
  return { suspicions: [toUnexplained(work), ...weak], conclusion: 'unexplained', ...work };
}

function look(request: DiagnosisRequest): { readonly scene: Scene; readonly sight: Sight } {
  const { delivery, keys, otherKeys } = request;
  const recovered = recoverHeaders(delivery.headers);
  const foreign = recovered.values.signature === undefined ? findForeignHeaders(delivery.headers) : undefined;
  const { second } = recovered;
  const readings = readBoth(recovered.values.signature ?? foreign?.signature ?? '', second?.signature);
  const view = createBodyView(delivery.body);
  const provider: readonly Change[] =
    foreign === undefined
      ? []
      : [{ code: 'other_provider', undone: `the headers are read as those of ${foreign.provider}` }];
  const canMatch = readings.whole.length + readings.beginnings.length > 0;
  const scene: Scene = {
    base: [...recovered.changes, ...provider],
    parts: {
      id: recovered.values.id,
      timestamp: recovered.values.timestamp ?? foreign?.timestamp,
      eventSeconds: findEventSeconds(view.text()),
      ...(second !== undefined && { second }),
    },
    readings,
    view,
    treated: [],
    // Without a signature to match, every attempt would be in vain.
    ...(canMatch ? toKeys(keys, otherKeys) : toKeys([], [])),
  };
  return { scene, sight: { request, recovered, readings, view } };
}

/** The readings of the signature header, then those of the second family, which it takes a change to look at. */
function readBoth(signature: string, second: string | undefined): Readings {
  const { whole, beginnings } = readLeniently(signature);
  if (second === undefined || second === signature) return { whole, beginnings };
  const others = readLeniently(second).whole.map(({ bytes, changes }) => {
    return { bytes, changes: [SECOND_FAMILY, ...changes] };
  });
  const isNew = ({ bytes }: Reading) => !whole.some((each) => each.bytes.equals(bytes));
  return { whole: [...whole, ...others.filter(isNew)], beginnings };
}

/** What had to be undone, with what the search has no part in: how the timestamp looks, and how old it is. */
function withTime(
  changes: readonly Change[],
  request: DiagnosisRequest,
  { parts }: Scene,
): readonly Change[] {
  const { nowSeconds, toleranceSeconds, verdict } = request;
  const { eventSeconds, second } = parts;
  const isSecond = changes.includes(SECOND_FAMILY);
  const timestamp = isSecond ? second?.timestamp : parts.timestamp;
  const isExplained =
    isSecond || changes.some(({ code }) => code === 'timestamp_form' || code === 'header_value_changed');
  const form: readonly Change[] =
    verdict.kind === 'timestamp_malformed' && !isExplained
      ? [{ code: 'timestamp_form', undone: TAKEN_AS_IT_CAME }]
      : [];
  const age = findAgeChange({ timestamp, eventSeconds, nowSeconds, toleranceSeconds });
  return [...changes, ...form, ...(age === undefined ? [] : [age])];
}

const TAKEN_AS_IT_CAME = 'the timestamp is taken as it came, although it is not in whole Unix seconds';

function diagnoseValid({ delivery, verdict }: DiagnosisRequest): Diagnosis {
  const rotation = findRotation(delivery, verdict);
  const suspicions: readonly Suspicion[] = rotation === undefined ? [] : [rotation];
  return { suspicions, ruledOut: [], conclusion: 'explained', hashes: 0, stoppedBy: 'found' };
}
