import type { RawHeaders } from '../../core/delivery/delivery.ts';
import { AppError } from '../../core/error.ts';
import { type Route, splitRoute } from '../../core/filter/event-glob.ts';
import type { Context } from '../command.ts';
import { defaultOf, flags, type OptionsOf } from '../declare.ts';
import { eventGlob } from '../event-flags.ts';
import { httpUrl, integer } from '../flags.ts';
import { gatherHeader } from '../header-flag.ts';
import { insecureFlags, toInsecure } from '../insecure-flag.ts';

/** Where deliveries go, and how. */
export const forwardingFlags = flags({
  forward: {
    flag: '-f, --forward <[event=]url>',
    about: "pass verified deliveries on to your app; 'user.*=URL' only those events (may be repeated)",
    fold: gatherRoute,
  },
  header: {
    flag: '--header <name: value>',
    about: 'add a header to what is passed on (may be repeated)',
    fold: gatherHeader,
    needs: ['forward'],
  },
  insecure: { ...insecureFlags.insecure, needs: ['forward'] },
  concurrency: {
    flag: '--concurrency <number>',
    about: 'most requests at once to each URL',
    parse: integer(1, 1_000),
    default: defaultOf('concurrency'),
    needs: ['forward'],
  },
  ack: {
    flag: '--ack <who>',
    about:
      'what the sender is answered: 200 always, 200 if verified, or what the app says (default: app with --forward, else verified)',
    choices: ['always', 'verified', 'app'],
  },
});

export type ForwardingOptions = OptionsOf<typeof forwardingFlags>;

/** Who decides what the sender is answered. */
export type Ack = NonNullable<ForwardingOptions['ack']>;

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
  const { forward: routes = [], header = [], concurrency } = options;
  const isTyped = (key: string) => originOf(key).source === 'flag';
  if (routes.length === 0) {
    if (isTyped('ack') && options.ack === 'app')
      throw new AppError('usage', '--ack app has no effect without --forward.', 'Add --forward URL.');
    const ack = options.ack === 'always' ? 'always' : 'verified';
    return { routes, headers: [], concurrency, insecure: false, ack };
  }
  const urls = routes.map(({ url }) => url);
  // What is configured may be meant for other routes than those of today.
  const mayBeIdle = !isTyped('insecure') && !urls.some((url) => url.startsWith('https:'));
  const insecure = !mayBeIdle && toInsecure(options.insecure, '--forward', urls);
  return { routes, headers: header, concurrency, insecure, ack: options.ack ?? 'app' };
}

function gatherRoute(text: string, previous: readonly Route[] | undefined): readonly Route[] {
  const { event, url } = splitRoute(text);
  const route = { url: httpUrl(url), ...(event !== undefined && { event: eventGlob(event) }) };
  // Said twice, as by a list that two people wrote, it is still one.
  const others = (previous ?? []).filter((each) => each.url !== route.url || each.event !== route.event);
  return [...others, route];
}
