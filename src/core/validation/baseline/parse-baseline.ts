import { AppError } from '../../error.ts';
import { formatPath, quoteValue } from '../../events/wording.ts';
import { toUtf8 } from '../../json/encoding.ts';
import { createLocator } from '../../json/locate.ts';
import { createPiece } from '../../json/piece.ts';
import { findJson } from '../../json/scan.ts';
import { explainSyntaxError } from '../../json/syntax-error.ts';
import type { Baseline, BaselineEntry } from './baseline.ts';

const HINT = 'Mend it, or delete it and write it anew with --update-baseline.';

/** Reads the file of a baseline. Throws AppError `file_malformed`: one sentence with the place of the first mistake. */
export async function parseBaseline(bytes: Uint8Array, file: string): Promise<Baseline> {
  const piece = createPiece(toUtf8(bytes, file), 1);
  const source = { piece, root: [] };
  const json = findJson(piece.text);
  if (json === undefined) {
    const { problem, line, column } = explainSyntaxError(source);
    throw refuse(`${file}:${line}:${column}: this is not JSON: ${problem}.`);
  }
  const version = findVersion(json.value);
  if (version !== undefined && version !== 1)
    throw refuse(
      `${file} is a baseline of version ${quoteValue(version)}, and version 1 is what is read here.`,
    );
  const { baselineSchema } = await import('./baseline-schema.ts');
  const { data, error } = baselineSchema.safeParse(json.value);
  if (data !== undefined) return { version: 1, findings: withoutRepeated(data.findings) };
  const path = (error.issues[0]?.path ?? []).filter((step) => typeof step !== 'symbol');
  const { line, column } = createLocator(source).placeOf(path);
  const what = path.length === 0 ? 'this' : `\`${formatPath(path)}\``;
  throw refuse(`${file}:${line}:${column}: ${what} is not as in a baseline.`);
}

function refuse(message: string): AppError {
  return new AppError('file_malformed', message, HINT);
}

function findVersion(value: unknown): unknown {
  return typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined;
}

/** A merge of two branches can leave an entry twice: it was never meant to be accepted more often than the greater says. */
function withoutRepeated(entries: readonly BaselineEntry[]): readonly BaselineEntry[] {
  const greatest = new Map<string, BaselineEntry>();
  for (const entry of entries) {
    const other = greatest.get(entry.fingerprint);
    if (other === undefined || other.count < entry.count) greatest.set(entry.fingerprint, entry);
  }
  return [...greatest.values()];
}
