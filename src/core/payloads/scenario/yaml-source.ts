import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseDocument,
  type Scalar,
  visit,
  type YAMLError,
} from 'yaml';
import { AppError } from '../../error.ts';
import { quoteValue, shorten } from '../../events/wording.ts';
import { findBadBytes, toUtf8 } from '../../json/encoding.ts';
import { createPiece, type Piece } from '../../json/piece.ts';
import type { PathStep } from '../../json/places.ts';
import type { JsonMember, JsonNode } from '../../json/tree.ts';
import { DEEPEST } from '../../json/walk.ts';
import { type Problem, refuseAt } from '../../settings/config.ts';
import { toScalar } from '../overrides/change-tree.ts';

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
/** At most so many uses of anchors, nested ones included: a file with more is made to exhaust memory. */
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
    jsonAt: (path) => readJsonNode(findNode(document, path).node, { document, complainAt }),
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

const LONGEST_WORDS = 120;
const YAML = 'Two spaces indent, a space follows each colon and dash; JSON is YAML, too.';

/** Why a text is no YAML that can be used, with what to do about it. Never throws. */
function explainYamlError({ code, message, pos }: YAMLError, text: string): Problem {
  const [start] = pos;
  switch (code) {
    case 'DUPLICATE_KEY': {
      const key = /^[^\n:]{1,80}/.exec(text.slice(start))?.[0] ?? '';
      const name = quoteValue(key.trim().replace(/^(["'])(.*)\1$/, '$2'));
      return { problem: `${name} stands here a second time.`, hint: 'Keep one of them.' };
    }
    case 'TAB_AS_INDENT':
      return { problem: 'a tab cannot indent in YAML.', hint: 'Use spaces.' };
    case 'MULTIPLE_DOCS':
      return { problem: 'a second document begins here.', hint: 'One file holds one scenario.' };
    case 'TAG_RESOLVE_FAILED':
      return { problem: 'this tag has no meaning here.', hint: 'Leave out what begins with !.' };
    default: {
      const words = shorten(message.split('\n')[0] ?? '', LONGEST_WORDS).replace(/\.$/, '');
      const isPlaceholder = isInFlow(text, start);
      const problem = `this is not YAML: ${words.charAt(0).toLowerCase()}${words.slice(1)}.`;
      return { problem, hint: isPlaceholder ? QUOTE : YAML };
    }
  }
}

const QUOTE = `Between { and } or [ and ] a value such as \${fp_id} has to stand in quotes: "\${fp_id}".`;

/** Tells whether the line has a placeholder between brackets: its brace ends the text before it. */
function isInFlow(text: string, offset: number): boolean {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', offset);
  const line = text.slice(start, end === -1 ? text.length : end);
  return /[[{,].*[^"']\$\{/.test(line);
}

interface Surroundings {
  readonly document: Document.Parsed;
  readonly complainAt: (node: Node, problem: Problem) => AppError;
}

/** The number as JSON writes it. */
const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** A value of YAML as JSON, its numbers as they were written. Throws AppError `file_malformed` for what JSON does not have. */
function readJsonNode(node: Node, surroundings: Surroundings, depth = 0): JsonNode {
  const { document, complainAt } = surroundings;
  if (depth > DEEPEST)
    throw complainAt(node, {
      problem: `this is nested deeper than ${DEEPEST} levels.`,
      hint: 'No payload is.',
    });
  const child = (each: unknown) => readJsonNode(each as Node, surroundings, depth + 1);
  if (isAlias(node)) return child(node.resolve(document));
  if (isSeq(node)) return { kind: 'array', items: node.items.map(child) };
  if (isMap(node)) return { kind: 'object', members: node.items.map(readMember) };
  return isScalar(node) ? readScalar(node) : toScalar(null);

  function readMember({ key, value }: { readonly key: unknown; readonly value: unknown }): JsonMember {
    if (!isScalar(key))
      throw complainAt(node, { problem: 'a key of JSON is a text.', hint: 'Write it as one, in quotes.' });
    const name = typeof key.value === 'string' ? key.value : (key.source ?? String(key.value));
    return { key: JSON.stringify(name), value: value === null ? toScalar(null) : child(value) };
  }

  function readScalar(scalar: Scalar): JsonNode {
    const { value, source = '' } = scalar;
    if (typeof value !== 'number')
      return toScalar(typeof value === 'boolean' || value === null ? value : String(value));
    if (JSON_NUMBER.test(source)) return { kind: 'scalar', source };
    if (Number.isFinite(value)) return { kind: 'scalar', source: JSON.stringify(value) };
    throw complainAt(scalar, { problem: 'JSON has no such number.', hint: 'For a text, put it in quotes.' });
  }
}
