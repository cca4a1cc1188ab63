import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fieldsIn } from '../../../src/core/events/definition.ts';
import { parseEventName } from '../../../src/core/events/event-name.ts';
import { inspectPayload } from '../../../src/core/events/inspect.ts';
import { schemaOf } from '../../../src/core/events/schema.ts';
import { chooseShape } from '../../../src/core/events/shape.ts';
import { volume } from '../../harness/volume.ts';
import { objectWith } from './payloads.ts';

const event = parseEventName('user.bank_link_updated');
const REVISIONS = ['2025-05', 'external-id'] as const;
/** Built once: a schema costs a thousand times what it takes to use it. */
const SCHEMAS = {
  '2025-05': schemaOf(event, '2025-05'),
  'external-id': schemaOf(event, 'external-id'),
} as const satisfies Record<(typeof REVISIONS)[number], unknown>;
const ownNames = (revision: string) =>
  event.fields.filter(({ only }) => only === revision).map(({ name }) => name);

/** How far a payload is from a shape, counted by the schema library and by nothing that the choice uses. */
function distance(revision: (typeof REVISIONS)[number], payload: object): number {
  const own = ownNames(revision);
  const issues = SCHEMAS[revision].safeParse(payload).error?.issues ?? [];
  const others = REVISIONS.filter((other) => other !== revision).flatMap(ownNames);
  return (
    issues.filter(({ path }) => own.includes(String(path[0]))).length +
    others.filter((name) => Object.hasOwn(payload, name)).length
  );
}

const anyLink = fc
  .tuple(objectWith(fieldsIn(event, '2025-05')), objectWith(fieldsIn(event, 'external-id')), fc.nat(3))
  .chain(([one, other, mix]) =>
    fc.subarray(Object.keys({ ...one, ...other })).map((names) => {
      const all: Record<string, unknown> = { ...one, ...other };
      const kept = mix === 0 ? Object.keys(all) : names;
      const picked = Object.fromEntries(kept.map((name) => [name, all[name]]));
      return { ...JSON.parse(JSON.stringify(picked)), event_kind: event.kind };
    }),
  );

test('of a payload that follows no shape, no other shape is nearer than the one that is explained', () => {
  const seen = { followed: 0, explained: 0 };
  fc.assert(
    fc.property(anyLink, (payload) => {
      const chosen = chooseShape(event, payload);
      seen[chosen?.follows === true ? 'followed' : 'explained'] += 1;
      if (chosen === undefined || chosen.follows) return;
      const nearest = Math.min(...REVISIONS.map((revision) => distance(revision, payload)));
      expect(distance(chosen.shape.revision, payload)).toBe(nearest);
    }),
    { numRuns: volume(200, 1_000) },
  );
  expect(Math.min(seen.followed, seen.explained)).toBeGreaterThan(20);
});

test('a payload that the schema of a shape accepts follows that shape, and one finding explains none, or one that lacks much', () => {
  fc.assert(
    fc.property(anyLink, (payload) => {
      const own = (revision: (typeof REVISIONS)[number]) => {
        const issues = SCHEMAS[revision].safeParse(payload).error?.issues ?? [];
        return issues.filter(({ path }) => ownNames(revision).includes(String(path[0]))).length;
      };
      const fits = REVISIONS.filter((revision) => own(revision) === 0);
      const begun = REVISIONS.filter((revision) =>
        ownNames(revision).some((name) => Object.hasOwn(payload, name)),
      );
      const chosen = chooseShape(event, payload);
      expect(chosen?.follows).toBe(fits.length > 0 || begun.length === 1);
      if (fits.length > 0) expect(chosen?.shape.revision).toBe(fits[0]);
      const { findings, revision } = inspectPayload(payload);
      expect(revision).toBe(chosen?.shape.revision);
      const missing = chosen?.faults.filter(({ code }) => code === 'field_missing').length ?? 0;
      const isExplained = chosen?.follows !== true || missing >= 3;
      expect(findings.filter(({ code }) => code === 'wrong_shape')).toHaveLength(isExplained ? 1 : 0);
    }),
    { numRuns: volume(100, 500) },
  );
});

test('an event with one set of fields has no shapes to choose from', () => {
  expect(chooseShape(parseEventName('vault.updated'), {})).toBeUndefined();
});
