import { AppError } from '../core/error.ts';
import type { PayloadFinding } from '../core/events/finding.ts';
import { toUtf8 } from '../core/json/encoding.ts';
import type { JsonNode } from '../core/json/tree.ts';
import { applyOverrides, judgeChange } from '../core/payloads/overrides/apply-overrides.ts';
import { demandTree } from '../core/payloads/overrides/change-tree.ts';
import type { Edit } from '../core/payloads/overrides/edit.ts';
import type { Payload } from '../core/sending/payload.ts';
import { readInput } from '../io/read-file.ts';
import { toCount } from '../report/text.ts';
import type { Context } from './command.ts';

interface Wanted {
  readonly edits: readonly Edit[];
  readonly patchFiles: readonly string[];
  readonly inEditor: boolean;
  readonly allowInvalid: boolean;
}

type Say = (code: string, sentence: string, source: string) => void;

const MOST_TOLD = 10;

/** The change that `createChange` gives when there are flags for one; the patches are read now. */
export function startChange(wanted: Wanted, context: Context) {
  const patches = wanted.patchFiles.map((file) => readPatch(file, context.cwd));
  const say = sayOnce(context);

  /** Throws AppError `usage` when the body is invalid and may not be. */
  const judge = (payload: Payload, body: Uint8Array): Payload => {
    const { event, errors, warnings } = judgeChange(payload.body, body);
    if (errors.length > 0 && !wanted.allowInvalid) throw toRefusal(payload.source, errors);
    for (const { message } of errors) say('invalid_payload', message, payload.source);
    for (const { message } of warnings) say('unusual_payload', message, payload.source);
    return { ...payload, event, body };
  };

  return async (payload: Payload): Promise<Payload> => {
    const { body, idle } = applyOverrides(payload.body, { patches, edits: wanted.edits }, payload.source);
    for (const { flag } of idle) say('nothing_removed', `${flag} finds nothing to remove.`, payload.source);
    if (!wanted.inEditor) return judge(payload, body);
    const { editBody } = await import('./edit-body.ts');
    return editBody(body, (edited) => (edited === payload.body ? payload : judge(payload, edited)), {
      source: payload.source,
      context,
    });
  };
}

function readPatch(file: string, cwd: string): JsonNode {
  const hint = '--merge takes a JSON Merge Patch, for example {"status":"fail","error":null}.';
  return demandTree(toUtf8(readInput(file, cwd), file), file, hint);
}

/** Reports the same sentence for the first of many payloads only. */
function sayOnce({ report }: Context): Say {
  const told = new Set<string>();
  return (code, sentence, source) => {
    if (told.has(code + sentence)) return;
    told.add(code + sentence);
    report({ type: 'notice', code, message: `${source}: ${sentence}` });
  };
}

function toRefusal(source: string, errors: readonly PayloadFinding[]): AppError {
  const sentences = errors.slice(0, MOST_TOLD).map(({ message }) => message);
  const more = errors.length - sentences.length;
  const rest = more > 0 ? [`${toCount(more, 'more error')} besides.`] : [];
  return new AppError(
    'usage',
    `${source} would not be as Footprint sends it: ${[...sentences, ...rest].join(' ')}`,
    '--allow-invalid takes it all the same.',
  );
}
