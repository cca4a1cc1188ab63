import { toBuffer } from '../../bytes.ts';
import { findHeader } from '../../delivery/delivery.ts';
import { findSyntaxError } from '../../json/scan.ts';
import { findCompression } from '../body/compressed.ts';
import { hasMilliseconds } from '../body/fields.ts';
import { findEventInside } from '../body/variants.ts';
import type { BodyView } from '../body/view.ts';
import { toPhrase } from '../change.ts';
import type { Framework } from '../frameworks.ts';
import type { Clue, Sight } from './clue.ts';

/** Texts that stand for an object or for nothing, and the language whose they are. */
const PLACEHOLDERS: readonly (readonly [RegExp, string])[] = [
  [/^(?:\[object \w+\](?:,\[object \w+\])*)$/, 'the text that JavaScript makes of an object'],
  [/^(?:undefined|null|NaN|true|false)$/, 'a bare value instead of an event'],
  [/^(?:None|b''|b"")$/, 'the text that Python makes of nothing'],
  [/^(?:\{\}|\[\]|""|'')$/, 'an empty value instead of an event'],
  [/^map\[.*\]$/s, 'the text that Go makes of a map'],
  [/^\{'\w+': .*\}$/s, 'the text that Python makes of a dictionary'],
  [/^#<[\w:]+.*>$/s, 'the text that Ruby makes of an object'],
  [/^\{:?"?\w+"? ?=> ?.*\}$/s, 'the text that Ruby makes of a hash'],
  [/^\{\w+=.*\}$/s, 'the text that Java makes of a map'],
  [/^Array$/, 'the text that PHP makes of an array'],
  [/^(?:System|Newtonsoft)\.[\w.]+/, 'the name of a .NET class'],
  [/^<(?:!doctype|html)/i, 'an HTML page'],
];

/** What the look of the body tells. Never throws. */
export function* findBodyClues({ request, view }: Sight): Generator<Clue> {
  const { headers, body } = request.delivery;
  if (body.length === 0) {
    yield { code: 'body_empty', evidence: 'The body has no bytes.' };
    return;
  }
  const text = view.text();
  const compression = findCompression(body);
  if (compression !== undefined)
    yield { code: 'body_compressed', evidence: `The body begins as ${compression} does.` };
  if (text !== undefined) yield* findTextClues(text);
  yield* findCutClue(text ?? toBuffer(body).toString('latin1'), body.length);
  yield* findLengthClue(Number(findHeader(headers, 'content-length')), body.length);
  const isEncoded = !['', 'identity'].includes(findHeader(headers, 'content-encoding') ?? '');
  if (isEncoded && compression === undefined && view.tree() === undefined) {
    const evidence = 'Content-Encoding says that the body is compressed, and it is not JSON.';
    yield { code: 'body_compressed', evidence };
  }
  yield* findFormClue(view);
}

/** Larger bodies are not looked into without a signature to match. */
const LARGEST_LOOKED_INTO = 262_144;

/** What the body is when it is not the event that Footprint sends. */
function* findFormClue(view: BodyView): Generator<Clue> {
  const tree = view.tree();
  if (tree?.kind === 'object' && tree.members.some(({ key }) => key === '"event_kind"')) {
    if (!hasMilliseconds(view)) return;
    const evidence =
      'The time of the event has 3 digits after the second, and Footprint sends 9 or none: the body was parsed and written anew.';
    yield { code: 'body_fields_changed', evidence };
    return;
  }
  const found = view.bytes.length > LARGEST_LOOKED_INTO ? undefined : findEventInside(view);
  const [change] = found?.changes ?? [];
  if (found !== undefined && change !== undefined) {
    const evidence = `The body is not an event, and one is found once ${toPhrase(found.changes)}. No signature matches it.`;
    yield { code: change.code, evidence, ...(change.framework && { framework: change.framework }) };
  } else if (tree?.kind !== 'object') {
    const json = tree?.kind === 'array' ? 'a JSON array' : 'a JSON value without fields';
    const what = tree === undefined ? 'not JSON' : json;
    yield { code: 'body_not_object', evidence: `The body is ${what}, and Footprint sends a JSON object.` };
  }
}

function* findTextClues(text: string): Generator<Clue> {
  const trimmed = text.length < 65_536 ? text.trim() : text;
  const placeholder = PLACEHOLDERS.find(([shape]) => shape.test(trimmed));
  if (placeholder !== undefined)
    yield { code: 'body_placeholder', evidence: `The body is ${placeholder[1]}.` };
  const lost = text.split('\ufffd').length - 1;
  if (lost > 0) {
    const count = lost === 1 ? 'a replacement character' : `${lost} replacement characters`;
    yield { code: 'body_characters_lost', evidence: `The body has ${count} (U+FFFD) where bytes were lost.` };
  }
}

/** The text is Latin-1 when the cut went through a character, so that it is not UTF-8 any more. */
function* findCutClue(text: string, length: number): Generator<Clue> {
  if (!/^\s*[[{]/.test(text) || findSyntaxError(text) !== text.length) return;
  yield { code: 'body_truncated', evidence: `The JSON ends in the middle, after ${length} bytes.` };
}

function* findLengthClue(announced: number, length: number): Generator<Clue> {
  if (!Number.isInteger(announced) || announced === length || announced === 0) return;
  const code = announced > length && length % 1_024 === 0 ? 'body_truncated' : 'body_length_differs';
  yield { code, evidence: `Content-Length announces ${announced} bytes, and ${length} are here.` };
}

/** What the headers give away about where the application runs; undefined when nothing does. Never throws. */
export function findFramework(headers: readonly (readonly [string, string])[]): Framework | undefined {
  const names = headers.map(([name]) => name.toLowerCase());
  if (names.some((name) => /^x-(?:amzn-|amz-cf-|apigateway-)/.test(name))) return 'lambda';
  return undefined;
}
