import { isSuccess } from '../delivery/delivery.ts';

/** Statuses from one to another, both included, and how they were written: `2xx`, `400`. */
export interface StatusRange {
  readonly text: string;
  readonly least: number;
  readonly most: number;
}

/** Answers that count as a success. */
export interface SuccessRule {
  /** For display: `2xx`, or what is expected: `400 or 5xx`. */
  readonly text: string;
  /** Tells whether it is the rule of Svix, 2xx alone. */
  readonly isUsual: boolean;
  /** Tells whether a status fits; null stands for no answer, which never does. */
  readonly isMet: (status: number | null) => boolean;
}

/** Success as Svix counts it. */
const USUAL_SUCCESS: SuccessRule = { text: '2xx', isUsual: true, isMet: isSuccess };

/** Reads `400`, or `4xx` for 400 to 499; undefined for anything else. Never throws. */
export function findStatusRange(text: string): StatusRange | undefined {
  const [, hundreds, rest = ''] = /^([2-5])(xx|\d\d)$/i.exec(text) ?? [];
  if (hundreds === undefined) return undefined;
  const isClass = rest.toLowerCase() === 'xx';
  const least = Number(hundreds) * 100 + (isClass ? 0 : Number(rest));
  return { text: text.toLowerCase(), least, most: isClass ? least + 99 : least };
}

/** The rule that any of these statuses is a success; without any, 2xx is. Never throws. */
export function toSuccessRule(ranges: readonly StatusRange[]): SuccessRule {
  if (ranges.length === 0) return USUAL_SUCCESS;
  return {
    text: [...new Set(ranges.map(({ text }) => text))].join(' or '),
    isUsual: false,
    isMet: (status) => status !== null && ranges.some(({ least, most }) => status >= least && status <= most),
  };
}

/**
 * When a delivery that failed is sent again, as Svix does it: after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h and 10 h, each counted
 * from the failure before. Source: Svix documentation, "Retry Schedule" (2026); the jitter is that of Svix server 1.84
 * (`JITTER_DELTA`).
 */
const DELAYS_SECONDS = [5, 300, 1_800, 7_200, 18_000, 36_000, 36_000] as const;
const JITTER = 0.2;

/** Retries of Svix: with the first attempt there are eight. */
export const MOST_RETRIES = DELAYS_SECONDS.length;

/** Share of the schedule to follow: at most so many retries, each delay divided by `timeScale`. */
export interface RetryPlan {
  readonly retries: number;
  readonly timeScale: number;
}

/** A failed attempt. */
export interface FailedAttempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** A random number from 0 to less than 1, for the jitter. */
  readonly random: number;
  /** The `Retry-After` of the app, as `findRetryAfterSeconds` reads it. */
  readonly retryAfterSeconds?: number | undefined;
}

/**
 * Whole milliseconds until the next attempt, or undefined when there is none. Without `Retry-After` the planned delay varies
 * by a fifth either way; with it, it is what the app asked for, but at least the planned delay and at most twice that.
 * Never throws.
 */
export function findRetryDelayMs(failed: FailedAttempt, plan: RetryPlan): number | undefined {
  const { attempt, random, retryAfterSeconds } = failed;
  const planned = attempt > plan.retries ? undefined : DELAYS_SECONDS[attempt - 1];
  if (planned === undefined) return undefined;
  const seconds =
    retryAfterSeconds === undefined
      ? planned * (1 - JITTER + 2 * JITTER * random)
      : Math.min(Math.max(retryAfterSeconds, planned), 2 * planned);
  return Math.round((seconds * 1_000) / plan.timeScale);
}

/** The three forms of a date that a recipient must accept: as it is sent today, of RFC 850 and of asctime. Source: RFC 9110, section 5.6.7. */
const HTTP_DATE =
  /^(?:[a-z]{3}, \d\d [a-z]{3} \d{4} [\d:]{8} GMT|[a-z]{6,9}, \d\d-[a-z]{3}-\d\d [\d:]{8} GMT|[a-z]{3} [a-z]{3} [ \d]\d [\d:]{8} \d{4})$/i;

/**
 * Seconds from `nowMs` (Unix milliseconds) that a `Retry-After` asks for, given as seconds or as a date; 0 for what is past,
 * undefined for anything else. Never throws. Source: RFC 9110, section 10.2.3.
 */
export function findRetryAfterSeconds(value: string | undefined, nowMs: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  // A leap second may be given, and Date knows none; a date of asctime has no zone, and is in UTC.
  const date = text.replace(':60 ', ':59 ').replace(/\d{4}$/, '$& GMT');
  const dateMs = HTTP_DATE.test(text) ? Date.parse(date) : Number.NaN;
  return Number.isNaN(dateMs) ? undefined : Math.max(0, (dateMs - nowMs) / 1_000);
}
