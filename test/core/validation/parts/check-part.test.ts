import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../../../src/core/capture/capture.ts';
import type { InputForm } from '../../../../src/core/json/cut.ts';
import type { Part } from '../../../../src/core/validation/parts/part.ts';
import { toLevels } from '../../../../src/core/validation/rules/rules.ts';
import { sample } from '../../capture/cases.ts';
import { check, outline, toPart } from './checking.ts';

const EVENT = {
  event_kind: 'footprint.user.info_requested',
  fp_id: 'fp_id_test_abcdefghijklmnopqrstuv',
  is_live: false,
  timestamp: '2025-05-05T10:00:00Z',
};
const GOOD = JSON.stringify(EVENT);
const BAD = JSON.stringify({ ...EVENT, is_live: 1 });
const BAD_AT = BAD.indexOf('1,') + 1;
const MESSAGE = `{"id":"msg_1","eventType":"user.info_requested","payload":${BAD}}`;
const MESSAGE_AT = MESSAGE.indexOf(':1,') + 2;
const { version, id, receivedAt, verdict } = sample;
const delivery = { ...sample.delivery, method: 'POST', body: Buffer.from(GOOD) };
const CAPTURE = encodeCapture({ version, id, receivedAt, verdict, delivery });
const HEADERS_AT = CAPTURE.indexOf('[[') + 1;

function har(...entries: object[]): string {
  return JSON.stringify({ log: { entries } });
}

const REQUEST = { method: 'POST', url: 'http://a.test/', headers: [], postData: { text: GOOD } };
const ENTRY = { startedDateTime: '2025-05-05T10:00:00Z', request: REQUEST };
const SIGNED = { ...REQUEST, headers: ['id', 'timestamp', 'signature'].map(toHeader) };

function toHeader(name: string) {
  return { name: `Svix-${name}`, value: name === 'timestamp' ? '1746439200' : `v1,${'A'.repeat(43)}=` };
}

test.each<[string, string, Partial<Part>, InputForm | undefined, number, string[]]>([
  ['a payload', GOOD, {}, undefined, 1, []],
  ['a payload with a fault', BAD, {}, undefined, 1, [`wrong_type 1:${BAD_AT}`]],
  ['an array', `[${GOOD},\n${BAD}]`, {}, undefined, 2, [`wrong_type 2:${BAD_AT}`]],
  [
    'lines by their content',
    `${GOOD}\n\n${BAD}\r\n${BAD}`,
    {},
    undefined,
    3,
    [`wrong_type 3:${BAD_AT} 4:${BAD_AT}`],
  ],
  ['nothing', '', {}, undefined, 0, ['empty 1:1']],
  ['a byte order mark and white space', '\ufeff \n', {}, undefined, 0, ['byte_order_mark 1:1', 'empty 1:1']],
  ['no lines', '\n\n', { form: 'lines' }, undefined, 0, ['empty 1:1']],
  ['a later part without lines', '', { form: 'lines', part: 1 }, undefined, 0, []],
  ['lines that are not JSON', `${GOOD}\nx\n${GOOD}`, { form: 'lines' }, undefined, 3, ['not_json 2:1']],
  [
    'lines with more behind a payload',
    `${GOOD} \n${GOOD}x`,
    { form: 'lines' },
    undefined,
    2,
    [`not_json 2:${GOOD.length + 1}`],
  ],
  ['lines read as one value', `${GOOD}\n${GOOD}`, {}, 'json', 1, ['not_json 2:1']],
  [
    'elements',
    `${GOOD},${BAD} `,
    { form: 'elements', column: 7 },
    undefined,
    2,
    [`wrong_type 1:${BAD_AT + GOOD.length + 7}`],
  ],
  [
    'elements with commas too many',
    `,${GOOD},,\n${GOOD},`,
    { form: 'elements' },
    undefined,
    2,
    [`not_json 1:1 1:${GOOD.length + 3}`],
  ],
  [
    'elements of which one is broken',
    `${GOOD}\n,{"a":tru},\n${BAD}`,
    { form: 'elements' },
    undefined,
    3,
    ['not_json 2:7', `wrong_type 3:${BAD_AT}`],
  ],
  ['elements that are arrays', `[${GOOD}]`, { form: 'elements' }, undefined, 1, ['not_an_object 1:1']],
  ['a capture', CAPTURE, {}, undefined, 1, [`signature_invalid 1:${HEADERS_AT}`]],
  ['a capture read as a payload', CAPTURE, {}, 'payload', 1, ['event_kind_missing 1:1']],
  ['a payload read as a capture', GOOD, {}, 'capture', 1, ['capture_invalid 1:1']],
  ['a broken capture', '{"capture":1}', {}, 'capture', 1, ['capture_invalid 1:1']],
  [
    'payloads on lines read as captures',
    `${GOOD}\n${GOOD}`,
    { form: 'lines' },
    'capture',
    2,
    ['capture_invalid 1:1 2:1'],
  ],
  ["a message of Svix's export", MESSAGE, {}, undefined, 1, [`wrong_type 1:${MESSAGE_AT}`]],
  [
    'messages on lines',
    `${MESSAGE}\n${GOOD}\n${MESSAGE}`,
    { form: 'lines' },
    undefined,
    3,
    [`wrong_type 1:${MESSAGE_AT} 3:${MESSAGE_AT}`],
  ],
  [
    'messages in an array',
    `[${MESSAGE},\n${MESSAGE}]`,
    {},
    'svix',
    2,
    [`wrong_type 1:${MESSAGE_AT + 1} 2:${MESSAGE_AT}`],
  ],
  [
    "a page of Svix's list",
    `{"data":[\n${MESSAGE},\n1],"iterator":null,"done":true}`,
    {},
    undefined,
    2,
    [`wrong_type 2:${MESSAGE_AT}`, 'export_invalid 3:1'],
  ],
  ['a payload read as a message', GOOD, {}, 'svix', 1, ['export_invalid 1:1']],
  ['a wrapped payload', `{"type":"x","data":${GOOD}}`, {}, undefined, 1, ['wrapped_payload 1:20']],
  [
    'a HAR',
    har(ENTRY, ENTRY),
    {},
    undefined,
    2,
    [`signature_invalid 1:${at(har(ENTRY, ENTRY), '[]')} 1:${at(har(ENTRY, ENTRY), '[]', 2)}`],
  ],
  ['a HAR with a signature that nobody can judge', har({ ...ENTRY, request: SIGNED }), {}, undefined, 1, []],
  [
    'a HAR of other requests',
    har(
      { ...ENTRY, request: { ...REQUEST, method: 'GET' } },
      { ...ENTRY, request: { ...REQUEST, postData: { text: '{}' } } },
    ),
    {},
    undefined,
    0,
    ['empty 1:1'],
  ],
  [
    'a HAR that we wrote',
    `{"log":{"entries":[{"_fpWebhooks":\n${CAPTURE}}]}}`,
    {},
    'har',
    1,
    [`signature_invalid 2:${HEADERS_AT}`],
  ],
  [
    'a HAR with a broken entry',
    har({ ...ENTRY, startedDateTime: 'x' }, ENTRY).replace('"headers":[],', ''),
    {},
    'har',
    2,
    ['har_entry_invalid 1:20', 'signature_invalid 1:375'],
  ],
  ['a payload read as a HAR', GOOD, {}, 'har', 1, ['har_entry_invalid 1:1']],
  [
    'what is too long',
    `${GOOD}\n`,
    { form: 'lines', problem: { code: 'line_too_long', message: 'It is.' }, skippedLines: 1 },
    undefined,
    1,
    ['line_too_long 2:1'],
  ],
  [
    'what cannot be read',
    '',
    { problem: { code: 'file_unreadable', message: 'No.' } },
    undefined,
    0,
    ['file_unreadable 1:1'],
  ],
])('%s', async (_, content, change, as, payloads, findings) => {
  const result = await check(toPart(content, change), as);
  expect([result.payloads, outline(result)]).toEqual([payloads, findings]);
});

/** The column of a text where it stands for the nth time. */
function at(text: string, wanted: string, nth = 1): number {
  let found = -1;
  for (let count = 0; count < nth; count += 1) found = text.indexOf(wanted, found + 1);
  return found + 1;
}

test('lines are counted, and those that were passed over', async () => {
  const part = toPart(`${GOOD}\n${GOOD}`, { form: 'lines', skippedLines: 3 });
  expect(await check(part)).toMatchObject({ input: 0, part: 0, lines: 4, payloads: 2 });
});

test('events and documented values are counted, clean or not, in captures and messages as well', async () => {
  const done = { ...EVENT, event_kind: 'footprint.onboarding.completed', requires_manual_review: false };
  const ids = { onboarding_id: 'ob_abc', playbook_key: 'pb_test_abc' };
  const lines = ['pass', 'pass', 'news'].map((status) => JSON.stringify({ ...done, ...ids, status }));
  const text = [...lines, CAPTURE, MESSAGE, GOOD, '{"event_kind":"other"}'].join('\n');
  expect((await check(toPart(text, { form: 'lines' }))).seen).toEqual({
    'footprint.onboarding.completed': { count: 3, values: { status: { pass: 2 } } },
    'footprint.user.info_requested': { count: 3, values: {} },
  });
});

test('the messages of captures are told with what they carried', async () => {
  const { messages } = await check(toPart(`\n${CAPTURE}\n${GOOD}`, { form: 'lines' }));
  const digest = createHash('sha256').update(GOOD).digest('base64');
  expect(messages).toEqual([
    {
      id: expect.stringMatching(/^msg_/),
      digest,
      line: 2,
      column: 1,
      event: EVENT.event_kind,
    },
  ]);
});

test('where nobody asks for reused ids no message is told', async () => {
  const levels = toLevels(new Map([['message_id_reused', 'off']]));
  const result = await check(toPart(`${CAPTURE}\n`, { form: 'lines' }), undefined, { levels });
  expect([result.messages, result.payloads]).toEqual([[], 1]);
});

test('a rule that is off says nothing, and a level is a severity', async () => {
  const levels = toLevels(
    new Map([
      ['empty', 'off'],
      ['wrong_type', 'warning'],
    ]),
  );
  expect(outline(await check(toPart(''), undefined, { levels }))).toEqual([]);
  const { groups } = await check(toPart(BAD), undefined, { levels });
  expect(groups.map(({ finding }) => finding.severity)).toEqual(['warning']);
});

test('the result is plain data', async () => {
  const result = await check(toPart(`${BAD}\n${CAPTURE}\nx`, { form: 'lines' }));
  expect(structuredClone(result)).toEqual(result);
  expect(JSON.parse(JSON.stringify(result))).toEqual(result);
});

const utf16 = (text: string) => Buffer.from(text, 'utf16le');
const utf32 = (text: string) => Buffer.concat(Array.from(text, (each) => Buffer.from(`${each}\0\0\0`)));
const LE_MARK_16 = Buffer.from([0xff, 0xfe]);
const LE_MARK_32 = Buffer.from([0xff, 0xfe, 0, 0]);

test.each<[string, Uint8Array, string]>([
  ['UTF-16, little-endian', utf16(GOOD), 'UTF-16'],
  ['UTF-16, big-endian', utf16(GOOD).swap16(), 'UTF-16'],
  ['UTF-16 with a byte order mark', Buffer.concat([LE_MARK_16, utf16(GOOD)]), 'UTF-16'],
  ['UTF-16 with the other byte order mark', Buffer.concat([LE_MARK_16, utf16(GOOD)]).swap16(), 'UTF-16'],
  ['UTF-16 behind half of a line feed', Buffer.from(`\0${GOOD.split('').join('\0')}\0`), 'UTF-16'],
  ['UTF-32 behind a quarter of a line feed', utf32(`\n${GOOD}`).subarray(1), 'UTF-32'],
  ['a byte order mark of UTF-16 alone', LE_MARK_16, 'UTF-16'],
  ['UTF-32, little-endian', utf32(GOOD), 'UTF-32'],
  ['UTF-32, big-endian', utf32(GOOD).swap32(), 'UTF-32'],
  ['UTF-32 with a byte order mark', Buffer.concat([LE_MARK_32, utf32(GOOD)]), 'UTF-32'],
  ['UTF-32 with the other byte order mark', Buffer.concat([LE_MARK_32, utf32(GOOD)]).swap32(), 'UTF-32'],
])('F10: %s is named as what it is, once for all parts', async (_, bytes, encoding) => {
  const { groups } = await check(toPart(bytes));
  expect(groups.map(({ finding }) => finding.message)).toEqual([
    `This is ${encoding}: save it as UTF-8, in which JSON is always written.`,
  ]);
  expect(outline(await check(toPart(bytes, { form: 'lines', part: 1 })))).toEqual([]);
});
