import { type Command, Option } from 'commander';
import { AppError } from '../../core/error.ts';
import { BODY_LAYOUTS, type BodyLayout, layBody } from '../../core/payloads/generation/layouts.ts';
import type { Payload } from '../../core/sending/payload.ts';
import { toCount } from '../../report/text.ts';
import type { Change } from '../override-flags.ts';

/** Flag for the layout of payloads. */
export interface LayoutOptions {
  readonly layout?: BodyLayout;
}

/** Adds `--layout`. */
export function addLayoutFlag(command: Command): Command {
  const about = 'write each payload in this layout, with the same keys and values in the same order';
  return command.addOption(new Option('--layout <layout>', about).choices(BODY_LAYOUTS));
}

/** The payload with its body in the requested layout; without one, the same object. Never throws. */
export function layOutOne(payload: Payload, { layout }: LayoutOptions): Payload {
  return layout === undefined ? payload : { ...payload, body: layBody(payload.body, layout) };
}

/**
 * All payloads, changed one by one. One of several that cannot be changed has the reason as its problem.
 * Throws AppError `usage` for several in an editor, and what the change throws where it can change none.
 */
export async function changeAll(
  payloads: readonly Payload[],
  change: Change,
  inEditor: boolean,
): Promise<readonly Payload[]> {
  if (inEditor && payloads.length > 1) throw toCrowd(payloads.length);
  const changed: Payload[] = [];
  let reason: AppError | undefined;
  for (const payload of payloads) {
    try {
      changed.push(await change(payload));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      reason ??= error;
      changed.push({ ...payload, problem: error });
    }
  }
  if (reason !== undefined && changed.every(({ problem }) => problem !== undefined)) throw reason;
  return changed;
}

/** Nobody wants to close a thousand editors, and leaving one of them would send nothing. */
function toCrowd(count: number): AppError {
  return new AppError(
    'usage',
    `--edit opens one payload in the editor, and ${toCount(count, 'payload')} are to be sent.`,
    'Name one of them, or change them all alike with --set, --unset or --merge.',
  );
}
