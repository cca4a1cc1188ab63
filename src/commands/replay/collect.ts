import { AppError } from '../../core/error.ts';
import { ODD_EXAMPLES, toOddBody } from '../../core/payloads/generation/layouts.ts';
import { type Parcel, toRetry } from '../../core/sending/parcel.ts';
import { listFixtures } from '../../io/fixture-files.ts';
import type { Context } from '../command.ts';
import { findQuery } from '../history-choice.ts';
import { type HistoryOptions, withReader } from '../history-flags.ts';
import { pickKept } from '../kept-delivery.ts';
import { type ChoosingOptions, checkChoosing } from './choosing-flags.ts';
import { type NamedSource, toNamedSource } from './name-source.ts';
import { type Basket, createBasket, openBytes, openFiles, openFixtures, openQuery } from './open-source.ts';

type Options = ChoosingOptions & HistoryOptions;

/** Everything to send, and what kind of thing it is. */
export interface Collected {
  readonly parcels: readonly Parcel[];
  /** Whether some of it came from the history. */
  readonly readsHistory: boolean;
  /** Whether there is one thing for certain, whatever files and the history hold. */
  readonly isSingle: boolean;
  /** Whether it all comes with the package, and so is nobody's data. */
  readonly isShipped: boolean;
}

/**
 * Everything to send, in the order given, read and understood before the first request: what is named, or every
 * documented event, or what the flags choose from the history. Throws AppError `usage`, `unknown_event`, `no_input`,
 * `file_unreadable` or `file_malformed`, and what the store of the history throws.
 */
export async function collectParcels(
  names: readonly string[],
  options: Options,
  context: Context,
): Promise<Collected> {
  checkChoosing(names, options);
  const query = findQuery(options);
  const basket = createBasket();
  if (query !== undefined) {
    await withReader(options, context, (reader) => openQuery(reader, query, basket));
    return { parcels: basket.parcels, readsHistory: true, isSingle: query.limit === 1, isShipped: false };
  }
  if (options.all === true) {
    const documented = listFixtures(context.packageRoot).filter((each) => each.documented);
    const parcels = openFixtures(documented, context.packageRoot);
    const odd = ODD_EXAMPLES.flatMap((example) =>
      parcels
        .filter(({ source }) => source === example.fixture)
        .map((parcel) => ({ ...parcel, name: example.name, body: toOddBody(parcel.body, example) })),
    );
    return { parcels: [...parcels, ...odd], readsHistory: false, isSingle: false, isShipped: true };
  }
  // All names are understood before the first file is read.
  const sources = names.map((name) => toNamedSource(name, context));
  refuseUnreadable(sources);
  for (const source of sources) await open(source, basket, { options, context });
  return {
    parcels: basket.parcels,
    readsHistory: sources.some(({ kind }) => kind === 'kept'),
    isSingle: sources.every(isOne) && sources.length === 1,
    isShipped: sources.every(({ kind }) => kind === 'fixtures'),
  };
}

function refuseUnreadable(sources: readonly NamedSource[]): void {
  if (sources.length === 0) {
    const hint =
      'Name an event such as onboarding.completed, a file, --all for every documented event, or --last for the newest of the history.';
    throw new AppError('usage', 'Nothing to send was named.', hint);
  }
  if (sources.filter(({ kind }) => kind === 'stdin').length > 1) {
    const message = '"-" is named twice, and standard input can be read once only.';
    throw new AppError('usage', message, 'Name it once.');
  }
}

function isOne(source: NamedSource): boolean {
  return source.kind === 'kept' || (source.kind === 'fixtures' && source.fixtures.length === 1);
}

interface Surroundings {
  readonly options: HistoryOptions;
  readonly context: Context;
}

async function open(source: NamedSource, basket: Basket, { options, context }: Surroundings): Promise<void> {
  switch (source.kind) {
    case 'stdin':
      return basket.add(await openBytes(await context.readStdin(), 'standard input', context));
    case 'fixtures':
      return basket.add(openFixtures(source.fixtures, context.packageRoot));
    case 'files':
      return openFiles(source.path, basket, context);
    case 'kept':
      return withReader(options, context, (reader) => {
        const { capture } = pickKept(reader, source.name);
        basket.add([toRetry(capture.delivery, capture.id)]);
      });
  }
}
