import type { Fault } from './fault.ts';

/** Faults of the three headers, of the time and of the signature itself. */
export const HEADER_FAULTS = {
  header_missing: {
    title: 'Headers of the signature are missing',
    cause:
      'A proxy, a gateway or a test client dropped them, or the request is not a webhook at all. Where a value is `undefined`, `None` or `null`, code read a header by a name that is not there; in Node, names are in lower case.',
    proof: 'No header has the name, nor one like it. What is not there cannot be proved, so this is likely.',
    fix: 'Let `svix-id`, `svix-timestamp` and `svix-signature` through, in every proxy on the way.',
    topic: 'headers',
  },
  header_renamed: {
    title: 'Headers of the signature were renamed',
    cause: 'A proxy, CGI or an automation changed the names: `x-svix-id`, `svix_id`, `HTTP_SVIX_ID`.',
    proof:
      'The values are put under their real names, and the signature matches; without a match it is likely.',
    fix: 'Pass the headers on under their own names, or put the names back before you verify.',
    topic: 'headers',
  },
  headers_mixed: {
    title: 'Headers of both families are mixed',
    cause:
      'Some of the three headers are named `svix-…` and the others `webhook-…`; a sender uses one family. Or both families are complete, and only `webhook-…` is right: a relay signed anew and left the first headers in place.',
    proof:
      'The headers are read together, or those of the other family alone, and the signature matches; without a match it is likely.',
    fix: 'Pass all three headers on under the names of one family, and remove the others.',
    ruledOut: 'the headers of the other family',
    topic: 'headers',
  },
  header_value_changed: {
    title: 'The value of a header changed',
    cause:
      'A header came twice, two headers have exchanged their values, or a value has quotes, spaces, or escapes that it did not have: percent signs, HTML, JSON, quoted-printable, base64.',
    proof: 'Each change is undone, and two of them together, and the signature matches.',
    fix: 'Pass each header on once, and its value unchanged.',
    ruledOut: 'header values read in other ways',
    topic: 'headers',
  },
  id_changed: {
    title: 'The message id was written in another way',
    cause:
      'The id was signed with or without `msg_`, was put into lower case, or its characters were decoded in another way.',
    proof: 'The id is written in each of these ways, and one of them matches.',
    fix: 'Sign and verify the value of `svix-id` exactly as it is in the header.',
    ruledOut: 'the message id written in other ways',
  },
  id_unusual: {
    title: 'The message id does not look like one of Svix',
    cause:
      'Ids of Svix are `msg_` and 27 letters and digits. Another form points to a test sender or another provider.',
    proof: 'The form is looked at. This alone says little.',
    fix: 'Check who sent the request.',
  },
  sender_unusual: {
    title: 'The request comes from another program than Svix',
    cause:
      'Svix calls itself `Svix-Webhooks` in User-Agent. Something else sent or relayed this request and may have written the body anew.',
    proof: 'User-Agent is looked at. This alone says little.',
    fix: 'Have that program pass on the raw body and the three headers unchanged.',
  },
  timestamp_form: {
    title: 'The timestamp has another form than the one signed',
    cause:
      'The header must have whole Unix seconds. It was written, or signed, in milliseconds, as a date, with a fraction or with separators between its digits.',
    proof:
      'The timestamp is written in each of these forms, and one of them matches; otherwise a wrong form is likely the fault.',
    fix: 'Write whole Unix seconds, and the same text in the header and in what is signed.',
    ruledOut: 'the timestamp in other forms',
  },
  timestamp_replaced: {
    title: 'The timestamp is another than the one signed',
    cause:
      'The time was taken twice, a time zone was added, or the header was set to now without signing again.',
    proof:
      'Times up to 10 minutes away (less for large bodies), in other time zones and just after the event are tried, and one of them matches.',
    fix: 'Take the time once, and use it in the header and in what is signed; sign every attempt anew.',
    ruledOut: 'other timestamps',
  },
  timestamp_too_old: {
    title: 'The signature is right, but too old',
    cause:
      'An earlier request was sent again as it was, or it waited too long, or the clock of this machine is ahead.',
    proof: 'The signature matches when the time is ignored.',
    fix: 'Sign every attempt anew (`fp-webhooks replay` does so). When fresh deliveries fail as well, set the clock of this machine.',
  },
  timestamp_too_new: {
    title: 'The signature is right, but from the future',
    cause: 'The clock of this machine is behind, or that of the sender is ahead.',
    proof: 'The signature matches when the time is ignored.',
    fix: 'Set the clock of this machine: turn on NTP, and restart a virtual machine that was asleep.',
  },
  clock_skew: {
    title: 'A clock is wrong',
    cause:
      'Several new deliveries are off by the same time: the clock of this machine or of the sender is wrong.',
    proof:
      'The signatures match when the time is ignored, and the offset is the same over several message ids.',
    fix: 'Set the clock of this machine: turn on NTP, and restart a virtual machine that was asleep.',
  },
  signature_encoding: {
    title: 'The signature is written in another encoding',
    cause:
      'After `v1,` comes standard base64 with padding. This one is hex, URL-safe, without padding or with too much, or encoded twice.',
    proof: 'The signature is read in that encoding, and matches what it should be.',
    fix: 'Write the signature in standard base64, with `+`, `/` and the `=` at the end.',
  },
  signature_form: {
    title: 'The signature header has another form',
    cause:
      'Items are `v1,` and base64, separated by spaces. Here the version, the comma or the space is another.',
    proof: 'The signature is found in the header all the same, and matches what it should be.',
    fix: 'Write the items as `v1,<base64>` and put one space between them.',
  },
  signature_damaged: {
    title: 'The signature was damaged on its way',
    cause: 'It was cut off, put into lower case or capitals, or its `+` became spaces.',
    proof:
      'What is left of the signature, 16 bytes at least, is how the right one begins; otherwise its look makes it likely.',
    fix: 'Pass the signature header on unchanged: it must not go through a query string, a form or a limit of length.',
  },
  signature_unreadable: {
    title: 'No signature can be read from the header',
    cause:
      'The header is empty but for a version, has only versions that nobody knows, or holds something else.',
    proof: 'Nothing in the header has the length of a signature in any encoding. Likely, never proved.',
    fix: 'Look at the header as it was sent; Svix sends, for example, `v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=`.',
  },
  signed_content_differs: {
    title: 'Something else than id, timestamp and body was signed',
    cause:
      'Svix signs `{id}.{timestamp}.{body}` with HMAC-SHA256. The sender left a part out, put them together in another way, had `undefined` or nothing instead of a value, or used another algorithm.',
    proof: 'Each of these contents and algorithms is tried, and one of them matches.',
    fix: 'Sign `{id}.{timestamp}.{body}` with HMAC-SHA256; `fp-webhooks sign` prints the right signature.',
    ruledOut: 'other signed contents and algorithms',
  },
  other_provider: {
    title: 'The request was signed by another provider',
    cause:
      'Its headers are those of Stripe, GitHub, Slack, Shopify or another provider, and Footprint signs with Svix.',
    proof:
      'The names of headers tell, and the scheme of that provider matches; without a match it is likely.',
    fix: 'Give this provider a route of its own, with its own verification.',
  },
  altered_or_unknown_secret: {
    title: 'The delivery was altered, or signed with a secret that is not known here',
    cause: 'Nothing else is left: every fault that can be undone was ruled out.',
    proof: 'Nothing matched. The two cannot be told apart without the secret that made the signature.',
    fix: 'Compare the secret with that of this very endpoint in the Footprint dashboard, then send the event again from there.',
  },
} as const satisfies Readonly<Record<string, Fault>>;
