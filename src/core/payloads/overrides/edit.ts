import { Buffer } from 'node:buffer';
import { AppError } from '../../error.ts';
import { shorten } from '../../events/wording.ts';
import { findPlace } from '../../filter/place.ts';
import type { PathStep, Place } from '../../json/places.ts';
import type { JsonNode } from '../../json/tree.ts';
import { DEEPEST } from '../../json/walk.ts';
import { readTree } from './change-tree.ts';

/** One change of a payload, as it was asked for on the command line. */
export type Edit = {
  /** As it was typed, for messages: `--set status=fail`. */
  readonly flag: string;
  readonly steps: readonly PathStep[];
} & (
  | {
      readonly kind: 'set';
      /** Tells whether the value is put behind the last one of the array at the place. */
      readonly appends: boolean;
      readonly value: SetValue;
    }
  | { readonly kind: 'unset' }
);

/** Value to set: a text that gets the type of the event's schema, or JSON. */
export type SetValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'json'; readonly node: JsonNode };

const SET_FORMS = `Write it as --set status=fail, --set 'fields[0]=id.dob', or for JSON --set 'error:=null'.`;

// A key in quotes may hold what else ends a place.
const FORM = /^((?:\["(?:[^"\\]|\\.)*"\]|(?!\["|:?=)[\s\S])*)(:?=)([\s\S]*)$/;
const LONGEST_FLAG = 100;

/**
 * Reads `status=fail`, `fields[0]=id.dob`, `fields[]=id.dob` (one more) and `error:=null` (JSON). The value is everything
 * behind the sign, spaces too. Throws AppError `usage`.
 */
export function parseSet(text: string): Edit {
  const flag = toFlag('--set', text);
  const match = FORM.exec(text);
  if (match === null) throw new AppError('usage', `${flag} sets no value: there is no = in it.`, SET_FORMS);
  const [, left = '', sign, right = ''] = match;
  const appends = left.endsWith('[]');
  return {
    kind: 'set',
    flag,
    steps: parseSteps(appends ? left.slice(0, -'[]'.length) : left, flag),
    appends,
    value: sign === '=' ? { kind: 'text', text: right } : { kind: 'json', node: parseValue(right, flag) },
  };
}

/** Reads the place of an `--unset`. Throws AppError `usage`. */
export function parseUnset(text: string): Edit {
  const flag = toFlag('--unset', text);
  if (FORM.test(text)) throw new AppError('usage', `${flag}: a place to remove has no value.`, SET_FORMS);
  return { kind: 'unset', flag, steps: parseSteps(text, flag) };
}

function toFlag(name: string, text: string): string {
  return `${name} ${shorten(text, LONGEST_FLAG)}`;
}

function parseSteps(text: string, flag: string): readonly PathStep[] {
  const place = findPlace(text);
  if (place?.kind === 'header') {
    throw new AppError(
      'usage',
      `${flag}: a header is no part of the payload.`,
      'It changes values in the body.',
    );
  }
  if (place === undefined) {
    const hint = 'A place is written as status, link_event_body.state, fields[0] or ["a key"].';
    throw new AppError('usage', `${flag} does not begin with a place in a payload.`, hint);
  }
  if (place.steps.length > DEEPEST)
    throw new AppError('usage', `${flag} goes deeper than ${DEEPEST} levels.`);
  return place.steps;
}

function parseValue(text: string, flag: string): JsonNode {
  const reading = readTree(Buffer.from(text));
  if (reading.kind === 'tree') return reading.tree;
  const place = reading.place === undefined ? '' : ` at ${nameCharacter(reading.place)}`;
  throw new AppError(
    'usage',
    `${flag}: what stands behind := ${reading.problem}${place}.`,
    'For a text, use = in place of :=',
  );
}

function nameCharacter({ line, column }: Place): string {
  return line === 1 ? `character ${column}` : `character ${column} of line ${line}`;
}
