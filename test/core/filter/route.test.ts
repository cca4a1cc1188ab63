import { expect, test } from 'vitest';
import { splitRoute, toChooseUrls } from '../../../src/core/filter/event-glob.ts';

test.each([
  ['http://localhost:3000/', { url: 'http://localhost:3000/' }],
  ['http://localhost:3000/?a=b', { url: 'http://localhost:3000/?a=b' }],
  ['localhost:3000', { url: 'localhost:3000' }],
  ['user.*=http://localhost:3000/?a=b', { event: 'user.*', url: 'http://localhost:3000/?a=b' }],
  ['user.* = localhost:3000/x', { event: 'user.*', url: 'localhost:3000/x' }],
  ['*=http://localhost/', { event: '*', url: 'http://localhost/' }],
  ['=http://localhost/', { url: '=http://localhost/' }],
  ['user.*=', { event: 'user.*', url: '' }],
])('%s is taken apart', (text, parts) => {
  expect(splitRoute(text)).toEqual(parts);
});

const [USERS, AUDIT, REST, MORE] = ['http://a/users', 'http://a/audit', 'http://a/rest', 'http://a/more'];

const chooseUrls = toChooseUrls([
  { url: REST },
  { url: USERS, event: 'user.*' },
  { url: AUDIT, event: '*.manual_review' },
  { url: USERS, event: 'vault.updated' },
  { url: MORE },
  { url: REST },
]);

test.each([
  ['footprint.user.info_requested', [USERS]],
  ['footprint.user.manual_review', [USERS, AUDIT]],
  ['footprint.vault.updated', [USERS]],
  ['footprint.onboarding.completed', [REST, MORE]],
  [null, [REST, MORE]],
])('%s goes to %j', (event, urls) => {
  expect(chooseUrls(event)).toEqual(urls);
});

test('a URL that several globs name gets a delivery once', () => {
  const choose = toChooseUrls([
    { url: USERS, event: 'user.*' },
    { url: USERS, event: '*.manual_review' },
  ]);
  expect(choose('footprint.user.manual_review')).toEqual([USERS]);
});

test('without a default route, what no glob fits goes nowhere', () => {
  const choose = toChooseUrls([{ url: USERS, event: 'user.*' }]);
  expect(choose('footprint.vault.updated')).toEqual([]);
  expect(choose(null)).toEqual([]);
  expect(toChooseUrls([])('footprint.vault.updated')).toEqual([]);
});

test('a route for * takes a body without an event as well', () => {
  expect(toChooseUrls([{ url: REST, event: '*' }])(null)).toEqual([REST]);
});
