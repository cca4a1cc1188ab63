import type { Fault } from './fault.ts';

/** Faults of the secret: the key that made the signature is not the key that checks it. */
export const SECRET_FAULTS = {
  other_secret: {
    title: 'Another secret that you configured fits',
    cause:
      'Sandbox and live, staging and production, and each endpoint have secrets of their own, and they were mixed up.',
    proof: 'Each secret that you configured under a name is tried, and one of them matches.',
    fix: 'Use the secret that is named here for this endpoint.',
    ruledOut: 'the other secrets you configured',
  },
  old_secret: {
    title: 'The secret is the old one of a rotation',
    cause:
      'The signature header has several signatures, the newest secret first, and yours matched a later one. Svix signs with the old secret for 24 hours unless told otherwise.',
    proof: 'The item of the header that matched is not the first of its version.',
    fix: 'Copy the new secret of the endpoint from the dashboard before the old one stops working.',
  },
  secret_misread: {
    title: 'The secret was decoded wrongly',
    cause:
      'The key is the base64 after `whsec_`, decoded once. It was used as plain text, with its prefix, decoded twice, read as hex, or was empty.',
    proof: 'The secret is read in each of these ways, and one of them matches.',
    fix: 'Remove `whsec_`, decode the rest from base64 once, and use these bytes as the key.',
    ruledOut: 'the secret read in other ways',
  },
  secret_malformed: {
    title: 'The text of the secret has a mistake',
    cause:
      'Quotes, a line break, a version, a second prefix, an API key, the id of an endpoint, the name of a variable or a placeholder was given as the secret, or the `=` at its end is missing.',
    proof: 'The text is looked at before any cryptography.',
    fix: 'Copy the secret again from the endpoint in the Footprint dashboard: it looks like `whsec_` and then base64.',
  },
  secret_short: {
    title: 'The secret is shorter than usual',
    cause: 'Secrets of Svix have 24 bytes or more; a shorter one was perhaps not copied whole.',
    proof: 'The length is counted. Likely, never proved.',
    fix: 'Copy the secret again from the endpoint in the Footprint dashboard, whole.',
  },
  scheme_mismatch: {
    title: 'The kind of the secret does not fit the signature',
    cause: 'A `v1` signature is checked with a `whsec_` secret, a `v1a` signature with a `whpk_` public key.',
    proof:
      'The versions in the header are compared with the kinds of your secrets; a configured key of the right kind that matches proves it.',
    fix: 'Give the secret of the kind that the signature needs.',
  },
} as const satisfies Readonly<Record<string, Fault>>;
