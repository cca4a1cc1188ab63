import { InvalidArgumentError } from 'commander';
import { parseEventName } from '../core/events/event-name.ts';
import { type Condition, findCondition, findDoubledOperator } from '../core/filter/condition.ts';
import { isGlob } from '../core/filter/event-glob.ts';

/**
 * An event or a glob over events, as `--event` takes it. Throws commander's InvalidArgumentError for what can be
 * neither, and AppError `unknown_event`, with the nearest name, for a name without a wildcard that no event has.
 */
export function eventGlob(text: string): string {
  if (!isEventText(text)) {
    throw new InvalidArgumentError(
      'It must be an event such as onboarding.completed, or a glob such as user.*.',
    );
  }
  return isGlob(text) ? text : parseEventName(text).kind;
}

/** Whether a text can be the name of an event or a glob over events. Never throws. */
export function isEventText(text: string): boolean {
  return /^[\w.*?-]{1,200}$/.test(text);
}

/** A condition, as `--where` takes it. Throws commander's InvalidArgumentError. */
export function condition(text: string): Condition {
  const found = findCondition(text);
  if (found !== undefined) return found;
  const doubled = findDoubledOperator(text);
  if (doubled !== undefined)
    throw new InvalidArgumentError(
      `${doubled} is no operator: it must be one of = != ~ !~ < <= > >=, as in status=fail.`,
    );
  throw new InvalidArgumentError(
    'It must be a place, one of = != ~ !~ < <= > >= and a text: status=fail, fields~ssn or header:user-agent~Svix.',
  );
}

/** The parser of a flag that may be given several times, made from that of one value. */
export function repeated<Value>(parse: (text: string) => Value) {
  return (text: string, previous: readonly Value[] | undefined): readonly Value[] => [
    ...(previous ?? []),
    parse(text),
  ];
}
