import { Buffer } from 'node:buffer';
import { AppError } from '../error.ts';
import { quoteValue } from '../events/wording.ts';
import { findBadBytes, toUtf8 } from '../json/encoding.ts';
import { createLocator, type Locator } from '../json/locate.ts';
import { createPiece, type Piece } from '../json/piece.ts';
import type { PathStep } from '../json/places.ts';
import { findJson, isBlank } from '../json/scan.ts';
import { explainSyntaxError } from '../json/syntax-error.ts';
import { type Config, type Level, type Problem, refuseAt, toPlaceText } from './config.ts';
import { findForbidden } from './forbidden.ts';
import { explainIssue } from './invalid.ts';

/**
 * Reads a configuration: JSON, and comments and trailing commas besides. Everything in it is checked, also the profiles
 * that are not in use. Throws AppError `file_malformed`, which names the place and never holds a secret.
 * @param bytes The file: UTF-8, or UTF-16 with its mark.
 */
export async function parseConfig(bytes: Uint8Array, file: string): Promise<Config> {
  const { piece, value } = await readJson(createPiece(toUtf8(bytes, file), 1), file);
  const locator = createLocator({ piece, root: [] });
  const refuse = (path: readonly PathStep[], isKey: boolean, problem: Problem) =>
    refuseAt(file, isKey ? placeOfKey(path, locator) : locator.placeOf(path), problem);
  const forbidden = findForbidden(value);
  if (forbidden !== undefined) throw refuse(forbidden.path, forbidden.isKey, forbidden);
  const { configSchema } = await import('./schema.ts');
  const { error, data } = configSchema.safeParse(value);
  const [issue] = error?.issues ?? [];
  if (issue !== undefined) {
    const invalid = explainIssue(issue, value);
    throw refuse(invalid.path, invalid.isKey, invalid);
  }
  // As the schema says; its keys are made from the list of settings, which the compiler cannot see through.
  const { profiles = {}, ...top } = data as Level & { readonly profiles?: Readonly<Record<string, Level>> };
  refuseRepeated(file, locator, { ...top, profiles });
  return { file, top, profiles: new Map(Object.entries(profiles)), placeOf: locator.placeOf };
}

async function readJson(piece: Piece, file: string): Promise<{ piece: Piece; value: unknown }> {
  const [bad] = findBadBytes(piece);
  if (bad !== undefined) {
    const problem = `byte ${bad.byte} is not UTF-8, in which this file must be written.`;
    throw refuseAt(file, bad.place, { problem, hint: 'Save it as UTF-8.' });
  }
  const json = findJson(piece.text);
  if (json !== undefined) return { piece, value: json.value };
  const plain = createPiece(Buffer.from(await toPlainJson(piece.text)), 1);
  const stripped = findJson(plain.text);
  if (stripped !== undefined) return { piece: plain, value: stripped.value };
  if (isBlank(plain.text))
    throw new AppError('file_malformed', `${file} is empty.`, 'Write {} into it, or delete it.');
  const { problem, ...place } = explainSyntaxError({ piece: plain, root: [] });
  throw new AppError('file_malformed', `${toPlaceText(file, place)}: this is not JSON: ${problem}.`, JSONC);
}

const JSONC = 'Comments and trailing commas may stand in it; everything else is as in JSON.';

/** Spaces stand where comments and trailing commas were, so that every place stays what it is. */
async function toPlainJson(text: string): Promise<string> {
  const { default: stripJsonComments } = await import('strip-json-comments');
  return stripJsonComments(text, { trailingCommas: true });
}

function placeOfKey(path: readonly PathStep[], { keysOf, placeOf }: Locator) {
  const keys = keysOf(path.slice(0, -1));
  return keys.findLast(({ key }) => key === path.at(-1))?.place ?? placeOf(path);
}

/** Of a key that stands twice JSON takes the last, and the person may have changed the first. */
function refuseRepeated(
  file: string,
  locator: Locator,
  config: object,
  path: readonly PathStep[] = [],
): void {
  const seen = new Map<string, string>();
  for (const { key, place } of locator.keysOf(path)) {
    const earlier = seen.get(key);
    if (earlier !== undefined) {
      const problem = `${quoteValue(key)} stands here a second time; the first is at ${earlier}.`;
      throw refuseAt(file, place, { problem, hint: 'Keep one of them.' });
    }
    seen.set(key, `${place.line}:${place.column}`);
  }
  for (const [key, value] of Object.entries(config)) {
    if (typeof value === 'object' && !Array.isArray(value))
      refuseRepeated(file, locator, value, [...path, key]);
  }
}
