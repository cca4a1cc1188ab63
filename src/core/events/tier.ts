/** How much harm a vault field does in the wrong hands. The tiers are this project's judgement. */
export type Tier = 'critical' | 'personal' | 'low' | 'unknown';

/** `*` stands for one alias segment, `<id>` for any of these kinds of identity document. */
const ID_DOCUMENTS = new Set(
  'drivers_license id_card passport passport_card permit residence_document visa voter_identification'.split(
    ' ',
  ),
);

/** Tables by namespace: the names after it, separated by spaces. */
const TABLES: Readonly<
  Record<Exclude<Tier, 'unknown'>, readonly (readonly [namespace: string, names: string])[]>
> = {
  critical: [
    ['id.', 'drivers_license_number itin ssn4 ssn9 us_tax_id'],
    ['business.', 'tin'],
    ['card.*.', 'cvc number'],
    ['bank.*.', 'ach_account_id ach_account_number ach_routing_number'],
    ['document.', 'finra_compliance_letter proof_of_address.image ssn_card.image'],
    ['document.<id>.', 'back.image front.image selfie.image document_number ref_number'],
    ['document.<id>.', 'curp curp_validation_response'],
  ],
  personal: [
    ['id.', 'first_name middle_name last_name dob email phone_number address_line1 address_line2 city zip'],
    ['id.', 'nationality citizenships us_legal_status visa_kind visa_expiration_date drivers_license_state'],
    ['business.', 'beneficial_owners kyced_beneficial_owners secondary_owners'],
    [
      'card.*.',
      'name expiration expiration_month expiration_year billing_address.country billing_address.zip',
    ],
    ['bank.*.', 'name'],
    ['document.<id>.', 'full_name full_address dob gender nationality issued_at expires_at'],
    ['document.<id>.', 'issuing_country issuing_state'],
    ['investor_profile.', 'annual_income brokerage_firm_employer declarations employer employment_status'],
    ['investor_profile.', 'family_member_names funding_sources investment_goals net_worth occupation'],
    ['investor_profile.', 'political_organization risk_tolerance senior_executive_symbols'],
  ],
  low: [
    ['id.', 'country state'],
    ['business.', 'name dba website phone_number address_line1 address_line2 city state zip country'],
    ['business.', 'corporation_type formation_date formation_state primary_owner_stake'],
    ['card.*.', 'issuer number_last4'],
    ['bank.*.', 'account_type'],
    ['document.<id>.', 'back.mime_type front.mime_type selfie.mime_type classified_document_type'],
  ],
};

const TIERS: ReadonlyMap<string, Tier> = new Map([
  ...toEntries('critical'),
  ...toEntries('personal'),
  ...toEntries('low'),
]);

/** All identifiers that are known, in a table's form. */
export const IDENTIFIERS: readonly string[] = [...TIERS.keys()];

/** The identifiers that are critical or personal, in a table's form: `card.*.name`, `document.<id>.dob`. */
export const SENSITIVE_IDENTIFIERS: readonly string[] = [
  ...toEntries('critical'),
  ...toEntries('personal'),
].map(([identifier]) => identifier);

/**
 * The tier of a vault data identifier such as `id.ssn9` or `card.primary.number`; whatever is custom is critical.
 * Never throws.
 * Source: onefootprint/footprint-swift (generated client) and @onefootprint/footprint-js 4.0.6 type declarations.
 */
export function tierOf(identifier: string): Tier {
  if (/^(?:document\.)?custom\../.test(identifier)) return 'critical';
  return TIERS.get(identifier) ?? TIERS.get(toPattern(identifier)) ?? 'unknown';
}

function toPattern(identifier: string): string {
  const [namespace = '', alias = '', ...rest] = identifier.split('.');
  if (namespace === 'card' || namespace === 'bank') return [namespace, '*', ...rest].join('.');
  if (namespace === 'document' && ID_DOCUMENTS.has(alias)) return [namespace, '<id>', ...rest].join('.');
  return identifier;
}

function toEntries(tier: Exclude<Tier, 'unknown'>): readonly (readonly [string, Tier])[] {
  return TABLES[tier].flatMap(([namespace, names]) =>
    names.split(' ').map((name): readonly [string, Tier] => [`${namespace}${name}`, tier]),
  );
}
