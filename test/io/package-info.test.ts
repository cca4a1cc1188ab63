import { expect, test } from 'vitest';
import { findRepository } from '../../src/io/package-info.ts';
import { makeFolder } from '../harness/folder.ts';

test.each([
  [{ type: 'git', url: 'git+https://example.com/owner/name.git' }, 'https://example.com/owner/name'],
  ['https://example.com/owner/name', 'https://example.com/owner/name'],
  ['github:owner/name', undefined],
  [{ type: 'git', url: 'git@example.com:owner/name.git' }, undefined],
  [{ type: 'git' }, undefined],
  [null, undefined],
  [undefined, undefined],
])('the repository %j is at %s', (repository, url) => {
  expect(findRepository(makeFolder({ 'package.json': JSON.stringify({ repository }) }))).toBe(url);
});

test('a package that cannot be read is nowhere', () => {
  expect(findRepository(makeFolder())).toBeUndefined();
  expect(findRepository(makeFolder({ 'package.json': '{' }))).toBeUndefined();
});
