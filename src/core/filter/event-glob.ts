const PREFIX = 'footprint.';

/** Whether an event is meant; `null` stands for a body without one. */
export type EventTest = (event: string | null) => boolean;

/**
 * The events that any of the globs stands for, or every event where there are none. `*` is any run of characters, `?`
 * one character; the leading `footprint.` may be left out. A body without an event fits `*` alone. Never throws.
 */
export function toEventTest(globs: readonly string[]): EventTest {
  if (globs.length === 0) return () => true;
  const tests = globs.map(toSingleTest);
  return (event) => tests.some((fits) => fits(event));
}

function toSingleTest(glob: string): EventTest {
  if (glob === '*') return () => true;
  const full = glob.startsWith(PREFIX) || glob.startsWith('*') ? glob : `${PREFIX}${glob}`;
  return (event) => event !== null && (matches(full, event) || matches(glob, event));
}

/** Whether a glob has a character that stands for others. Never throws. */
export function isGlob(text: string): boolean {
  return /[*?]/.test(text);
}

/** Goes back to the last star only, so that it takes at most length times length steps, whatever the glob. */
function matches(glob: string, text: string): boolean {
  let [at, from, star, resume] = [0, 0, -1, 0];
  while (at < text.length) {
    if (from < glob.length && glob[from] === '*') {
      star = from;
      resume = at;
      from += 1;
    } else if (from < glob.length && (glob[from] === '?' || glob[from] === text[at])) {
      from += 1;
      at += 1;
    } else if (star !== -1) {
      from = star + 1;
      resume += 1;
      at = resume;
    } else return false;
  }
  while (glob[from] === '*') from += 1;
  return from === glob.length;
}

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
