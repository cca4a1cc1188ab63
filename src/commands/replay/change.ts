import { type Command, Option } from 'commander';
import { AppError } from '../../core/error.ts';
import { BODY_LAYOUTS, type BodyLayout, layBody } from '../../core/payloads/generation/layouts.ts';
import type { Parcel } from '../../core/sending/parcel.ts';
import { toCount } from '../../report/text.ts';
import type { Change } from '../override-flags.ts';

/** How the payloads are written. */
export interface LayoutOptions {
  readonly layout?: BodyLayout;
}

/** Adds `--layout`. */
export function addLayoutFlag(command: Command): Command {
  const about = 'write each payload in this layout, with the same keys and values in the same order';
  return command.addOption(new Option('--layout <layout>', about).choices(BODY_LAYOUTS));
}

/** The parcel with its body in the requested layout; without one, the same object. Never throws. */
export function layOutOne(parcel: Parcel, { layout }: LayoutOptions): Parcel {
  return layout === undefined ? parcel : { ...parcel, body: layBody(parcel.body, layout) };
}

/**
 * All parcels, changed one by one. One of several that cannot be changed has the reason as its problem.
 * Throws AppError `usage` for several in an editor, and what the change throws where it can change none.
 */
export async function changeAll(
  parcels: readonly Parcel[],
  change: Change,
  inEditor: boolean,
): Promise<readonly Parcel[]> {
  if (inEditor && parcels.length > 1) throw toCrowd(parcels.length);
  const changed: Parcel[] = [];
  let reason: AppError | undefined;
  for (const parcel of parcels) {
    try {
      changed.push(await change(parcel));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      reason ??= error;
      changed.push({ ...parcel, problem: error });
    }
  }
  if (reason !== undefined && changed.every(({ problem }) => problem !== undefined)) throw reason;
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
