import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskId, maskText, toShownPayload } from '../../../src/core/events/masking.ts';
import { EXAMPLE_IDS } from '../../../src/core/events/values.ts';

describe('a masked id', () => {
  test.each([
    ['fp_id_7GxQ2mTzVb81LdKe0Rk3Pq', 'fp_id_…k3Pq'],
    ['fp_id_test_7GxQ2mTzVb81LdKe0Rk3Pq', 'fp_id_test_…k3Pq'],
    ['fp_bid_7GxQ2mTzVb81LdKe0Rk3Pq', 'fp_bid_…k3Pq'],
    ['ob_4HqRtZ9sWc6NfXy2JmBv8a', 'ob_…Bv8a'],
    ['bank_link_QlM2ap0mckU3', 'bank_link_…ckU3'],
    ['customer-8f3a27c1', '…27c1'],
    ['fp_id_short', 'fp_id_…'],
    ['jane', '…'],
    ['', '…'],
    ['jane.doe@example.com', '…'],
    ['user-123-45-6789', '…'],
    ['fp_id_4111111111111111', 'fp_id_…'],
  ])('of %j is %j', (id, masked) => {
    expect(maskId(id)).toBe(masked);
  });

  test('of the documentation is public and stays', () => {
    for (const id of EXAMPLE_IDS) expect(maskId(String(id))).toBe(id);
  });

  test('shows the prefix, and at most a third of what follows it', () => {
    const prefixes = fc.constantFrom('fp_id_', 'fp_bid_', 'ob_', 'link_');
    fc.assert(
      fc.property(prefixes, fc.stringMatching(/^[A-Za-z0-9]{0,30}$/), (prefix, rest) => {
        const [start, end = ''] = maskId(prefix + rest).split('…');
        expect(start?.startsWith(prefix)).toBe(true);
        expect(rest.endsWith(end) && end.length * 3 <= rest.length).toBe(true);
      }),
    );
  });
});

describe('masked text', () => {
  test.each([
    ["write to jane.o'neil+x@mail.example.com.", 'write to [e-mail]'],
    ['SSN 123-45-6789', 'SSN [number]'],
    ['SSN 123456789', 'SSN [number]'],
    ['SSNs 123-45-6789 123-45-6789', 'SSNs [number]'],
    ['call +1 (555) 123-4567 now', 'call [number] now'],
    ['call 555.123.4567', 'call [number]'],
    ['card 4111 1111 1111 1111', 'card [number]'],
    ['card4111111111111111x', 'card[number]x'],
    ['order 1234567890123456', 'order 1234567890123456'],
    ['at 2025-05-05T18:40:46.240470542Z', 'at 2025-05-05T18:40:46.240470542Z'],
    ['at 2025-05-05 18:40:46.240470Z', 'at 2025-05-05 18:40:46.240470Z'],
    ['at 2025-05-05 18:40', 'at [number]:40'],
    ['4242 2025-05-05 18:40:46', '[number]:40:46'],
    ['status 200 after 1500 ms', 'status 200 after 1500 ms'],
    ['id.ssn9', 'id.ssn9'],
  ])('of %j is %j', (text, masked) => {
    expect(maskText(text)).toBe(masked);
  });

  test.each([
    'a'.repeat(1_000_000),
    '1 '.repeat(500_000),
    '12345678 '.repeat(100_000),
    '@'.repeat(1_000_000),
  ])(
    'of a megabyte takes no more than a moment (%#)',
    (text) => {
      expect(typeof maskText(text)).toBe('string');
    },
    2_000,
  );
});

const mask = (value: unknown) => toShownPayload(value, false);

describe('a masked payload', () => {
  test('hides ids, external ids and error messages and leaves the rest as it was', () => {
    const payload = {
      fp_id: 'fp_id_7GxQ2mTzVb81LdKe0Rk3Pq',
      onboarding_id: 'ob_4HqRtZ9sWc6NfXy2JmBv8a',
      link_id: null,
      external_id: 17,
      user_external_id: { id: ['customer-8f3a27c1'] },
      error_message: 'Jane said no',
      is_live: false,
      status: 'pass',
      playbook_key: 'pb_test_Zk3nQ8rTvLx5WdYb7CgMa1',
      timestamp: '2025-05-05T18:40:46.240470542',
      risk: 0.123456789012,
      phone: 15551234567,
    };
    const before = structuredClone(payload);
    expect(mask(payload)).toEqual({
      ...payload,
      fp_id: 'fp_id_…k3Pq',
      onboarding_id: 'ob_…Bv8a',
      external_id: '…',
      user_external_id: { id: ['…27c1'] },
      error_message: '…',
      phone: '[number]',
    });
    expect(payload).toEqual(before);
  });

  test('keeps a key called __proto__ as a mere key', () => {
    const masked = mask(JSON.parse('{"__proto__":{"polluted":true}}'));
    expect(JSON.stringify(masked)).toBe('{"__proto__":{"polluted":true}}');
    expect(Object.getPrototypeOf(masked)).toBe(Object.prototype);
  });

  test('ends at a hundred levels, so that it can always be written as JSON', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000));
    expect(JSON.stringify(mask(deep))).toBe(`${'['.repeat(100)}"…"${']'.repeat(100)}`);
  });

  const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`));
  const ssn = digits(9).map((text) => `${text.slice(0, 3)}-${text.slice(3, 5)}-${text.slice(5)}`);
  const phone = digits(10).map((text) => `+1 (${text.slice(0, 3)}) ${text.slice(3, 6)}-${text.slice(6)}`);
  const card = fc.constantFrom(
    '4242 4242 4242 4242',
    '5555555555554444',
    '3782-822463-10005',
    '6011111111111117',
  );
  const secrets = fc.oneof(fc.emailAddress(), ssn, phone, card);
  const idNames = fc.constantFrom(
    'fp_id',
    'onboarding_id',
    'link_id',
    'external_id',
    'link_external_id',
    'error_message',
  );

  test('holds none of the secrets that were planted, at any depth, in values or in keys', () => {
    const find = (text: string) =>
      text.match(/[^\s@<>"(),;:]+@[^\s@<>"(),;:]+|\d{3}-\d{2}-\d{4}|\(\d{3}\) \d{3}-\d{4}|\d[\d -]{13,}\d/g);
    // A name such as "-@/" was not planted, and is no address either.
    const plainNames = fc.string().filter((name) => find(JSON.stringify(name)) === null);
    const planted = fc.letrec<{ tree: unknown; secret: string }>((tie) => ({
      secret: secrets,
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        tie('secret'),
        tie('secret').map((secret) => `see ${secret}, thanks`),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(idNames, tie('secret'), plainNames), tie('tree'), { maxKeys: 3 }),
      ),
    })).tree;
    fc.assert(
      fc.property(planted, (tree) => {
        expect(find(JSON.stringify(mask(tree)))).toBeNull();
      }),
    );
  });

  test('never holds a planted secret as it was', () => {
    fc.assert(
      fc.property(secrets, fc.oneof(idNames, fc.string()), fc.boolean(), (secret, name, nested) => {
        const masked = JSON.stringify(mask({ [name]: nested ? [{ note: secret }] : secret }));
        expect(masked).not.toContain(secret);
      }),
    );
  });
});
