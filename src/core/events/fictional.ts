/**
 * What looks like somebody's address, number or card, and is nobody's: it was set aside to be written into examples and
 * tests. That a value is made up in any other way cannot be seen.
 */

/**
 * Whether a domain is reserved for documentation and tests: `example.com`, `mail.example.org`, `app.test`. Nobody can have
 * an address there. Never throws.
 *
 * Source: RFC 2606 (1999), sections 2 and 3; RFC 6761 (2013), section 6.
 */
export function isReservedDomain(domain: string): boolean {
  return RESERVED_DOMAIN.test(domain);
}

const RESERVED_DOMAIN = /^(?:[\p{L}\d_-]+\.)*(?:example\.(?:com|net|org)|example|test|invalid|localhost)$/iu;

/**
 * Whether the digits of a number are those of a telephone that only rings in films: 555-0100 to 555-0199 of any area of
 * North America, with or without the 1 of the country before it. Never throws.
 *
 * Source: ATIS-0300115, "555 NXX Assignment Guidelines" of the North American Numbering Plan: line numbers for fiction.
 */
export function isFictionalPhone(digits: string): boolean {
  return /^1?[2-9]\d\d55501\d\d$/.test(digits);
}

/**
 * Whether it is a card with which payment providers have their sandboxes tried out, and which pays nowhere. Digits only.
 * Never throws.
 */
export function isTestCard(digits: string): boolean {
  return TEST_CARDS.has(digits);
}

/** Those that everybody copies; more of them exist for single errors of single providers. */
const TEST_CARDS: ReadonlySet<string> = new Set([
  // Source: Stripe, docs.stripe.com/testing, "Cards by brand" and "Declined payments", 2026.
  '4242424242424242',
  '4000056655665556',
  '5555555555554444',
  '2223003122003222',
  '5200828282828210',
  '5105105105105100',
  '378282246310005',
  '371449635398431',
  '6011111111111117',
  '6011000990139424',
  '6011981111111113',
  '3056930009020004',
  '36227206271667',
  '30569309025904',
  '38520000023237',
  '3566002020360505',
  '6200000000000005',
  '4000000000000002',
  '4000000000009995',
  '4000000000009987',
  '4000000000009979',
  '4000000000000069',
  '4000000000000127',
  '4000000000000119',
  '4000000000000341',
  '4000000000003220',
  '4000002500003155',
  '4000002760003184',
  // Source: PayPal Braintree, "Testing", credit card numbers, 2026.
  '4111111111111111',
  '4005519200000004',
  '4009348888881881',
  '4012000033330026',
  '4012000077777777',
  '4012888888881881',
  '4217651111111119',
  '4500600000000061',
  '2223000048400011',
  '36259600000004',
  '3530111333300000',
  // Source: Adyen, "Test card numbers", 2024.
  '4111111145551142',
  '4444333322221111',
  '5555444433331111',
  '2222400070000005',
  '370000000000002',
  // Source: Authorize.net, "Testing Guide", 2026.
  '4007000000027',
  '5424000000000015',
  '6011000000000012',
  '38000000000006',
  '3088000000000017',
]);
