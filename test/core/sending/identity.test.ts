import { Buffer } from 'node:buffer';
import { expect, test } from 'vitest';
import { isLiveBody } from '../../../src/commands/replay/target.ts';
import { findAttemptTime, toSignedSeconds } from '../../../src/core/sending/make-request.ts';
import { createIdChooser } from '../../../src/core/sending/message-ids.ts';

const NOW = 1_764_000_000;

test.each([
  ['-6m', NOW - 360],
  ['+10m', NOW + 600],
  ['-90s', NOW - 90],
  ['+2h', NOW + 7_200],
  ['-1d', NOW - 86_400],
  ['1614265330', 1_614_265_330],
  ['2026-11-22T09:00:00Z', 1_795_338_000],
  ['2026-11-22 09:00:00', 1_795_338_000],
])('--timestamp %s is %i', (text, seconds) => {
  const time = findAttemptTime(text);
  expect(time && toSignedSeconds(time, NOW)).toBe(seconds);
});

test.each(['', '6m', '-6', '+', '-6 parsecs', '--6m', '2026-13-01T00:00:00Z', 'now'])(
  '--timestamp "%s" is no time',
  (text) => {
    expect(findAttemptTime(text)).toBeUndefined();
  },
);

const BODY = Buffer.from('{}');
const PARCELS = ['msg_a', undefined, 'msg_a'].map((messageId, index) => ({
  source: `${index}`,
  event: null,
  body: BODY,
  ...(messageId !== undefined && { messageId }),
}));

test.each([
  [{ kind: 'kept' }, ['msg_a', 'new 1', 'msg_a', 'new 3', 'new 4', 'new 3']],
  [{ kind: 'new' }, ['new 0', 'new 1', 'new 0', 'new 3', 'new 4', 'new 3']],
  [{ kind: 'original' }, ['msg_a', null, 'msg_a', 'msg_a', null, 'msg_a']],
  [{ kind: 'none' }, [null, null, null, null, null, null]],
  [{ kind: 'given', id: 'x' }, ['x', 'x', 'x', 'x', 'x', 'x']],
] as const)('with %j three payloads sent twice have the ids %j', (choice, ids) => {
  const idOf = createIdChooser(PARCELS, choice, (index) => `new ${index}`);
  expect(ids.map((_, index) => idOf(index))).toEqual(ids);
});

test.each([
  ['{"is_live":true}', true],
  ['{"a":[{"is_live" :\n true}]}', true],
  ['{"is_live":true,"is_live":false}', true],
  ['{"is\\u005flive":true}', true],
  ['{"data":{"is\\u005flive":true}}', true],
  ['{"is\\u005flive":true,"is_live":false}', true],
  ['{"is_live":true', true],
  ['\u00ff{"is_live":true}', true],
  ['{"is_live":false}', false],
  ['{"is_live":"true"}', true],
  ['{"is_live":1}', true],
  ['{"is_live" : null}', false],
  ['{"live":true,"x":"\\n"}', false],
  ['', false],
])('whether %s is of live mode: %s', (text, isLive) => {
  expect(isLiveBody(Buffer.from(text, 'latin1'))).toBe(isLive);
});
