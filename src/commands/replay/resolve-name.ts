import { dirname, join } from 'node:path';
import { AppError } from '../../core/error.ts';
import { EVENTS } from '../../core/events/catalogue.ts';
import { findEvent } from '../../core/events/event-name.ts';
import { isGlob, toEventTest } from '../../core/filter/event-glob.ts';
import { findNearest } from '../../core/settings/nearest.ts';
import { type Fixture, listFixtures } from '../../io/fixture-files.ts';
import {
  expandInputs,
  INPUT_FORMS,
  isFileGlob,
  isPresent,
  listNames,
  toMissing,
} from '../../io/input-files.ts';
import type { Context } from '../command.ts';
import { isEventText } from '../event-flags.ts';
import { isKeptName } from '../kept-delivery.ts';

/** Meaning of a name. */
export type NamedSource =
  | { readonly kind: 'stdin' }
  | { readonly kind: 'fixtures'; readonly fixtures: readonly Fixture[] }
  /** A file, a folder or a glob over files. */
  | { readonly kind: 'files'; readonly path: string }
  /** A delivery of the history, by its id. */
  | { readonly kind: 'kept'; readonly name: string };

/**
 * Meaning of a name, the first that fits: `-` for standard input, an event, a fixture, a file, a delivery of the
 * history. A glob stands for the documented events that fit, else for fixtures, else for files. A notice tells when there
 * is a file of that name as well. Throws AppError `unknown_event`, `no_input` or `file_unreadable`, with the nearest name.
 */
export function resolveName(name: string, context: Context): NamedSource {
  if (name === '') {
    throw new AppError(
      'usage',
      'An empty name stands for nothing to send.',
      'Is a variable of the script empty?',
    );
  }
  if (name === '-') return { kind: 'stdin' };
  const fixtures = findFixtures(name, context.packageRoot);
  if (fixtures.length > 0) {
    if (!isGlob(name) && isPresent(name, context.cwd)) tellRival(name, context);
    return { kind: 'fixtures', fixtures };
  }
  if (/\.ya?ml$/i.test(name)) throw toScenario(name);
  if (isPath(name, context.cwd)) return { kind: 'files', path: demandPath(name, context) };
  if (isKeptName(name)) return { kind: 'kept', name };
  throw toUnknown(name, context);
}

function toScenario(name: string): AppError {
  const message = `${name} is no payload: YAML holds scenarios.`;
  return new AppError('usage', message, `Play it with --scenario ${name}`);
}

function findFixtures(name: string, packageRoot: string): readonly Fixture[] {
  const all = listFixtures(packageRoot);
  if (!isGlob(name)) {
    const wanted = findEvent(name)?.name ?? name;
    return all.filter((each) => each.name === wanted);
  }
  const fits = toEventTest([name]);
  const fitting = isEventText(name) ? all.filter((each) => fits(`footprint.${each.name}`)) : [];
  const documented = fitting.filter((each) => each.documented);
  return documented.length > 0 ? documented : fitting;
}

function tellRival(name: string, { report }: Context): void {
  const message = `"${name}" is sent as the event or fixture, though there is a file of that name.`;
  report({ type: 'notice', code: 'name_ambiguous', message, hint: `To send the file: ./${name}` });
}

function isPath(name: string, cwd: string): boolean {
  return /[/\\*?]/.test(name) || INPUT_FORMS.ending.test(name) || isPresent(name, cwd);
}

/** Throws for a missing file, with the nearest name. */
function demandPath(name: string, context: Context): string {
  const { cwd } = context;
  if (isPresent(name, cwd)) return name;
  if (isFileGlob(name)) return isEventText(name) ? demandMatch(name, cwd) : name;
  const folder = dirname(name);
  const near = findNearest(
    name.slice(folder === '.' ? 0 : folder.length + 1),
    listNames(folder, cwd, INPUT_FORMS),
  );
  throw toMissing(name, near === undefined ? undefined : `Did you mean ${join(folder, near)}?`);
}

/** Throws for a glob that matches neither events nor files. */
function demandMatch(glob: string, cwd: string): string {
  try {
    expandInputs([glob], cwd, INPUT_FORMS);
    return glob;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'no_input') throw error;
    const message = `No event, fixture or file matches ${glob}.`;
    throw new AppError('no_input', message, `The events are: ${EVENTS.map((each) => each.name).join(', ')}.`);
  }
}

function toUnknown(name: string, { cwd, packageRoot }: Context): AppError {
  const events = EVENTS.map((each) => each.name);
  const names = [
    ...events,
    ...listFixtures(packageRoot).map((each) => each.name),
    ...listNames('.', cwd, INPUT_FORMS),
  ];
  const near = findNearest(name.replace(/^footprint\./, ''), names);
  const question = near === undefined ? '' : `Did you mean ${near}? `;
  return new AppError(
    'unknown_event',
    `There is no event, fixture or file called "${name}".`,
    `${question}The events are: ${events.join(', ')}.`,
  );
}
