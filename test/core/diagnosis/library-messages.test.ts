import { expect, test } from 'vitest';
import { toLibraryMessage } from '../../../src/core/diagnosis/library-messages.ts';
import { judge } from '../../../src/core/signature/judge.ts';
import { createReferee } from '../../../src/io/referee.ts';
import { key, otherKey, signed, withHeader } from '../signature/cases.ts';

const ask = await createReferee();
const now = Math.floor(Date.now() / 1_000);
const good = signed([key], { timestampSeconds: now });

test.each([
  withHeader(good, 'svix-id'),
  withHeader(good, 'svix-timestamp', 'soon'),
  withHeader(good, 'svix-timestamp', String(now - 900)),
  withHeader(good, 'svix-timestamp', String(now + 900)),
  withHeader(good, 'svix-signature', 'v1='),
  signed([otherKey], { timestampSeconds: now }),
])('quotes the svix library word for word: %#', (delivery) => {
  expect(ask(delivery, [key])).toEqual({
    accepts: false,
    message: toLibraryMessage(judge(delivery, [key], now)),
  });
});
