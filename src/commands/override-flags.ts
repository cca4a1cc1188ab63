import type { Command } from 'commander';
import { AppError } from '../core/error.ts';
import { type Edit, parseSet, parseUnset } from '../core/payloads/overrides/edit.ts';
import type { Payload } from '../core/sending/payload.ts';
import type { Context } from './command.ts';
import { gather } from './flags.ts';

/** An edit, and how many stood before it on the command line. */
interface TypedEdit {
  readonly edit: Edit;
  readonly order: number;
}

/** The flags that change a payload before it is used. */
export interface OverrideOptions {
  readonly set?: readonly TypedEdit[];
  readonly unset?: readonly TypedEdit[];
  readonly merge?: readonly string[];
  readonly edit?: boolean;
  readonly allowInvalid?: boolean;
}

/** Changes one payload. Throws AppError `usage`, `file_malformed`, `file_unwritable` or `file_unreadable`. */
export type Change = (payload: Payload) => Promise<Payload>;

/** Adds `--set`, `--unset`, `--merge`, `--edit` and `--allow-invalid`. */
export function addOverrideFlags(command: Command): Command {
  // The edits of two flags are done in the order in which they were typed.
  let count = 0;
  const gatherEdits =
    (parse: (text: string) => Edit) =>
    (text: string, previous: readonly TypedEdit[] | undefined): readonly TypedEdit[] => {
      count += 1;
      return [...(previous ?? []), { edit: parse(text), order: count }];
    };
  return command
    .option('--set <place=value>', 'set a value of the payload, as JSON with :=', gatherEdits(parseSet))
    .option('--unset <place>', 'remove a value of the payload', gatherEdits(parseUnset))
    .option('--merge <file>', 'change the payload by a JSON Merge Patch (RFC 7396)', gather)
    .option('--edit', 'change the payload in $VISUAL or $EDITOR')
    .option('--allow-invalid', 'take a changed payload that is not as Footprint sends it');
}

function hasOverrides({ set = [], unset = [], merge = [], edit }: OverrideOptions): boolean {
  return set.length + unset.length + merge.length > 0 || edit === true;
}

/**
 * What the flags do to each payload: merge, then set and unset in the order typed, then edit. The result is checked; what
 * is invalid in it is a failure, or a notice with `--allow-invalid`, and what has become unusual is a notice. Without
 * flags a payload stays the same object. What does it is loaded only if needed.
 * Throws AppError `usage` for flags without effect, `file_unreadable` or `file_malformed` for a file of `--merge`.
 */
export async function createChange(options: OverrideOptions, context: Context): Promise<Change> {
  if (!hasOverrides(options)) {
    if (options.allowInvalid === true) throw toIdle();
    return async (payload) => payload;
  }
  const { startChange } = await import('./change-payload.ts');
  const edits = [...(options.set ?? []), ...(options.unset ?? [])]
    .sort((one, other) => one.order - other.order)
    .map(({ edit }) => edit);
  return startChange(
    {
      edits,
      patchFiles: options.merge ?? [],
      inEditor: options.edit === true,
      allowInvalid: options.allowInvalid === true,
    },
    context,
  );
}

function toIdle(): AppError {
  return new AppError(
    'usage',
    '--allow-invalid has no effect without a change.',
    'Only payloads that are changed are checked: with --set, --unset, --merge or --edit.',
  );
}
