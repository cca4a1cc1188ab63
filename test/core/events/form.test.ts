import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { formOf, isPlain } from '../../../src/core/events/form.ts';
import { findFieldOddities } from '../../../src/core/events/oddities.ts';
import { findFaults } from '../../../src/core/events/structure.ts';
import { IS_NIGHTLY, volume } from '../../harness/volume.ts';
import { objectWith } from './payloads.ts';

const REVISIONS = ['2025-05', 'external-id'] as const;
const CASES = EVENTS.flatMap((definition) =>
  REVISIONS.map((revision) => ({ name: definition.name, revision, form: formOf(definition, revision) })),
);

test.each(CASES)(
  '$name ($revision): what is plain has nothing to be said about its fields, and the other way round',
  ({ form }) => {
    const hasObjects = form.fields.some(({ type }) => type === 'object');
    const seen = { plain: 0, odd: 0 };
    fc.assert(
      fc.property(objectWith(form.fields), (generated) => {
        const payload = JSON.parse(JSON.stringify(generated));
        const found = [...findFaults(payload, form.fields), ...findFieldOddities(payload, form.fields)];
        const plain = isPlain(payload, form);
        seen[found.length === 0 ? 'plain' : 'odd'] += 1;
        // An object always takes the closer look.
        if (hasObjects) expect(plain && found.length > 0).toBe(false);
        else expect(plain).toBe(found.length === 0);
      }),
      // Plain ones are rare, so the same objects are drawn by default: none of them may be missing by chance.
      { numRuns: volume(200, 3_000), ...(!IS_NIGHTLY && { seed: 5 }) },
    );
    expect(hasObjects ? seen.odd : Math.min(seen.plain, seen.odd)).toBeGreaterThan(0);
  },
);
