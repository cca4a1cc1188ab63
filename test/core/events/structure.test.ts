import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { fieldsIn } from '../../../src/core/events/definition.ts';
import { MOST_FINDINGS } from '../../../src/core/events/finding.ts';
import { schemaOf } from '../../../src/core/events/schema.ts';
import { findFaults } from '../../../src/core/events/structure.ts';
import { volume } from '../../harness/volume.ts';
import { objectWith } from './payloads.ts';

const REVISIONS = ['2025-05', 'external-id'] as const;

const CASES = EVENTS.flatMap((definition) => REVISIONS.map((revision) => ({ ...definition, revision })));

test.each(CASES)(
  '$name ($revision): the faults are where the zod schema has them',
  ({ revision, ...definition }) => {
    const fields = fieldsIn(definition, revision);
    const schema = schemaOf(definition, revision);
    const outcomes = { clean: 0, faulty: 0 };
    fc.assert(
      fc.property(objectWith(fields), (generated) => {
        // As it comes from a file or the wire; which event it is was decided before.
        const payload = { ...JSON.parse(JSON.stringify(generated)), event_kind: definition.kind };
        const places = findFaults(payload, fields).map(({ path }) => path);
        outcomes[places.length === 0 ? 'clean' : 'faulty'] += 1;
        const issues = schema.safeParse(payload).error?.issues ?? [];
        expect(places).toEqual(issues.map(({ path }) => path).slice(0, MOST_FINDINGS));
      }),
      { numRuns: volume(60, 300) },
    );
    expect(Math.min(outcomes.clean, outcomes.faulty)).toBeGreaterThan(0);
  },
);
