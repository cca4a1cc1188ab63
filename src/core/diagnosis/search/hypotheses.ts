import { findBodies, findBodiesOfPairs, type TriedBody } from '../body/variants.ts';
import type { BodyView } from '../body/view.ts';
import type { Change } from '../change.ts';
import {
  findLostMillisecondStarts,
  findMomentStarts,
  findStarts,
  type TriedStart,
  toPlainStart,
} from '../headers/starts.ts';
import type { TriedKey } from '../secrets.ts';
import type { Scene } from './scene.ts';

/** One guess at what was signed, and with which key. */
export interface Hypothesis {
  readonly changes: readonly Change[];
  readonly key: TriedKey;
  readonly start: TriedStart;
  readonly body: Uint8Array;
}

/** Who wants to know how far the guesses have come. */
export interface Watch {
  /** A body was made anew. */
  readonly made: (body: TriedBody) => void;
  /** How many signatures may still be made. */
  readonly left: () => number;
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
export function* findHypotheses(scene: Scene, watch: Watch): Generator<Hypothesis> {
  const { parts, view, given, others, misread } = scene;
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
  const bodies = createBodies(view, watch);
  const pairs = () => counted(findBodiesOfPairs(view), watch);

  yield* combine({ bodies: same, starts: asIs, keys: [...given, ...others] });
  yield* combine({ bodies: same, starts, keys: given });
  yield* combine({ bodies: same, starts: usual, keys: misread });
  // The other secrets at once, although two faults, since a body takes longer to make than its signatures.
  yield* combine({ bodies: bodies(), starts: usual, keys: [...given, ...others] });
  // A quarter of what is left, so that a large body leaves something for pairs of faults.
  const nearby = Math.floor(watch.left() / given.length / 8);
  yield* combine({ bodies: same, starts: findMomentStarts(parts, nearby), keys: given });
  yield* combine({ bodies: same, starts, keys: [...others, ...misread] });
  yield* combine({ bodies: pairs(), starts: usual, keys: [...given, ...others] });
  yield* combine({ bodies: bodies(), starts: forms, keys: [...given, ...others] });
  yield* combine({ bodies: bodies(), starts: usual, keys: misread });
  yield* combine({ bodies: bodies(), starts: contents, keys: given });
  yield* combine({ bodies: same, starts: findLostMillisecondStarts(parts), keys: given });
}

/** The bodies of single faults, which are needed more than once. Small ones are kept, large ones made anew. */
function createBodies(view: BodyView, watch: Watch): () => Iterable<TriedBody> {
  if (view.bytes.length > MOST_KEPT_BYTES) return () => counted(findBodies(view), watch);
  let kept: readonly TriedBody[] | undefined;
  return () => {
    kept ??= [...findBodies(view)];
    return kept;
  };
}

const MOST_KEPT_BYTES = 65_536;

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

function* counted(items: Iterable<TriedBody>, { made }: Watch): Generator<TriedBody> {
  for (const item of items) {
    made(item);
    yield item;
  }
}
