import type { BodyView } from '../body/view.ts';
import type { Change, TriedBody } from '../change.ts';
import type { Readings } from '../headers/readings.ts';
import type { StartParts } from '../headers/starts.ts';
import type { Keys } from '../secrets.ts';

/** All that a search for the fault needs to know of one delivery. */
export interface Scene extends Keys {
  /** Changes made to find the headers at all. */
  readonly base: readonly Change[];
  readonly parts: StartParts;
  readonly readings: Readings;
  readonly view: BodyView;
  /** Bodies that code makes of this one before it signs; none for a delivery that came. */
  readonly treated: readonly TriedBody[];
}
