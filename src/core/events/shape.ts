import { EVENTS } from './catalogue.ts';
import type { EventDefinition, FieldDefinition, Revision } from './definition.ts';
import type { PayloadFinding } from './finding.ts';
import type { PayloadObject } from './payload.ts';
import { findFaults } from './structure.ts';
import { formatPath, toChoice } from './wording.ts';

/** One of the two shapes of an event of which the newer revision has other fields in place of those of the older one. */
export interface Shape {
  readonly name: 'shape A' | 'shape B';
  readonly revision: Revision;
  /** The fields that only this shape has. */
  readonly own: readonly FieldDefinition[];
}

/** How well a payload fits a shape. */
export interface ShapeReading {
  readonly shape: Shape;
  /** What is wrong with the fields that only this shape has. */
  readonly faults: readonly PayloadFinding[];
  /** The fields of the payload that only the other shape has. */
  readonly foreign: readonly string[];
  /** Whether the payload has any field that only this shape has. */
  readonly isBegun: boolean;
}

/** How a payload is read: as a shape that it follows, or as none with the one that fits best. */
export interface ChosenShape extends ShapeReading {
  readonly follows: boolean;
}

/** Made once, because every delivery of such an event is held against them. */
const SHAPES: ReadonlyMap<EventDefinition, readonly Shape[]> = new Map(
  EVENTS.filter(({ fields }) => fields.some(({ only }) => only === '2025-05')).map((definition) => [
    definition,
    [
      { name: 'shape A', revision: '2025-05', own: ownFields(definition, '2025-05') },
      { name: 'shape B', revision: 'external-id', own: ownFields(definition, 'external-id') },
    ],
  ]),
);

function ownFields({ fields }: EventDefinition, revision: Revision): readonly FieldDefinition[] {
  return fields.filter(({ only }) => only === revision);
}

/** The shapes of an event; none where one set of fields covers both revisions. Never throws. */
export function shapesOf(definition: EventDefinition): readonly Shape[] {
  return SHAPES.get(definition) ?? [];
}

/**
 * The shape that a payload is read as; undefined where the event has but one. A payload follows the shape whose fields are
 * all in order, else the only one of which it has any field. One that mixes two, or has no field of either, follows none:
 * the best is then the one with the fewest faults and fields of the other. Never throws.
 */
export function chooseShape(definition: EventDefinition, payload: PayloadObject): ChosenShape | undefined {
  const readings = shapesOf(definition).map((shape, _, shapes) => readAs(shape, shapes, payload));
  const fitting = readings.find(({ faults }) => faults.length === 0);
  const begun = readings.filter(({ isBegun }) => isBegun);
  const followed = fitting ?? (begun.length === 1 ? begun[0] : undefined);
  if (followed !== undefined) return { ...followed, follows: true };
  const [best] = readings.toSorted(
    (one, other) => weigh(one) - weigh(other) || Number(other.isBegun) - Number(one.isBegun),
  );
  return best && { ...best, follows: false };
}

function readAs(shape: Shape, shapes: readonly Shape[], payload: PayloadObject): ShapeReading {
  const has = ({ name }: FieldDefinition) => Object.hasOwn(payload, name);
  const foreign = shapes.filter((other) => other !== shape).flatMap(({ own }) => own.filter(has));
  return {
    shape,
    faults: findFaults(payload, shape.own),
    foreign: foreign.map(({ name }) => name),
    isBegun: shape.own.some(has),
  };
}

function weigh({ faults, foreign }: ShapeReading): number {
  return faults.length + foreign.length;
}

/** The one finding about a payload that follows no shape: what keeps it from the best one. Never throws. */
export function explainNoShape(
  definition: EventDefinition,
  { shape, faults, foreign }: ShapeReading,
): PayloadFinding {
  const placesOf = (code: PayloadFinding['code']) =>
    faults.filter((fault) => fault.code === code).map(({ path }) => formatPath(path));
  const [missing, wrong] = [placesOf('field_missing'), placesOf('wrong_type')];
  const parts = [
    ...(missing.length === 0 ? [] : [`lacks ${toList(missing)}`]),
    ...(wrong.length === 0 ? [] : [`has another type in ${toList(wrong)}`]),
    ...(foreign.length === 0 ? [] : [`has ${toList(foreign)} of the other shape`]),
  ];
  const words = `It is nearest to ${shape.name} (${shape.revision}), but ${toChoice(parts, 'and')}.`;
  return {
    code: 'wrong_shape',
    severity: 'error',
    path: [],
    message: `The payload has neither of the shapes of ${definition.name}. ${words}`,
    expected: toChoice(shapesOf(definition).map(({ name, own }) => `${name} with ${namesOf(own)}`)),
  };
}

/**
 * The one finding about a payload of which so much of its shape is missing, that it was hardly meant to be whole. Never throws.
 */
export function explainLacking(
  { name }: EventDefinition,
  { shape }: ShapeReading,
  missing: readonly PayloadFinding[],
): PayloadFinding {
  const lacking = toList(missing.map(({ path }) => formatPath(path)));
  return {
    code: 'wrong_shape',
    severity: 'error',
    path: [],
    message: `The payload was read as ${shape.name} (${shape.revision}) of ${name}, but lacks ${lacking}.`,
    expected: `${shape.name} with ${namesOf(shape.own)}`,
  };
}

function namesOf(fields: readonly FieldDefinition[]): string {
  return toList(fields.map(({ name }) => name));
}

function toList(names: readonly string[]): string {
  return toChoice(
    names.map((name) => `\`${name}\``),
    'and',
  );
}
