import { toBuffer } from '../core/bytes.ts';
import { findHeader, isSuccess, type RawHeaders } from '../core/delivery/delivery.ts';
import { toShownUrl } from '../core/events/shown-url.ts';
import { ANSWER_PATTERNS, DOUBTS, KINDS_BY_STATUS, TELLING_HEADERS, VERDICTS } from './answer-patterns.ts';
import { ANSWER_HINTS, type AnswerKind } from './answer-words.ts';
import { toShort, toVisible } from './text.ts';

/** An answer of an endpoint, with the URL that was asked. */
export interface EndpointAnswer {
  readonly url: string;
  readonly status: number;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

/** The usual meaning of an answer. */
export interface AnswerHint {
  readonly kind: AnswerKind | 'redirect' | 'redirect_login';
  readonly text: string;
  /** Whether it says that the secret may be wrong. */
  readonly doubtsSecret: boolean;
  /** Whether an app can mean by it that it does not take the signature or the time. */
  readonly isVerdict: boolean;
}

/** The usual meaning of an answer for a webhook; undefined for a 2xx. Never throws. */
export function findAnswerHint(answer: EndpointAnswer, showPii: boolean): AnswerHint | undefined {
  const { status } = answer;
  if (isSuccess(status)) return undefined;
  if (isRedirect(status)) return explainRedirect(answer, showPii);
  const subject = toSubject(answer);
  const known = PATTERNS.find((each) => status >= each.from && status <= each.to && each.says.test(subject));
  const kind = known?.kind ?? KINDS_BY_STATUS[status] ?? (status < 500 ? 'refused' : 'failed');
  return {
    kind,
    text: ANSWER_HINTS[kind],
    doubtsSecret: DOUBTS.includes(kind),
    isVerdict: VERDICTS.includes(kind),
  };
}

const PATTERNS = Object.entries<RegExp>(ANSWER_PATTERNS).map(([key, says]) => {
  const [, from, to = from, kind] = /^(\d+)(?:-(\d+))? (\w+)$/.exec(key) ?? [];
  return { from: Number(from), to: Number(to), kind: kind as AnswerKind, says };
});

const READ_BYTES = 65_536;
/** What comes behind is often source code and settings, in the page that a framework shows while it is developed with. */
const READ_CHARACTERS = 2_000;
const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&#39;', "'"],
  ['&#x27;', "'"],
  ['&quot;', '"'],
  ['&nbsp;', ' '],
]);

/** The part of an answer that patterns see. */
function toSubject({ headers, body }: EndpointAnswer): string {
  const lines = headers
    .filter(([name]) => TELLING_HEADERS.includes(name.toLowerCase()))
    .map(([name, value]) => `${name}: ${value}\n`);
  const text = toBuffer(body.subarray(0, READ_BYTES))
    .toString('utf8')
    .replace(/<(?:style|script)[^<>]*>[^<]*/gi, ' ')
    .replace(/<[^<>]*>/g, ' ')
    .replace(/&(?:#39|#x27|quot|nbsp);/gi, (entity) => ENTITIES.get(entity.toLowerCase()) ?? entity)
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, READ_CHARACTERS);
  return `${lines.join('')}\n${text}`;
}

/** Source: RFC 9110, section 15.4: 304 is none, and 305 and 306 are not used. */
function isRedirect(status: number): boolean {
  return [300, 301, 302, 303, 307, 308].includes(status);
}

const LOGIN =
  /(?:^|[/._-])(?:log-?in|sign-?in|sso|oauth2?|authorize|authenticate)(?:$|[/?._-])|\/\/accounts\.google\.com|\.cloudflareaccess\.com/i;
const NEVER_FOLLOWED = 'Svix never follows a redirect and counts it as a failure.';

function explainRedirect(answer: EndpointAnswer, showPii: boolean): AnswerHint {
  const location = findLocation(answer);
  const shown = findShownLocation(answer, showPii);
  const isLogin = location !== undefined && LOGIN.test(location);
  const kind = isLogin ? 'redirect_login' : 'redirect';
  const toText = () => {
    if (isLogin)
      return `It redirects to a login, ${shown}: webhook routes must be public; the signature is the proof.`;
    if (location === undefined) return `${NEVER_FOLLOWED} Use the final URL.`;
    if (!/^https?:/.test(location) || !URL.canParse(location))
      return `It redirects to ${shown}, which is not a web address. ${NEVER_FOLLOWED}`;
    if (location === answer.url)
      return `It redirects to itself: behind a proxy, an app may not know that the sender used https. ${NEVER_FOLLOWED}`;
    return `It redirects to ${shown}: use that URL. ${NEVER_FOLLOWED}`;
  };
  return { kind, text: toText(), doubtsSecret: false, isVerdict: false };
}

const SHOWN_CHARACTERS = 300;

/** The target of a redirect, resolved, as it may be shown; undefined for another answer. Never throws. */
export function findShownLocation(answer: EndpointAnswer, showPii: boolean): string | undefined {
  const location = findLocation(answer);
  return location && toShort(toVisible(toShownUrl(location, showPii)), SHOWN_CHARACTERS);
}

function findLocation({ url, status, headers }: EndpointAnswer): string | undefined {
  if (!isRedirect(status)) return undefined;
  const value = findHeader(headers, 'location');
  return value === undefined || value === '' ? undefined : (URL.parse(value, url)?.href ?? value);
}

/** The usual meaning of a failed connection, by the code of the failure. Never throws. */
export function hintForFailure(code: string): string | undefined {
  return FAILURES.get(code);
}

const FAILURES: ReadonlyMap<string, string> = new Map([
  ['refused', 'Nothing listens there: is the app running, and on this port?'],
  ['timeout', 'Svix gives up after 15 seconds too: answer first, work later.'],
  ['reset', 'The connection was closed before a whole answer came: did the app crash?'],
  ['not_found', 'The host name has no address.'],
  ['not_http', 'Something else than a web server answers there: is it the right port, and http or https?'],
]);
