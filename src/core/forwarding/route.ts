import { toEventTest } from '../filter/event-glob.ts';

/** Where deliveries go. Without a glob it is the default, for events that no glob fits. */
export interface Route {
  readonly url: string;
  /** An event glob. */
  readonly event?: string;
}

/** The parts of `EVENTGLOB=URL` or of a URL alone, neither checked yet. Never throws. */
export function splitRoute(text: string): { readonly event?: string; readonly url: string } {
  const [, event, url] = /^([^=/:]+)=(.*)$/s.exec(text) ?? [];
  return event === undefined || url === undefined ? { url: text } : { event: event.trim(), url: url.trim() };
}

/** The URLs that an event goes to, each once: of every route whose glob fits, else of the routes without one. */
export type ChooseUrls = (event: string | null) => readonly string[];

/** Prepares the choice between routes. Never throws. */
export function toChooseUrls(routes: readonly Route[]): ChooseUrls {
  const special = routes.flatMap(({ url, event }) => {
    return event === undefined ? [] : [{ url, fits: toEventTest([event]) }];
  });
  const fallback = unique(routes.filter(({ event }) => event === undefined).map(({ url }) => url));
  return (event) => {
    const urls = special.filter(({ fits }) => fits(event)).map(({ url }) => url);
    return urls.length > 0 ? unique(urls) : fallback;
  };
}

function unique(urls: readonly string[]): readonly string[] {
  return [...new Set(urls)];
}
