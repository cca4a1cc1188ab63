import { shapesOf } from '../../../events/shape.ts';
import type { Form } from '../form.ts';
import { toBody, type Violation } from './violation.ts';

const NO_TEXT = 7;

/** A payload that mixes the shapes of its event, and is right as none of them; nothing for an event with one. Never throws. */
export function violationsOfShape({ definition, revision, suffix }: Form): readonly Violation[] {
  const shapes = shapesOf(definition);
  const own = shapes.find((shape) => shape.revision === revision)?.own[0];
  const foreign = shapes.find((shape) => shape.revision !== revision)?.own[0];
  if (own === undefined || foreign === undefined) return [];
  return [
    {
      name: `fields of both shapes${suffix}`,
      code: 'wrong_shape',
      path: [],
      spoil: (payload) => toBody({ ...payload, [own.name]: NO_TEXT, [foreign.name]: NO_TEXT }),
    },
  ];
}
