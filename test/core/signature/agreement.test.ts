import { describe, expect, it } from 'vitest';
import {
  type DisagreementCode,
  findDisagreement,
  isSureToAgree,
  type Opinion,
} from '../../../src/core/signature/agreement.ts';
import { judge } from '../../../src/core/signature/judge.ts';
import { deliver, header, key, NOW, privateKey, signed, withHeader } from './cases.ts';

const good = signed();
const signature = header(good, 'svix-signature');
const accepts: Opinion = { accepts: true };
const refuses: Opinion = { accepts: false, message: 'No matching signature found' };
const mixed = signed([key], {}, 'webhook');

describe('findDisagreement', () => {
  it('finds nothing when both say yes or both say no', () => {
    expect(findDisagreement(good, judge(good, [key], NOW), accepts)).toBeUndefined();
    expect(findDisagreement(deliver([]), judge(deliver([]), [key], NOW), refuses)).toBeUndefined();
  });

  const cases: readonly (readonly [DisagreementCode, typeof good, Opinion])[] = [
    ['body_not_utf8', signed([key], { body: Uint8Array.of(0xff) }), refuses],
    ['id_not_ascii', signed([key], { id: 'msg_é' }), refuses],
    ['timestamp_form', withHeader(good, 'svix-timestamp', `${NOW}abc`), accepts],
    ['timestamp_form', withHeader(good, 'svix-timestamp', `0${NOW}`), accepts],
    ['header_families_mixed', { ...mixed, headers: [...mixed.headers, ['svix-id', 'msg_2']] }, refuses],
    [
      'header_families_mixed',
      withHeader({ ...mixed, headers: [...mixed.headers, ['svix-id', 'msg_1']] }, 'webhook-id'),
      accepts,
    ],
    ['item_with_comma', withHeader(good, 'svix-signature', `${signature},x`), accepts],
    ['scheme_v1a', signed([privateKey]), refuses],
    ['clock', signed([key], { timestampSeconds: NOW - 999 }), accepts],
    ['clock', good, { accepts: false, message: 'Message timestamp too old' }],
    ['unexplained', good, refuses],
  ];

  it.each(cases)('explains %s', (code, delivery, opinion) => {
    const note = findDisagreement(delivery, judge(delivery, [key, privateKey], NOW), opinion);
    expect(note).toEqual({ code, sentence: expect.stringMatching(/^[A-Z].*\.$/) });
  });
});

describe('isSureToAgree', () => {
  const sure = (delivery: typeof good) => isSureToAgree(delivery, judge(delivery, [key, privateKey], NOW));

  it('is sure of what is plain', () => {
    expect(sure(good)).toBe(true);
    expect(sure(mixed)).toBe(true);
    expect(sure(withHeader(good, 'svix-signature', `v2,abc ${signature}`))).toBe(true);
    expect(sure(signed([key], { timestampSeconds: NOW - 290 }))).toBe(true);
  });

  it.each([
    ['a verdict other than valid', withHeader(good, 'svix-id', 'msg_2')],
    ['v1a', signed([privateKey])],
    ['an age near the end of the tolerance', signed([key], { timestampSeconds: NOW + 291 })],
    ['bytes that are not UTF-8', signed([key], { body: Uint8Array.of(0xff) })],
    ['an id that is not ASCII', signed([key], { id: 'msg_é' })],
    ['an item with two commas', withHeader(good, 'svix-signature', `${signature} v2,a,b`)],
    ['headers of both families', { ...mixed, headers: [...mixed.headers, ['svix-id', 'msg_2'] as const] }],
    [
      'an empty header of the other family',
      { ...mixed, headers: [...mixed.headers, ['svix-id', ''] as const] },
    ],
  ])('leaves %s to the library', (_, delivery) => {
    expect(sure(delivery)).toBe(false);
  });
});
