import { readContent } from '../../events/content.ts';
import type { EventDefinition } from '../../events/definition.ts';
import { buildPayload } from './build.ts';
import { type Case, casesOf } from './cases.ts';
import { type CreateDice, createDiceFor, drawOne, takeTurn } from './draw.ts';
import { type Form, formsOf } from './form.ts';
import { writeTimestamp } from './moment.ts';
import { violationsOfBody } from './violations/of-body.ts';
import { violationsOfContent } from './violations/of-content.ts';
import { violationsOfFields } from './violations/of-fields.ts';
import { violationsOfShape } from './violations/of-shape.ts';
import { toBody, type Violation } from './violations/violation.ts';
import { type Scene, type Wish, type Wishes, wishAll } from './wish.ts';

/** A body that was made up. */
export interface Generated {
  /** What it is there for: `status pass`, `missing fp_id`, `mix 12`. */
  readonly name: string;
  /** The `event_kind` in the body; null when it has none. */
  readonly event: string | null;
  readonly body: Uint8Array;
  /** What is wrong with it; absent for a valid one. */
  readonly violation?: Pick<Violation, 'code' | 'path'>;
}

/** The payloads of one event by their numbers, from 0. */
export interface Payloads {
  /** How many there are before there is nothing new but the mix: each case, or each violation, once. */
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
      const { name, form, wishes, rewrite } =
        cases[index] ?? toMix(drawOne(dice, forms), index - cases.length + 1);
      const body = toBody(buildPayload({ form, wishes, dice, index }));
      return { name, event: definition.kind, body: rewrite?.(body) ?? body };
    },
  };
}

function toMix(form: Form, number: number): Case {
  return { name: `mix ${number}`, form, wishes: new Map() };
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
      const payload = buildPayload({ form, wishes: soundWishes(form), dice, index });
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
function soundWishes(form: Form): Wishes {
  const make = (scene: Scene) => `${writeTimestamp({ ...scene, digits: 9 })}Z`;
  return new Map<string, Wish>([...wishAll(form.fields), ['timestamp', { kind: 'value', make }]]);
}
