import type { Command } from 'commander';
import { AppError } from '../../core/error.ts';
import { ODD_EXAMPLES, toOddBody } from '../../core/payloads/generation/layouts.ts';
import { type Payload, payloadOf } from '../../core/sending/payload.ts';
import { createDice } from '../../io/dice.ts';
import { listFixtures } from '../../io/fixture-files.ts';
import type { Context } from '../command.ts';
import { addHistoryChoice, findHistoryFlag, findQuery } from '../history-choice.ts';
import { type HistoryOptions, withReader } from '../history-flags.ts';
import { pickKept } from '../kept-delivery.ts';
import { addAllFlag, type ChoosingOptions, checkChoosing } from './choosing-flags.ts';
import { addGenerateFlags, type GenerateOptions, generatePayloads } from './generate-flags.ts';
import {
  type Collector,
  createCollector,
  openBytes,
  openFiles,
  openFixtures,
  openQuery,
} from './open-source.ts';
import { addOrderFlags, createSeed, type OrderOptions } from './order-flags.ts';
import { type NamedSource, resolveName } from './resolve-name.ts';
import { addScenarioFlag } from './scenario-flags.ts';

/** Everything that says what is sent, and in which order. */
export type SourceOptions = ChoosingOptions & GenerateOptions & OrderOptions & HistoryOptions;

/** Adds all flags that say what is sent, those of the history in a group of their own. */
export function addSourceFlags(command: Command): void {
  addAllFlag(command.optionsGroup('Choosing:'));
  addOrderFlags(addGenerateFlags(addScenarioFlag(command)));
  addHistoryChoice(command.optionsGroup('Choosing from the history:'), 'send');
}

/**
 * Everything to send, in the order in which it is sent. Throws AppError `usage` for what does not go together, and what
 * `collectPayloads` and `generatePayloads` throw.
 */
export async function choosePayloads(
  names: readonly string[],
  options: SourceOptions,
  context: Context,
): Promise<Collected> {
  const toSeed = createSeed(options, context);
  const named = names[0] === undefined ? findHistoryFlag(options) : `"${names[0]}"`;
  const made = generatePayloads(options, options.all === true ? '--all' : named, toSeed);
  const collected =
    made === undefined
      ? await collectPayloads(names, options, context)
      : { payloads: made, readsHistory: false, isSingle: made.length === 1, isShipped: true };
  return { ...collected, payloads: putInOrder(collected, options, toSeed) };
}

type Options = ChoosingOptions & HistoryOptions;

/** Everything to send, and what kind of thing it is. */
export interface Collected {
  readonly payloads: readonly Payload[];
  /** Tells whether some of it came from the history. */
  readonly readsHistory: boolean;
  /** Tells whether there is one thing for certain, whatever files and the history hold. */
  readonly isSingle: boolean;
  /** Tells whether it all comes with the package, and so is nobody's data. */
  readonly isShipped: boolean;
}

/**
 * Everything to send, in the order given, read and understood before the first request: what is named, or every
 * documented event, or what the flags choose from the history. Throws AppError `usage`, `unknown_event`, `no_input`,
 * `file_unreadable` or `file_malformed`, and what the store of the history throws.
 */
async function collectPayloads(
  names: readonly string[],
  options: Options,
  context: Context,
): Promise<Collected> {
  checkChoosing(names, options);
  const query = findQuery(options);
  const collector = createCollector();
  if (query !== undefined) {
    await withReader(options, context, (reader) => openQuery(reader, query, collector));
    return {
      payloads: collector.payloads,
      readsHistory: true,
      isSingle: query.limit === 1,
      isShipped: false,
    };
  }
  if (options.all === true) {
    const documented = listFixtures(context.packageRoot).filter((each) => each.documented);
    const payloads = openFixtures(documented, context.packageRoot);
    const odd = ODD_EXAMPLES.flatMap((example) =>
      payloads
        .filter(({ source }) => source === example.fixture)
        .map((payload) => ({ ...payload, name: example.name, body: toOddBody(payload.body, example) })),
    );
    return { payloads: [...payloads, ...odd], readsHistory: false, isSingle: false, isShipped: true };
  }
  // All names are understood before the first file is read.
  const sources = names.map((name) => resolveName(name, context));
  refuseUnreadable(sources);
  for (const source of sources) await open(source, collector, { options, context });
  return {
    payloads: collector.payloads,
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

async function open(
  source: NamedSource,
  collector: Collector,
  { options, context }: Surroundings,
): Promise<void> {
  switch (source.kind) {
    case 'stdin':
      return collector.add(await openBytes(await context.readStdin(), 'standard input', context));
    case 'fixtures':
      return collector.add(openFixtures(source.fixtures, context.packageRoot));
    case 'files':
      return openFiles(source.path, collector, context);
    case 'kept':
      return withReader(options, context, (reader) => {
        const { capture } = pickKept(reader, source.name);
        collector.add([payloadOf(capture.delivery, capture.id)]);
      });
  }
}

/**
 * The same items in an order that only the dice decide, each order as likely as any other. Never throws.
 * Source: the Fisher–Yates shuffle.
 * @param roll Gives numbers from 0 up to but not including 1.
 */
export function shuffle<Item>(items: readonly Item[], roll: () => number): readonly Item[] {
  const left = [...items];
  return items.flatMap((_, index) => {
    const from = Math.floor(roll() * (items.length - index));
    const last = left.pop();
    const taken = left[from];
    if (taken === undefined || last === undefined) return last === undefined ? [] : [last];
    left[from] = last;
    return [taken];
  });
}

/** All of it in the order in which it is sent. Throws AppError `usage` when one thing alone is to be shuffled. */
function putInOrder(
  { payloads, isSingle }: Collected,
  options: OrderOptions,
  toSeed: () => number,
): Collected['payloads'] {
  if (options.shuffle !== true) return payloads;
  if (!isSingle) return shuffle(payloads, createDice(toSeed()));
  const message = '--shuffle has no effect on one message.';
  throw new AppError('usage', message, 'Name several, or use --duplicate to send one again.');
}
