import { readContent } from '../../events/content.ts';
import type { EventDefinition } from '../../events/definition.ts';
import { buildPayload } from './build.ts';
import { type Case, casesOf } from './cases.ts';
import { type CreateDice, createDiceFor, drawOne, takeTurn } from './draw.ts';
import {
  type Constraint,
  type Constraints,
  constrainAll,
  type FieldContext,
  type Form,
  formsOf,
} from './form.ts';
import { writeTimestamp } from './ordinary.ts';
import { violationsOfBody } from './violations/of-body.ts';
import { violationsOfContent } from './violations/of-content.ts';
import { violationsOfFields, violationsOfShape } from './violations/of-fields.ts';
import { toBody, type Violation } from './violations/violation.ts';

/** A body that was made up. */
export interface Generated {
  /** Purpose: `status pass`, `missing fp_id`, `mix 12`. */
  readonly name: string;
  /** The `event_kind` in the body; null when it has none. */
  readonly event: string | null;
  readonly body: Uint8Array;
  /** Its fault; absent for a valid one. */
  readonly violation?: Pick<Violation, 'code' | 'path'>;
}

/** The payloads of one event by their numbers, from 0. */
export interface Payloads {
  /** Number of payloads before only mixes follow: each case, or each violation, once. */
  readonly size: number;
  /** The payload of a number, also beyond `size`: always the same one. Never throws. */
  readonly at: (index: number) => Generated;
}

interface Source {
  readonly seed: number;
  readonly createDice: CreateDice;
}

/**
 * Makes valid payloads: each case of the event once, then mixes of what is usual. The bytes depend on event, seed and
 * number alone. All are of the sandbox and synthetic. Never throws.
 */
export function createGenerator(definition: EventDefinition, { seed, createDice }: Source): Payloads {
  const cases = casesOf(definition);
  const forms = formsOf(definition);
  return {
    size: cases.length,
    at: (index) => {
      const dice = createDiceFor([definition.kind, 'valid', seed, index], createDice);
      const { name, form, constraints, rewrite } =
        cases[index] ?? toMix(drawOne(dice, forms), index - cases.length + 1);
      const body = toBody(buildPayload({ form, constraints, dice, index }));
      return { name, event: definition.kind, body: rewrite?.(body) ?? body };
    },
  };
}

function toMix(form: Form, number: number): Case {
  return { name: `mix ${number}`, form, constraints: new Map() };
}

/**
 * Makes payloads with one thing wrong, each violation of the event once, then each again in another payload. The bytes
 * depend on event, seed and number alone. Never throws.
 */
export function createInvalidGenerator(definition: EventDefinition, { seed, createDice }: Source): Payloads {
  const violations = violationsOf(definition);
  return {
    size: violations.length,
    at: (index) => {
      const dice = createDiceFor([definition.kind, 'invalid', seed, index], createDice);
      const { form, violation } = takeTurn(index, violations);
      const payload = buildPayload({ form, constraints: soundConstraints(form), dice, index });
      const { name, code, path } = violation;
      const body = violation.spoil(payload);
      return { name, event: readContent(body).event, body, violation: { code, path } };
    },
  };
}

function violationsOf(definition: EventDefinition): readonly { form: Form; violation: Violation }[] {
  return formsOf(definition).flatMap((form, index) =>
    [
      ...violationsOfFields(form),
      ...violationsOfContent(form),
      ...violationsOfShape(form),
      // These are the same for each form.
      ...(index === 0 ? violationsOfBody() : []),
    ].map((violation) => ({ form, violation })),
  );
}

/** Everything is there to be spoiled, and the time has its zone, so that nothing else is said of the payload. */
function soundConstraints(form: Form): Constraints {
  const make = (context: FieldContext) => `${writeTimestamp({ ...context, digits: 9 })}Z`;
  return new Map<string, Constraint>([...constrainAll(form.fields), ['timestamp', { kind: 'value', make }]]);
}

/** Payloads that a run makes up. */
interface RunPlan {
  readonly definitions: readonly EventDefinition[];
  readonly isInvalid: boolean;
  readonly seed: number;
  readonly createDice: CreateDice;
  /** Number in all; absent for each case, or each violation, of each event once. */
  readonly count?: number;
}

/** A body that was made up, with the event it was made for and its number in it, from 1. */
export interface Made extends Generated {
  readonly madeFor: EventDefinition;
  readonly number: number;
}

/**
 * The payloads of a run, made one by one as they are asked for. Without a count the events come one after the other,
 * with one they take turns, so that any count has something of each. Never throws.
 */
export function* makeRun({ definitions, isInvalid, count, ...source }: RunPlan): Generator<Made> {
  const create = isInvalid ? createInvalidGenerator : createGenerator;
  const makers = definitions.map((madeFor) => {
    const { size, at } = create(madeFor, source);
    return { size, make: (index: number): Made => ({ ...at(index), madeFor, number: index + 1 }) };
  });
  if (count === undefined) {
    for (const { size, make } of makers) for (let index = 0; index < size; index += 1) yield make(index);
    return;
  }
  for (let made = 0; made < count && makers.length > 0; ) {
    const index = Math.floor(made / makers.length);
    const turn = makers.slice(0, count - made);
    for (const { make } of turn) yield make(index);
    made += turn.length;
  }
}
