import type { z } from 'zod';
import { nameType, quoteValue } from '../events/wording.ts';
import type { PathStep } from '../json/places.ts';
import { findSetting, SETTINGS } from './catalogue.ts';
import type { Problem } from './config.ts';
import { toNameHint } from './nearest.ts';

/** What the schema refused; with `isKey` the key at the end of the path is not known, else the value is not as it must be. */
export interface Invalid extends Problem {
  readonly path: readonly PathStep[];
  readonly isKey: boolean;
}

type Issue = z.core.$ZodIssue;

const LEVEL_KEYS = [...SETTINGS.map(({ key }) => key), 'secret', 'secrets'];
const TOP_KEYS = [...LEVEL_KEYS, 'profiles', '$schema'];

/** The words for what zod found. Never throws. */
export function explainIssue(issue: Issue, config: unknown): Invalid {
  const found = deepest(issue, []);
  const path = found.path.filter((step): step is PathStep => typeof step !== 'symbol');
  if (found.code === 'unrecognized_keys') return explainKey(found.keys[0] ?? '', path);
  const name = nameOf(path);
  const problem = `${name} must be ${formOf(path)}${butIs(valueAt(config, path), isTextual(path))}.`;
  return { path, isKey: false, problem, hint: HINTS.get(keyOf(path)) ?? CHECK };
}

function explainKey(key: string, path: readonly PathStep[]): Invalid {
  const isTop = path.length === 0;
  const misplaced = !isTop && TOP_KEYS.includes(key);
  const problem = misplaced
    ? `${quoteValue(key)} stands at the top of the file, not in a profile.`
    : `there is no setting called ${quoteValue(key)}.`;
  const hint = misplaced ? 'Move it there.' : toNameHint(key, isTop ? TOP_KEYS : LEVEL_KEYS, 'settings');
  return { path: [...path, key], isKey: true, problem, hint };
}

/** What is wrong inside, where a value can be one thing or a list of them. */
function deepest(issue: Issue, base: readonly PropertyKey[]): Issue {
  const path = [...base, ...issue.path];
  if (issue.code !== 'invalid_union') return { ...issue, path };
  const inner = issue.errors.flat().map((each) => deepest(each, path));
  const longest = inner.sort((one, other) => other.path.length - one.path.length)[0];
  return longest !== undefined && longest.path.length > path.length ? longest : { ...issue, path };
}

/** The path from the level on that it is in: without `profiles` and the name of the profile. */
function inLevel(path: readonly PathStep[]): readonly PathStep[] {
  return path[0] === 'profiles' ? path.slice(2) : path;
}

function keyOf(path: readonly PathStep[]): string {
  return String(inLevel(path)[0] ?? path[0] ?? '');
}

function nameOf(path: readonly PathStep[]): string {
  if (path.length === 0) return 'the configuration';
  if (path[0] === 'profiles' && path.length === 2) return `the profile ${quoteValue(path[1])}`;
  const [key, inner] = inLevel(path).length === 0 ? path : inLevel(path);
  if (inner === undefined) return quoteValue(key);
  return typeof inner === 'number'
    ? `item ${inner + 1} of ${quoteValue(key)}`
    : `${quoteValue(inner)} in ${quoteValue(key)}`;
}

function formOf(path: readonly PathStep[]): string {
  const [key, inner] = inLevel(path);
  if (key === 'secret') return inner === undefined ? `${VARIABLE}, or a list of them` : VARIABLE;
  if (key === 'secrets' && inner !== undefined) return VARIABLE;
  if (key === '$schema' || typeof inner === 'number') return 'a string that is not empty';
  return findSetting(String(key))?.form ?? 'an object';
}

/** A text may be anything, a password too, and is not repeated. */
function butIs(value: unknown, isText: boolean): string {
  if (typeof value === 'number' || typeof value === 'boolean') return `, but it is ${value}`;
  if (value === '') return ', but it is empty';
  return typeof value === 'string' && isText ? '' : `, but it is ${nameType(value)}`;
}

/** Whether a text was the right thing to write, though not this one. */
function isTextual(path: readonly PathStep[]): boolean {
  const key = keyOf(path);
  return key.startsWith('secret') || findSetting(key)?.kind === 'text';
}

function valueAt(config: unknown, path: readonly PathStep[]): unknown {
  return path.reduce<unknown>((value, step) => {
    return typeof value === 'object' && value !== null
      ? (value as Record<PathStep, unknown>)[step]
      : undefined;
  }, config);
}

const VARIABLE = 'the name of an environment variable';
const CHECK = 'fp-webhooks config shows all settings; the README explains them.';
const NAME_IT = 'For example "FOOTPRINT_LIVE_SECRET": the secret itself stays out of the file.';
const HINTS: ReadonlyMap<string, string> = new Map([
  ['secret', NAME_IT],
  ['secrets', `For example { "live": "FOOTPRINT_LIVE_SECRET" }.`],
  ['profiles', 'For example { "live": { "port": 4401 } }.'],
  ['', 'For example { "port": 4401 }.'],
]);
