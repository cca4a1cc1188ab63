import { type Command, Option } from 'commander';
import type { RawHeaders } from '../../core/delivery/delivery.ts';
import { AppError } from '../../core/error.ts';
import { type Route, splitRoute } from '../../core/filter/event-glob.ts';
import type { Context } from '../command.ts';
import { eventGlob } from '../event-flags.ts';
import { httpUrl, wholeNumber } from '../flags.ts';
import { gatherHeader } from '../header-flag.ts';
import { addInsecureFlag, toInsecure } from '../insecure-flag.ts';

/** Who decides what the sender is answered. */
export type Ack = 'always' | 'verified' | 'app';

/** Where deliveries go, and how. */
export interface ForwardingOptions {
  readonly forward?: readonly Route[];
  readonly header?: RawHeaders;
  readonly insecure?: boolean;
  readonly concurrency?: number;
  readonly ack?: Ack;
}

const CONCURRENCY = 10;

/** Adds `--forward` and what belongs to it. */
export function addForwardingFlags(command: Command): Command {
  command
    .option(
      '-f, --forward <[event=]url>',
      "pass verified deliveries on to your app; 'user.*=URL' only those events (may be repeated)",
      gatherRoute,
    )
    .option('--header <name: value>', 'add a header to what is passed on (may be repeated)', gatherHeader);
  return addInsecureFlag(command)
    .option('--concurrency <number>', `most requests at once to each URL (default: ${CONCURRENCY})`, parallel)
    .addOption(
      new Option(
        '--ack <who>',
        'what the sender is answered: 200 always, 200 if verified, or what the app says (default: app with --forward, else verified)',
      ).choices(['always', 'verified', 'app']),
    );
}

/** How deliveries are passed on. */
export interface Forwarding {
  readonly routes: readonly Route[];
  readonly headers: RawHeaders;
  readonly concurrency: number;
  readonly insecure: boolean;
  readonly ack: Ack;
}

/** What the flags and the configuration say together. Throws AppError `usage` for a flag that was typed and could have no effect. */
export function readForwarding(options: ForwardingOptions, { originOf }: Context): Forwarding {
  const { forward: routes = [], header = [], concurrency = CONCURRENCY } = options;
  const isTyped = (key: string) => originOf(key).source === 'flag';
  const idle = [
    ['--header', isTyped('header')],
    ['--insecure', isTyped('insecure')],
    ['--concurrency', isTyped('concurrency')],
    ['--insecure', isTyped('insecure') && options.insecure === true],
    ['--ack app', isTyped('ack') && options.ack === 'app'],
  ].find(([, isGiven]) => isGiven)?.[0];
  if (routes.length === 0) {
    if (idle === undefined) return { ...NOWHERE, ack: options.ack === 'always' ? 'always' : 'verified' };
    throw new AppError('usage', `${idle} has no effect without --forward.`, 'Add --forward URL.');
  }
  const urls = routes.map(({ url }) => url);
  // What is configured may be meant for other routes than those of today.
  const mayBeIdle = !isTyped('insecure') && !urls.some((url) => url.startsWith('https:'));
  const insecure = !mayBeIdle && toInsecure(options.insecure, '--forward', urls);
  return { routes, headers: header, concurrency, insecure, ack: options.ack ?? 'app' };
}

const NOWHERE = { routes: [], headers: [], concurrency: CONCURRENCY, insecure: false } as const;

function gatherRoute(text: string, previous: readonly Route[] | undefined): readonly Route[] {
  const { event, url } = splitRoute(text);
  const route = { url: httpUrl(url), ...(event !== undefined && { event: eventGlob(event) }) };
  // Said twice, as by a list that two people wrote, it is still one.
  const others = (previous ?? []).filter((each) => each.url !== route.url || each.event !== route.event);
  return [...others, route];
}

function parallel(text: string): number {
  return wholeNumber(text, { least: 1, most: 1_000 });
}
