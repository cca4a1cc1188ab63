import { createBodies } from '../body/variants.ts';
import type { Change, TriedBody } from '../change.ts';
import {
  findLostMillisecondStarts,
  findMomentStarts,
  findRareStarts,
  findStarts,
  type TriedStart,
  toPlainStart,
} from '../headers/starts.ts';
import type { TriedKey } from '../secrets.ts';
import type { Meter } from './budget.ts';
import type { Scene } from './scene.ts';

/** One guess at what was signed, and with which key. */
export interface Hypothesis {
  readonly changes: readonly Change[];
  readonly key: TriedKey;
  readonly start: TriedStart;
  readonly body: Uint8Array;
}

/** What is combined, each with each. */
interface Axes {
  readonly bodies: Iterable<TriedBody>;
  readonly starts: readonly TriedStart[];
  readonly keys: readonly TriedKey[];
}

/**
 * Every guess worth a signature, the least change first: as received, one fault, two faults that occur together.
 * Never throws.
 */
export function* findHypotheses(scene: Scene, { charge, left }: Meter): Generator<Hypothesis> {
  const { parts, view, treated, given, others, misread, rarelyMisread } = scene;
  const plain = toPlainStart(parts);
  const starts = findStarts(parts);
  const same: readonly TriedBody[] = [{ changes: [], bytes: view.bytes }];
  const asIs = plain === undefined ? [] : [plain];
  // Contents that another provider signs stand in for the plain one when there is no id.
  const usual = plain === undefined ? starts : asIs;
  const isContent = ({ changes }: TriedStart) =>
    changes.some(({ code }) => code === 'signed_content_differs');
  const forms = starts.filter((start) => !isContent(start));
  const contents = starts.filter(isContent);
  const sound = [...usual, ...findSound(plain, forms)];
  const all = [...given, ...others];
  const { corrected, guessed, laidOut, edited, paired } = createBodies(view, charge);

  yield* combine({ bodies: same, starts: asIs, keys: all });
  yield* combine({ bodies: same, starts, keys: given });
  yield* combine({ bodies: same, starts: usual, keys: misread });
  yield* combine({ bodies: treated, starts: asIs, keys: all });
  // The other secrets at once, although two faults, since a body takes longer to make than its signatures.
  yield* combine({ bodies: corrected, starts: sound, keys: all });
  yield* combine({ bodies: corrected, starts: usual, keys: misread });
  yield* combine({ bodies: same, starts: usual, keys: rarelyMisread });
  yield* combine({ bodies: guessed, starts: sound, keys: all });
  yield* combine({ bodies: edited, starts: sound, keys: all });
  // An eighth of what is left, so that a large body leaves something for layouts and for pairs of faults.
  const nearby = Math.floor(left() / given.length / 16);
  yield* combine({ bodies: same, starts: findMomentStarts(parts, nearby), keys: given });
  yield* combine({ bodies: laidOut, starts: sound, keys: all });
  yield* combine({ bodies: paired, starts: usual, keys: all });
  yield* combine({ bodies: corrected, starts, keys: given });
  yield* combine({ bodies: same, starts, keys: [...others, ...misread] });
  yield* combine({ bodies: treated, starts, keys: given });
  yield* combine({ bodies: treated, starts: asIs, keys: misread });
  yield* combine({ bodies: same, starts: findRareStarts(parts), keys: given });
  yield* combine({ bodies: treated, starts: treated.length > 0 ? findRareStarts(parts) : [], keys: given });
  for (const bodies of [guessed, laidOut]) {
    yield* combine({ bodies, starts: forms, keys: all });
    yield* combine({ bodies, starts: usual, keys: misread });
    yield* combine({ bodies, starts: contents, keys: given });
  }
  yield* combine({ bodies: same, starts: findLostMillisecondStarts(parts), keys: given });
}

const SOUND = /^[^.]+\.\d{10}\.$/;
const MOST_SOUND = 4;

/** Starts that look as they must, when the one that came does not: it was changed for certain. */
function findSound(plain: TriedStart | undefined, forms: readonly TriedStart[]): readonly TriedStart[] {
  if (plain === undefined || SOUND.test(plain.start)) return [];
  return forms.filter(({ start }) => SOUND.test(start)).slice(0, MOST_SOUND);
}

function* combine({ bodies, starts, keys }: Axes): Generator<Hypothesis> {
  if (starts.length === 0 || keys.length === 0) return;
  for (const body of bodies) {
    for (const start of starts) {
      for (const key of keys) {
        const changes = [...key.changes, ...start.changes, ...body.changes];
        yield { changes, key, start, body: body.bytes };
      }
    }
  }
}
