import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseDocument, visit } from 'yaml';
import { AppError } from '../../error.ts';
import { findBadBytes, toUtf8 } from '../../json/encoding.ts';
import { createPiece, type Piece } from '../../json/piece.ts';
import type { PathStep } from '../../json/places.ts';
import type { JsonNode } from '../../json/tree.ts';
import { type Problem, refuseAt } from '../../settings/config.ts';
import { explainYamlError } from './yaml-error.ts';
import { toJsonNode } from './yaml-to-json.ts';

/** Makes the AppError `file_malformed` for what is wrong at a path: at its value, or at its key. Never throws. */
export type Complain = (path: readonly PathStep[], problem: Problem, at?: 'key') => AppError;

/** A YAML file that was read. */
export interface YamlSource {
  readonly value: unknown;
  /** The value at a path as JSON, its numbers as they were written. Throws AppError `file_malformed`. */
  readonly jsonAt: (path: readonly PathStep[]) => JsonNode;
  /** The text of a value without quotes that is no null; undefined for all else. Never throws. */
  readonly plainTextAt: (path: readonly PathStep[]) => string | undefined;
  readonly complain: Complain;
}

/** Far more than any scenario takes. */
const MAX_BYTES = 1_048_576;
/** So often may an anchor be used, counted through all that stands in it: more is a file made to take all memory. */
const MOST_ALIASES = 100;

/**
 * Reads YAML 1.2, of which JSON is a part. Throws AppError `file_malformed` with the place of what is wrong: bytes that are
 * not UTF-8, syntax, a key that is repeated, tags, an anchor without end.
 */
export function readYaml(bytes: Uint8Array, file: string): YamlSource {
  if (bytes.length > MAX_BYTES)
    throw whole(file, 'is larger than 1 MiB, which no scenario is', 'Is it another file?');
  const piece = createPiece(toUtf8(bytes, file), 1);
  const [bad] = findBadBytes(piece);
  if (bad !== undefined) {
    const problem = `byte ${bad.byte} is not UTF-8, in which this file must be written.`;
    throw refuseAt(file, bad.place, { problem, hint: 'Save it as UTF-8.' });
  }
  const document = parse(piece, file);
  if (document.contents === null)
    throw whole(file, 'is empty', 'fixtures scenarios lists those that come with it, as examples.');
  const value: unknown = unfold(document, file);
  const startOf = (node: Node | null | undefined) => node?.range?.[0];
  const complainAt = (node: Node, problem: Problem) =>
    refuseAt(file, piece.placeAt(startOf(node) ?? 0), problem);
  return {
    value,
    jsonAt: (path) => toJsonNode(findNode(document, path).node, { document, complainAt }),
    plainTextAt: (path) => {
      const { node } = findNode(document, path);
      const isPlain = isScalar(node) && node.type === 'PLAIN' && node.value !== null;
      if (!isPlain) return undefined;
      return typeof node.value === 'boolean' ? String(node.value) : (node.source ?? String(node.value));
    },
    complain: (path, problem, at) => {
      const { node, key } = findNode(document, path);
      const offset = (at === 'key' ? startOf(key) : undefined) ?? startOf(node) ?? 0;
      return refuseAt(file, piece.placeAt(offset), problem);
    },
  };
}

function whole(file: string, problem: string, hint: string): AppError {
  return new AppError('file_malformed', `${file} ${problem}.`, hint);
}

const DEEP = /[[{](?:\s*[[{]){200}|(?:[-?] +){200}/;

function tooDeep(file: string): AppError {
  return whole(file, 'is nested too deeply', 'Is it another file?');
}

function parse({ text, placeAt }: Piece, file: string): Document.Parsed {
  // Its reader takes much longer to find that out by itself.
  if (DEEP.test(text)) throw tooDeep(file);
  const document = parseDocument(text, { version: '1.2', uniqueKeys: true, prettyErrors: false });
  const [error] = [...document.errors, ...document.warnings];
  if (error?.code === 'RESOURCE_EXHAUSTION') throw tooDeep(file);
  if (error !== undefined)
    throw refuseAt(file, placeAt(Math.min(error.pos[0], text.length)), explainYamlError(error, text));
  visit(document, {
    Alias(_, alias) {
      const target = alias.resolve(document);
      const start = alias.range?.[0] ?? 0;
      const [from = 0, to = 0] = target?.range ?? [];
      const isInside = target !== undefined && start >= from && start < to;
      if (target !== undefined && !isInside) return;
      const problem = isInside
        ? `*${alias.source} stands in what it stands for.`
        : `there is no &${alias.source} before this.`;
      throw refuseAt(file, placeAt(start), {
        problem,
        hint: 'An anchor is written as &name before it is used as *name.',
      });
    },
  });
  return document;
}

function unfold(document: Document.Parsed, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: MOST_ALIASES });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    throw whole(
      file,
      `uses its anchors more than ${MOST_ALIASES} times`,
      'Write out what they stand for, or use variables.',
    );
  }
}

interface Found {
  readonly node: Node;
  readonly key?: Node;
}

/** The value at a path, with its key; of a path that is not there, the nearest that holds it. */
function findNode(document: Document.Parsed, path: readonly PathStep[]): Found {
  let found: Found = { node: document.contents as Node };
  for (const step of path) {
    const holder = isAlias(found.node) ? found.node.resolve(document) : found.node;
    const pair = isMap(holder)
      ? holder.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))
      : undefined;
    const item = isSeq(holder) ? holder.items[Number(step)] : undefined;
    const node = (pair?.value ?? item ?? pair?.key) as Node | undefined;
    if (node === undefined) break;
    found = pair === undefined ? { node } : { node, key: pair.key as Node };
  }
  return isAlias(found.node) ? { ...found, node: found.node.resolve(document) ?? found.node } : found;
}
