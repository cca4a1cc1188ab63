import { type EventDefinition, type FieldDefinition, fieldsIn, type Revision } from '../events/definition.ts';
import { hasTwoShapes, toTypeName } from './type-name.ts';

const HEAD = `/**
 * The bodies of Footprint's webhooks, in both documented revisions. Made by fp-webhooks schema --format typescript.
 * Footprint may add events, fields and values at any time: give a switch over them a default, which does nothing and lets
 * the request be answered with 2xx. Verify the signature of a body before you trust its type.
 */
`;

const SHAPES = [
  ['ShapeA', '2025-05', 'The shape of the 2025-05 revision'],
  ['ShapeB', 'external-id', 'The shape of the newer revision'],
] as const satisfies readonly (readonly [ending: string, revision: Revision, meaning: string])[];

/**
 * A file of TypeScript with nothing but types: an interface for each event, and the union of them, which `event_kind` tells
 * apart. It imports nothing and can stand as `.ts` or `.d.ts`. Never throws.
 */
export function toTypeScript(events: readonly EventDefinition[]): string {
  return [HEAD, ...events.map(toDeclarations), toUnion(events)].join('\n');
}

function toDeclarations(event: EventDefinition): string {
  const name = toTypeName(event);
  const words = [event.summary, ...deprecation(event)];
  if (!hasTwoShapes(event)) return toInterface(name, words, toMembers(event, 'external-id'));
  const shapes = SHAPES.map(([ending, revision, meaning]) =>
    toInterface(
      `${name}${ending}`,
      [`${event.summary} ${meaning}.`],
      [...toMembers(event, revision), ...toAbsences(event, revision)],
    ),
  );
  const names = SHAPES.map(([ending]) => `${name}${ending}`);
  const union = `${comment(words, '')}export type ${name} = ${names.join(' | ')};\n`;
  return [...shapes, union].join('\n');
}

function deprecation({ deprecated }: EventDefinition): readonly string[] {
  return deprecated === undefined ? [] : [`@deprecated in favour of ${deprecated.inFavourOf.join(' and ')}`];
}

function toInterface(name: string, words: readonly string[], members: readonly string[]): string {
  return `${comment(words, '')}export interface ${name} {\n${members.join('')}}\n`;
}

function toMembers(event: EventDefinition, revision: Revision): readonly string[] {
  return fieldsIn(event, revision).map((field) => {
    const isKind = field.name === 'event_kind';
    return toMember(field, isKind ? quote(event.kind) : toType(field, '  '), '  ');
  });
}

/** What only the other shape has can be read from either, so that `event.link_state ?? event.link_event_body?.state` compiles. */
function toAbsences({ fields }: EventDefinition, revision: Revision): readonly string[] {
  return fields
    .filter(({ only }) => only !== undefined && only !== revision)
    .map(({ name }) => `  readonly ${name}?: never;\n`);
}

function toMember({ name, summary, optional }: FieldDefinition, type: string, indent: string): string {
  return `${comment([summary], indent)}${indent}readonly ${name}${optional ? '?' : ''}: ${type};\n`;
}

function toType(field: FieldDefinition, indent: string): string {
  return field.nullable ? `${toBareType(field, indent)} | null` : toBareType(field, indent);
}

function toBareType({ type, values, fields = [] }: FieldDefinition, indent: string): string {
  switch (type) {
    case 'string':
      // The last member keeps the list open, and editors still complete the known values.
      return values === undefined ? 'string' : [...values.map(quote), '(string & {})'].join(' | ');
    case 'boolean':
      return 'boolean';
    case 'string[]':
      return 'readonly string[]';
    case 'object': {
      const members = fields.map((field) => toMember(field, toType(field, `${indent}  `), `${indent}  `));
      return `{\n${members.join('')}${indent}}`;
    }
  }
}

function toUnion(events: readonly EventDefinition[]): string {
  const members = events.map((event) => `\n  | ${toTypeName(event)}`);
  return `${comment(['Any documented event: `event_kind` tells which.'], '')}export type FootprintEvent =${members.join('')};\n`;
}

function comment(lines: readonly string[], indent: string): string {
  const [first = '', ...others] = lines;
  if (others.length === 0) return `${indent}/** ${first} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}\n`).join('')}${indent} */\n`;
}

function quote(text: string): string {
  return `'${text}'`;
}
