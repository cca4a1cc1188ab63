import type { Delivery } from '../../core/delivery/delivery.ts';
import type { Content } from '../../core/events/content.ts';
import { allHold, type Condition } from '../../core/filter/condition.ts';
import { toEventTest } from '../../core/filter/event-glob.ts';
import type { FilterOptions } from './filter-flags.ts';

/** What is asked of each delivery. It can be changed while listening. */
export interface Filter {
  /** Whether it is to be shown and passed on. */
  readonly lets: (content: Content, delivery: Delivery) => boolean;
  /** Whether the conditions alone hold. */
  readonly fits: (content: Content, delivery: Delivery) => boolean;
  readonly change: (options: FilterOptions) => void;
  /** As a person would write it; empty without any. */
  readonly text: () => string;
}

/** A filter of event globs, one of which must fit, and conditions, which must all hold. */
export function createFilter(first: FilterOptions): Filter {
  let events: readonly string[] = [];
  let conditions: readonly Condition[] = [];
  let isWanted = toEventTest(events);

  function change({ event = [], where = [] }: FilterOptions): void {
    events = event;
    conditions = where;
    isWanted = toEventTest(events);
  }

  const fits: Filter['fits'] = ({ payload }, { headers }) => allHold(conditions, { payload, headers });
  change(first);
  return {
    fits,
    lets: (content, delivery) => isWanted(content.event) && fits(content, delivery),
    change,
    text: () => toFilterText({ event: events, where: conditions }),
  };
}

function toFilterText({ event = [], where = [] }: FilterOptions): string {
  return [...event, ...where.map(({ text }) => text)].join(' ');
}
