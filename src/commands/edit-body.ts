import { AppError } from '../core/error.ts';
import { toUtf8 } from '../core/json/encoding.ts';
import { COMPACT, INDENTED, layOut } from '../core/json/layout.ts';
import type { JsonNode } from '../core/json/tree.ts';
import { demandTree } from '../core/payloads/overrides/change-tree.ts';
import { askWhether } from '../io/ask.ts';
import { startEditing } from '../io/editor.ts';
import { toVisible } from '../report/text.ts';
import type { Context } from './command.ts';

const NAME = 'The edited payload';
const NOTHING_DONE = 'Nothing was sent or written.';

interface Setting {
  /** Name of the body; a part of it names the file. */
  readonly source: string;
  readonly context: Context;
}

/**
 * Lets a person edit a body as indented JSON, and gives what `accept` makes of the result. What differs only in white
 * space is the same bytes as before. As long as it is not JSON or `accept` throws an AppError, the person is asked
 * whether to edit it again. Throws AppError `usage`, `file_malformed`, `file_unwritable` or `file_unreadable`.
 */
export async function editBody<Result>(
  body: Uint8Array,
  accept: (edited: Uint8Array) => Result,
  { source, context: { env, signal } }: Setting,
): Promise<Result> {
  const tree = demandTree(body, source, 'Only JSON can be edited.');
  const editing = startEditing(`${layOut(tree, INDENTED)}\n`, { name: toFileName(source), env, signal });
  try {
    for (;;) {
      const saved = await editing.edit();
      if (Buffer.from(saved).toString().trim() === '') throw toGivenUp();
      try {
        return accept(toEdited(saved, { tree, body }));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        if (!(await askWhether(`${toVisible(error.message)}\nEdit it again?`))) throw error;
      }
    }
  } finally {
    editing.close();
  }
}

interface Original {
  readonly tree: JsonNode;
  readonly body: Uint8Array;
}

function toEdited(saved: Uint8Array, { tree, body }: Original): Uint8Array {
  const edited = layOut(demandTree(toUtf8(saved, NAME), NAME, NOTHING_DONE), COMPACT);
  return edited === layOut(tree, COMPACT) ? body : Buffer.from(edited);
}

function toGivenUp(): AppError {
  return new AppError('usage', '--edit was given up: the file was saved empty.', NOTHING_DONE);
}

function toFileName(source: string): string {
  const name = source.replace(/\.json$/, '').replace(/[^\w.-]+/g, '-');
  return `${name.slice(-60).replace(/^[.-]+/, '') || 'payload'}.json`;
}
