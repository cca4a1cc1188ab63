import { Buffer } from 'node:buffer';
import { quoteValue, type Show } from '../../events/wording.ts';
import { unquote } from '../../json/scan.ts';
import type { PlacedToken } from '../../json/walk.ts';
import { findNumberLoss, type NumberLoss } from './number-text.ts';
import { payload, REVIEW, type Rule, type Told, text } from './rule.ts';
import { nameValue } from './showing.ts';

const LINE = JSON.stringify(REVIEW);
/** The same line, packed by gzip. */
const PACKED = Buffer.from(
  'H4sIAAAAAAAAAx3KQQrCMBBA0bvMOpa0Vi25gAvdKEXQTYh0AkOTNCTTVBTvLhU+vM3/ABYMrEcKAyiw08QxUeBqzpgqb8JsnE5YCBcQYKOm/7aqGTPrw/F1aXz/vj27+jycUF6X+7gFAZS1o4KgrHEZBTB5zGx8BAWNbHYbudbXnWqlavcP+P4AfFosZIwAAAA=',
  'base64',
);
const MIB = 1_048_576;

/** What is wrong with a file, whatever it holds. */
export const FILE_RULES = {
  not_json: {
    level: 'error',
    summary: 'A record is not JSON',
    meaning:
      'The file, or one line of NDJSON, is not JSON. The place is that of the first character that cannot stand there. Other lines are checked all the same.',
    why: 'A handler that parses it throws, and a test that reads it is red or, worse, skips it.',
    mend: 'Correct it at the place: mostly a trailing comma, a comment, or single quotes.',
    wrong: text(`{\n  "event_kind": "${REVIEW.event_kind}",\n}`),
    right: payload(REVIEW),
  },
  not_utf8: {
    level: 'error',
    summary: 'A byte is not UTF-8',
    meaning:
      'A byte is not UTF-8, in which JSON is always written. One finding a line, at its first such byte; the rest is checked as if U+FFFD stood there. A file in UTF-16 or UTF-32 is one finding. A text with a lone surrogate (`"\\ud800"`) cannot be written as UTF-8.',
    why: 'Reading it as text changes the bytes, so that no signature over it can be right. PostgreSQL, Python and Rust refuse a lone surrogate.',
    mend: 'Save the file as UTF-8. A capture keeps such a body as `bodyBase64`.',
    wrong: {
      file: 'payload.json',
      content: Buffer.from(LINE.replace('7GxQ', '\xff'), 'latin1'),
      shown: LINE.replace('7GxQ', '<FF>'),
    },
    right: payload(REVIEW),
    find: findLoneSurrogate,
  },
  byte_order_mark: {
    level: 'warning',
    summary: 'An input begins with a byte order mark',
    meaning:
      'An input begins with a byte order mark (the bytes EF BB BF), packed or not. What follows is checked as if it were not there.',
    why: '`JSON.parse(readFileSync(file))` throws at it, and so does the test that reads the fixture. RFC 8259 forbids to write one.',
    mend: 'Save the file as UTF-8 without a byte order mark; PowerShell does with `-Encoding utf8NoBOM`.',
    wrong: { file: 'payload.json', content: `\ufeff${LINE}`, shown: `<EF BB BF>${LINE}` },
    right: text(LINE),
  },
  carriage_return: {
    level: 'off',
    summary: 'A line ends with a carriage return, as on Windows',
    meaning:
      'A line ends with a carriage return before its line feed, or instead of it. One finding a line, at the carriage return. Off unless asked for: JSON takes it for white space, every reader of NDJSON does too, and Git on Windows makes such lines of its own.',
    why: 'Who splits lines at the line feed alone signs and compares other bytes than those that were written.',
    mend: 'Let lines end with a line feed; `* text eol=lf` in .gitattributes keeps Git from changing that.',
    wrong: { file: 'events.ndjson', content: `${LINE}\r\n`, shown: `${LINE}<CR>` },
    right: text(`${LINE}\n`, 'events.ndjson'),
    args: ['--rule', 'carriage_return=warning'],
  },
  empty: {
    level: 'error',
    summary: 'An input holds no payload',
    meaning: 'An input holds no payload: it is empty, white space, or an empty array.',
    why: 'A suite that checks nothing is green for ever.',
    mend: 'Put the payload in, or take the file away.',
    wrong: text('[]'),
    right: payload([REVIEW]),
  },
  line_too_long: {
    level: 'error',
    summary: 'A line or an element is longer than is read',
    meaning:
      'A line of NDJSON or an element of an array is longer than 16 MiB, or JSON of more than 1 MiB has more than 200,000 values. It is skipped, and the rest is checked.',
    why: 'No payload is: Svix sends up to 1 MiB. Something wrote a file without line ends.',
    mend: 'Write one JSON value a line.',
    wrong: {
      file: 'events.ndjson',
      content: `${LINE}\n{"x":"${'x'.repeat(17 * MIB)}"}\n`,
      shown: `${LINE}\n{"x":"…17 MiB…"}`,
    },
    right: text(`${LINE}\n`, 'events.ndjson'),
  },
  packed_damaged: {
    level: 'error',
    summary: 'A packed file is cut off or damaged',
    meaning: 'A gzip or Zstandard file is cut off or damaged. What could be unpacked before was checked.',
    why: 'An upload that was cut off looks like a shorter suite.',
    mend: 'Pack it again, or fetch it again.',
    wrong: {
      file: 'events.ndjson.gz',
      content: PACKED.subarray(0, -8),
      shown: 'events.ndjson.gz without its last 8 bytes',
    },
    right: { file: 'events.ndjson.gz', content: PACKED, shown: 'events.ndjson.gz as gzip wrote it' },
  },
  file_unreadable: {
    level: 'error',
    summary: 'An input cannot be read',
    meaning: 'An input is there, but cannot be read. The run ends with 3, whatever else was found.',
    why: 'What was not read was not checked.',
    mend: 'Look at the permissions of the file.',
    wrong: { file: 'payload.json', content: '', shown: 'a file that you have no permission to read' },
    right: payload(REVIEW),
  },
  duplicate_key: {
    level: 'error',
    summary: 'A key stands twice in one object',
    meaning:
      'A key stands twice in one object, at any depth, also inside the body of a capture. The place is that of the second.',
    why: 'JavaScript and Python take the last value, other languages the first or refuse it: two services read two different events out of the same signed bytes.',
    mend: 'Keep one of them.',
    wrong: text(`{"is_live":true,${LINE.slice(1)}`),
    right: text(LINE),
    find: findDuplicate,
  },
  number_imprecise: {
    level: 'warning',
    summary: 'JavaScript cannot hold a number exactly',
    meaning:
      'A number has more digits than a double holds, or is too large or too small for one: `JSON.parse` gives another number, or writing it again gives other digits. `1.0` and `1e2` are not meant. The message says from which digit on, and none of the digits, which may be those of a card or an account.',
    why: 'An id of 20 digits as a number is another id after it was parsed, and so is what is written out again.',
    mend: 'Write it as a string.',
    wrong: text(`${LINE.slice(0, -1)},"external_id":12345678901234567890}`),
    right: text(`${LINE.slice(0, -1)},"external_id":"12345678901234567890"}`),
    find: findImprecise,
  },
} as const satisfies Readonly<Record<string, Rule>>;

function findDuplicate(token: PlacedToken, source: string, show: Show): Told | undefined {
  if (!token.isRepeated) return undefined;
  const message = `The key ${quoteValue(unquote(source), show)} stands twice in this object: JavaScript takes the last value, and others may take the first.`;
  return { path: token.path(), message };
}

function findImprecise(token: PlacedToken, source: string, show: Show): Told | undefined {
  const loss = token.kind === 'number' ? findNumberLoss(source) : undefined;
  if (loss === undefined) return undefined;
  const path = token.path();
  return {
    path,
    message: `${nameValue(path, show)} ${toLossWords(loss)}: send it as a string.`,
    expected: 'a string, or a number that JavaScript can hold',
    actual: 'count' in loss ? `a number of ${loss.count} digits` : 'a number',
  };
}

/** Which digits are lost, and none of them: the number can be that of a card or of somebody's account. */
function toLossWords(loss: NumberLoss): string {
  switch (loss.kind) {
    case 'overflow':
      return 'is a number too large for JavaScript, which reads it as Infinity';
    case 'underflow':
      return 'is a number too small for JavaScript, which reads it as 0';
    case 'written':
      return `is a number of ${loss.count} digits, which JavaScript reads exactly and writes with others`;
    case 'digits':
      return `is a number of ${loss.count} digits, which JavaScript reads as another from digit ${loss.first} on`;
  }
}

/** `JSON.parse` takes half of a pair of UTF-16, which UTF-8 cannot write. */
function findLoneSurrogate(token: PlacedToken, source: string, show: Show): Told | undefined {
  if (!/\\ud[89a-f]/i.test(source) || unquote(source).isWellFormed()) return undefined;
  const path = token.path();
  const what = token.kind === 'key' ? 'A key' : nameValue(path, show);
  const message = `${what} has a lone surrogate (\\ud800 to \\udfff): it is not Unicode text, and PostgreSQL, Python and Rust refuse it.`;
  return { path, message };
}
