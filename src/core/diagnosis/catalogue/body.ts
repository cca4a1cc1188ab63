import type { Fault } from './fault.ts';

/** A fault whose fix is to verify the raw body, which each framework has its own way to. */
const inRawBody = (fault: Fault) => ({ ...fault, topic: 'raw_body' }) as const satisfies Fault;

/** Faults of the body: it is not, byte for byte, what was signed. */
export const BODY_FAULTS = {
  body_reserialised: inRawBody({
    title: 'The body was parsed and written again',
    cause:
      'A JSON parser read the body and a serialiser wrote it again before the signature was checked. The data is the same, the bytes are not: spaces, indents or the order of keys changed.',
    proof:
      'The body is laid out in the ways of common serialisers (compact, with spaces, indented, with sorted keys), and one of them matches the signature. A lost order of keys cannot be recovered, unless it was sorted, and leaves no proof.',
    fix: 'Verify the raw bytes of the request, before anything parses them.',
    ruledOut: 'the body laid out in other ways',
  }),
  body_fields_changed: inRawBody({
    title: 'Fields or values of the body changed',
    cause:
      'A typed model or a middleware read the event and wrote it again: fields that are null were dropped or added, a field such as `_id` or `receivedAt` was added, keys became camelCase, 1.0 became 1, or the time lost digits or got another form.',
    proof:
      'Known fields that can be null are put back, unknown ones are taken out, keys, numbers and the time are written in other forms, and the result, compact and with sorted keys, matches the signature. Digits of the time that a clock of milliseconds cut off cannot be recovered: that is likely, never proved.',
    fix: 'Verify the raw bytes of the request, before a model or a middleware reads them.',
    ruledOut: 'the event with other fields or values',
  }),
  body_escapes_changed: inRawBody({
    title: 'The escapes in the body changed',
    cause:
      'A serialiser wrote the same text with other escapes: `\\u00e9` for é, `\\/` for a slash, `\\u003c` for <, or the reverse. PHP, Python, Go, .NET and Gson each have their own.',
    proof:
      'The strings are written with the escapes of each serialiser, and one of them matches the signature.',
    fix: 'Verify the raw bytes of the request, before anything parses them.',
    ruledOut: 'the body with the escapes of other serialisers',
  }),
  body_whitespace_changed: inRawBody({
    title: 'White space at an end of the body was added or lost',
    cause:
      'The body was trimmed, or a line feed was added: by a template, an editor that saved it, `echo`, or a log that holds it as a line.',
    proof: 'White space is taken off or put on at the ends, and the result matches the signature.',
    fix: 'Pass the body on as bytes: no trim, no template; with curl, `--data-binary` and not `--data`.',
    ruledOut: 'white space added or lost at the ends of the body',
  }),
  body_line_ends_changed: inRawBody({
    title: 'The line ends of the body changed',
    cause:
      'LF became CRLF or the reverse, or lines were broken: a file opened as text on Windows, git with `autocrlf`, or a mail gateway.',
    proof: 'The line ends are changed back, and the result matches the signature.',
    fix: 'Read and write the body as bytes; for files under git, say `-text` in `.gitattributes`.',
    ruledOut: 'other line ends in the body',
  }),
  body_bom_changed: inRawBody({
    title: 'A byte order mark was added or lost',
    cause: 'An editor or a text decoder put the three bytes EF BB BF before the body, or took them off.',
    proof: 'The mark is taken off or put on, and the result matches the signature.',
    fix: 'Read the body as bytes, and save files as UTF-8 without a byte order mark.',
    ruledOut: 'a byte order mark added or lost',
  }),
  body_base64: {
    title: 'The body is still in base64',
    cause:
      'An API gateway or a function platform hands bodies over in base64, and the code verified that text instead of the bytes.',
    proof: 'The body is decoded from base64, and the result matches the signature.',
    fix: 'Decode the body first when the platform says that it is base64 (`isBase64Encoded` on AWS).',
    ruledOut: 'the body decoded from base64',
    topic: 'base64',
  },
  body_encoded_twice: inRawBody({
    title: 'The body was encoded once more',
    cause:
      'The body was put into a JSON string, a string literal, a form field, a cell of CSV, hex, quoted-printable or HTML escapes, or written as the numbers of its bytes: often by a serialiser, a log or a shell.',
    proof: 'The encoding is taken off, up to three layers of it, and the result matches the signature.',
    fix: 'Verify the raw bytes of the request: no `JSON.stringify`, `json.dumps`, `str`, escape or dump before that.',
    ruledOut: 'the body in another encoding',
  }),
  body_wrapped: {
    title: 'The body is inside something else',
    cause:
      'A gateway, a queue, a log or an automation put the webhook into its own message, and the whole message was verified. The chunks or parts of an HTTP body, where they were kept, are such a message too.',
    proof:
      'The part that holds the body is taken out, also from lists and from JSON inside of JSON, and it matches the signature.',
    fix: 'Take the original body out of its wrapper, as text that nothing has parsed, and verify that.',
    ruledOut: 'the parts of the body that could be the original',
    topic: 'base64',
  },
  body_charset_changed: inRawBody({
    title: 'The characters of the body were decoded wrongly',
    cause:
      'The bytes are UTF-8, but were read as Latin-1, Windows-1252, MacRoman, UTF-16 or a code page of DOS, or written as Latin-1, Windows-1252, UTF-16 or UTF-32. Text with accents shows it: é becomes Ã©.',
    proof: 'The wrong reading is undone, and the result matches the signature.',
    fix: 'Keep the body as bytes; where text is needed, decode it as UTF-8.',
    ruledOut: 'the body in other character sets',
  }),
  body_normalised: inRawBody({
    title: 'The Unicode form of the body changed',
    cause: 'Text with accents was normalised (NFC or NFD): it looks the same and has other bytes.',
    proof: 'The text is put into the other form, and the result matches the signature.',
    fix: 'Do not normalise the body before it is verified.',
    ruledOut: 'the body in another Unicode form',
  }),
  body_compressed: inRawBody({
    title: 'The body is compressed',
    cause: 'A proxy compressed the body, or nothing undid the `Content-Encoding` before verification.',
    proof:
      'The body is decompressed, and the result matches the signature. A body that only looks compressed is likely.',
    fix: 'Decompress the body before you verify it, or have the proxy pass it on as it came.',
    ruledOut: 'the body decompressed',
  }),
  body_characters_lost: inRawBody({
    title: 'Characters of the body were lost',
    cause:
      'Bytes that are not valid UTF-8 were decoded as text, so that the replacement character U+FFFD stands in their place. This cannot be undone.',
    proof:
      'Replacement characters are in the body. Since the original bytes are gone, this is likely, never proved.',
    fix: 'Read the body as bytes: the text form cannot be verified any more.',
  }),
  body_truncated: {
    title: 'The body was cut off',
    cause: 'A size limit, a log line or a broken connection ended the body early.',
    proof:
      'The JSON ends in the middle, or Content-Length announces more bytes than came. Likely, never proved.',
    fix: 'Raise the limit for this route: Svix sends up to 1 MiB, and Express stops at 100 kB unless told otherwise.',
    topic: 'body_limit',
  },
  body_length_differs: inRawBody({
    title: 'The body has another length than was sent',
    cause:
      'Content-Length, as it was sent, announces another number of bytes: the body was changed after that.',
    proof: 'The header and the body are compared. Likely, never proved.',
    fix: 'Compare the body with what was sent, and find what writes it anew on its way.',
  }),
  body_empty: inRawBody({
    title: 'The body is empty',
    cause: 'The stream was read before, by a body parser or a log, and nothing was left for verification.',
    proof: 'The body has no bytes. Likely, never proved.',
    fix: 'Read the body once, keep its bytes, and verify these.',
  }),
  body_not_object: inRawBody({
    title: 'The body is not a JSON object',
    cause:
      'Every event of Footprint is a JSON object. What reached the check is other text or other bytes, so that no secret can fit it.',
    proof: 'The body is read as JSON, also without the layers that are known here. Likely, never proved.',
    fix: 'Find what changes the body on its way: compare it with what Svix sent, and verify the raw bytes of the request.',
  }),
  body_placeholder: inRawBody({
    title: 'The body is not the data but a word for it',
    cause:
      'An object or nothing was turned into text: `[object Object]`, `{}`, `undefined`, `None`, or a map of another language.',
    proof: 'The body is one of these texts. Likely, never proved.',
    fix: 'Verify the raw bytes of the request, not the parsed object.',
  }),
} as const satisfies Readonly<Record<string, Fault>>;
