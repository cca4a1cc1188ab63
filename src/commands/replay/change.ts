import { AppError } from '../../core/error.ts';
import type { Parcel } from '../../core/replay/parcel.ts';
import { toCount } from '../../report/text.ts';
import type { Change } from '../override-flags.ts';

/**
 * All parcels, changed one by one; nothing is sent as long as one of them may fail.
 * Throws AppError `usage` for several in an editor, and what the change throws.
 */
export async function changeAll(
  parcels: readonly Parcel[],
  change: Change,
  inEditor: boolean,
): Promise<readonly Parcel[]> {
  if (inEditor && parcels.length > 1) throw toCrowd(parcels.length);
  const changed: Parcel[] = [];
  for (const parcel of parcels) changed.push(await change(parcel));
  return changed;
}

/** Who replays a thousand captures does not mean to close a thousand editors, and leaving one of them would send nothing. */
function toCrowd(count: number): AppError {
  return new AppError(
    'usage',
    `--edit opens one payload in the editor, and ${toCount(count, 'payload')} are to be sent.`,
    'Name one of them, or change them all alike with --set, --unset or --merge.',
  );
}
