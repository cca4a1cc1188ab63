import { AppError } from '../../core/error.ts';
import { findEvent, parseEventName } from '../../core/events/event-name.ts';
import { type Parcel, toParcels } from '../../core/replay/parcel.ts';
import { type Fixture, listFixtures } from '../../io/fixture-files.ts';
import { expandInputs, isPresent, readInput } from '../../io/input-files.ts';
import { loadCaptureDecoder } from '../capture-decoder.ts';
import type { Context } from '../command.ts';

/**
 * Everything to send, in the order given, read and understood before the first request. A name is an event or a
 * fixture; what has a slash or an ending, or is there as a file, is a path.
 * Throws AppError `usage`, `unknown_event`, `no_input`, `file_unreadable` or `file_malformed`.
 */
export async function collectParcels(
  names: readonly string[],
  all: boolean,
  context: Context,
): Promise<readonly Parcel[]> {
  if (all && names.length > 0) {
    throw new AppError(
      'usage',
      `--all sends every documented event, and "${names[0]}" is named besides.`,
      'Use one of the two.',
    );
  }
  if (all) return collectDocumented(context);
  if (names.length === 0) {
    const hint = 'Name an event such as onboarding.completed, a file, or --all for every documented event.';
    throw new AppError('usage', 'Nothing to send was named.', hint);
  }
  const parcels: Parcel[] = [];
  for (const name of names) parcels.push(...(await collect(name, context)));
  return parcels;
}

async function collectDocumented({ packageRoot }: Context): Promise<readonly Parcel[]> {
  const parcels: Parcel[] = [];
  for (const fixture of listFixtures(packageRoot)) {
    if (fixture.documented) parcels.push(...(await openFixture(fixture, packageRoot)));
  }
  return parcels;
}

async function openFixture({ name, path }: Fixture, packageRoot: string): Promise<readonly Parcel[]> {
  const bytes = readInput(path, packageRoot);
  return toParcels(bytes, name, await loadCaptureDecoder(bytes)).parcels;
}

async function collect(name: string, context: Context): Promise<readonly Parcel[]> {
  const { packageRoot, cwd } = context;
  const wanted = findEvent(name)?.name ?? name;
  const fixture = listFixtures(packageRoot).find((each) => each.name === wanted);
  if (fixture !== undefined) return openFixture(fixture, packageRoot);
  if (/\.ya?ml$/i.test(name))
    throw new AppError(
      'usage',
      `${name} is no payload: YAML holds scenarios.`,
      `Play it with --scenario ${name}`,
    );
  if (name === '-') return open(await context.readStdin(), 'standard input', context);
  if (!isPath(name, cwd)) throw explainName(name);
  const parcels: Parcel[] = [];
  for (const file of expandInputs([name], cwd)) {
    parcels.push(...(await open(readInput(file, cwd), file, context)));
  }
  return parcels;
}

async function open(bytes: Uint8Array, file: string, { report }: Context): Promise<readonly Parcel[]> {
  const { parcels, tornLines } = toParcels(bytes, file, await loadCaptureDecoder(bytes));
  for (const line of tornLines) {
    report({
      type: 'notice',
      code: 'torn_capture',
      message: `${file}:${line}: this capture was cut off while it was written, and is skipped.`,
    });
  }
  if (parcels.length === 0) throw new AppError('no_input', `${file} holds nothing to send.`);
  return parcels;
}

function isPath(name: string, cwd: string): boolean {
  return /[/\\*?]|\.(?:json|ndjson|jsonl)$/.test(name) || isPresent(name, cwd);
}

function explainName(name: string): AppError {
  try {
    parseEventName(name);
  } catch (error) {
    if (error instanceof AppError) {
      return new AppError(error.code, `There is no event, fixture or file called "${name}".`, error.hint);
    }
  }
  return new AppError('unknown_event', `There is no fixture or file called "${name}".`);
}
