import { allHold } from '../filter/condition.ts';
import { toEventTest } from '../filter/event-glob.ts';
import type { Kept, Query } from './history.ts';
import { findPayload, type Labels } from './labels.ts';
import { hasWords, searchableWords, toWords } from './words.ts';

/** Whether a delivery is meant by a query. */
export type KeptTest = (kept: Kept, labels: Labels) => boolean;

/**
 * Makes the test of a query; `limit` and order are not its business. Every store asks it, so that they cannot
 * disagree about what a query means. Never throws.
 */
export function toKeptTest(query: Query): KeptTest {
  const tests = [byLabels(query), byTime(query), byOutcome(query), byContent(query)];
  return (kept, labels) => tests.every((fits) => fits(kept, labels));
}

function byLabels({ ids, events, fpId, messageId }: Query): KeptTest {
  const isEvent = toEventTest(events ?? []);
  return ({ capture }, labels) =>
    (ids === undefined || ids.some((start) => capture.id.startsWith(start))) &&
    isEvent(labels.event) &&
    (fpId === undefined || labels.fpId?.startsWith(fpId) === true) &&
    (messageId === undefined || labels.messageId === messageId);
}

function byTime({ since, until }: Query): KeptTest {
  return ({ capture: { receivedAt } }) =>
    (since === undefined || receivedAt >= since) && (until === undefined || receivedAt < until);
}

function byOutcome({ verdict, status }: Query): KeptTest {
  return ({ capture }) => {
    const { kind } = capture.verdict;
    const isVerdict = verdict === undefined || (verdict === 'invalid' ? kind !== 'valid' : kind === verdict);
    return isVerdict && (status === undefined || fitsStatus(status, capture.answer?.status ?? null));
  };
}

function fitsStatus(wanted: string, status: number | null): boolean {
  if (status === null) return wanted === 'none';
  return wanted === String(status) || wanted.toLowerCase() === `${Math.floor(status / 100)}xx`;
}

function byContent({ where = [], text = '' }: Query): KeptTest {
  const words = toWords(text);
  return ({ capture: { id, delivery } }) =>
    (where.length === 0 ||
      allHold(where, { payload: findPayload(delivery.body), headers: delivery.headers })) &&
    (words.length === 0 || hasWords(words, searchableWords(id, delivery)));
}
