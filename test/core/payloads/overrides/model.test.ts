import fc from 'fast-check';
import { expect, test } from 'vitest';
import { AppError } from '../../../../src/core/error.ts';
import type { PathStep } from '../../../../src/core/json/places.ts';
import { applyOverrides } from '../../../../src/core/payloads/overrides/apply-overrides.ts';
import { demandTree } from '../../../../src/core/payloads/overrides/change-tree.ts';
import { type Edit, parseSet, parseUnset } from '../../../../src/core/payloads/overrides/edit.ts';
import { volume } from '../../../harness/volume.ts';

type Json = ReturnType<typeof JSON.parse>;

/** A path as a person would write it. */
function toPlace(steps: readonly PathStep[]): string {
  return steps
    .map((step) => (typeof step === 'number' ? `[${step}]` : `["${step.replace(/[\\"]/g, '\\$&')}"]`))
    .join('');
}

/** An object of the model: without a prototype, so that no key is special. */
function toModel(value: Json): Json {
  if (Array.isArray(value)) return value.map(toModel);
  if (typeof value !== 'object' || value === null) return value;
  return Object.assign(
    Object.create(null),
    ...Object.entries(value).map(([key, inner]) => ({ __proto__: null, [`${key}`]: toModel(inner) })),
  );
}

const isContainer = (value: Json) => typeof value === 'object' && value !== null;
const isIndex = (step: PathStep) => /^(?:0|[1-9]\d{0,5})$/.test(String(step));

/** What `--set` means, said simply; throws where it cannot be done. */
function setInModel(value: Json, [step, ...rest]: readonly PathStep[], wanted: Json): Json {
  if (step === undefined) return wanted;
  const container = value ?? (typeof step === 'number' ? [] : Object.create(null));
  if (!isContainer(container)) throw new Error('scalar');
  const fits = !Array.isArray(container) || (isIndex(step) && Number(step) <= container.length);
  if (!fits) throw new Error('hole');
  container[step] = setInModel(container[step] ?? null, rest, wanted);
  return container;
}

function unsetInModel(value: Json, [step = '', ...rest]: readonly PathStep[]): void {
  if (!isContainer(value) || (Array.isArray(value) && !isIndex(step)) || !(step in value)) return;
  if (rest.length > 0) unsetInModel(value[step], rest);
  else if (Array.isArray(value)) value.splice(Number(step), 1);
  else delete value[step];
}

/** The pseudocode of RFC 7396, section 2. */
function mergeInModel(target: Json, patch: Json): Json {
  if (!isContainer(patch) || Array.isArray(patch)) return patch;
  const result = isContainer(target) && !Array.isArray(target) ? target : Object.create(null);
  for (const key of Object.keys(patch)) {
    if (patch[key] === null) delete result[key];
    else result[key] = mergeInModel(result[key], patch[key]);
  }
  return result;
}

const key = fc
  .oneof(
    fc.constantFrom('a', 'b', '0', '1', '__proto__', 'constructor', 'toString', 'length', 'a"b', 'a\\', ''),
    fc.string({ unit: 'binary', maxLength: 3 }),
  )
  // Of a key that is one escaped character `JSON.parse` of Node.js 24.21 now and then makes a backslash, and the model with it.
  .filter((text) => text.length !== 1 || JSON.stringify(text).length === 3);
// A place cannot name the empty key or break lines in it, but JSON can hold them.
const namable = key.filter((text) => /^[^\n\r\u2028\u2029]*$/.test(text) && text.isWellFormed());
const { value: json } = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(null, true, 0, -1.5, 'text'),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: false }),
  ),
}));
const path = fc.array(fc.oneof(namable, fc.nat({ max: 3 })), { minLength: 1, maxLength: 4 });
const change = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), path, value: json }),
  fc.record({ kind: fc.constant('unset' as const), path, value: fc.constant(null) }),
);
/** With and without white space, which must make no difference. */
const layout = fc.constantFrom(undefined, 2, '\t');

function toEdit({
  kind,
  path: steps,
  value,
}: {
  kind: 'set' | 'unset';
  path: PathStep[];
  value: Json;
}): Edit {
  const place = toPlace(steps);
  return kind === 'set' ? parseSet(`${place}:=${JSON.stringify(value)}`) : parseUnset(place);
}

const copy = (value: Json) => toModel(JSON.parse(JSON.stringify(value)));

test('any changes of any JSON come to what a simple model says, or are refused where it says so', () => {
  fc.assert(
    fc.property(json, json, fc.boolean(), fc.array(change, { maxLength: 4 }), layout, (...given) => {
      const [value, patch, hasPatch, changes, indent] = given;
      let expected: Json;
      let isRefused = false;
      try {
        expected = hasPatch ? mergeInModel(copy(value), copy(patch)) : copy(value);
        for (const each of changes) {
          if (each.kind === 'set') expected = setInModel(expected, each.path, copy(each.value));
          else unsetInModel(expected, each.path);
        }
      } catch {
        isRefused = true;
      }
      const patches = hasPatch ? [demandTree(Buffer.from(JSON.stringify(patch)), 'patch', '')] : [];
      const overrides = { patches, edits: changes.map(toEdit) };
      const apply = () =>
        applyOverrides(Buffer.from(JSON.stringify(value, null, indent)), overrides, 'x').body;
      if (isRefused) expect(apply).toThrow(AppError);
      else expect(copy(JSON.parse(Buffer.from(apply()).toString()))).toEqual(expected);
      expect(Object.keys(Object.prototype)).toEqual([]);
    }),
    { numRuns: volume(100, 2_000) },
  );
});

test('a change leaves all text of other values as it was', () => {
  const number = fc.constantFrom('1.0', '-0', '12345678901234567890', '1E+2', '0.10', '"\\u0041\\/"', '"é"');
  fc.assert(
    fc.property(fc.array(number, { maxLength: 6 }), fc.nat({ max: 6 }), (values, index) => {
      const body = `{ "list" : [ ${values.join(' , ')} ] , "last" : 1.50 }`;
      const overrides = { patches: [], edits: [parseSet('new:=2.0'), parseUnset(`list[${index}]`)] };
      const changed = Buffer.from(applyOverrides(Buffer.from(body), overrides, 'x').body).toString();
      const left = values.filter((_, at) => at !== index);
      expect(changed).toBe(`{"list":[${left.join(',')}],"last":1.50,"new":2.0}`);
    }),
  );
});
