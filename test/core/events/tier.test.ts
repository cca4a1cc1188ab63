import { describe, expect, test } from 'vitest';
import { tierOf } from '../../../src/core/events/tier.ts';
import identifiers from './data-identifiers.json' with { type: 'json' };

describe('the tier of a data identifier', () => {
  test.each(Object.entries(identifiers))('is %s where the reference list says so', (tier, names) => {
    const wrong = names.filter((name) => tierOf(name.replace('*', 'primary')) !== tier);
    expect(wrong).toEqual([]);
  });

  test.each(['custom.x', 'custom.a.b', 'document.custom.lease'])(
    '%s is critical, as all that is custom',
    (name) => {
      expect(tierOf(name)).toBe('critical');
    },
  );

  test.each([
    '',
    'id',
    'id.shoe_size',
    'card.number',
    'card.a.b.number',
    'document.library.dob',
    'toString',
    '__proto__',
  ])('%j is unknown', (name) => {
    expect(tierOf(name)).toBe('unknown');
  });
});
