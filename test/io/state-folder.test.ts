import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { developmentSecret, makeStateFolder } from '../../src/io/state-folder.ts';
import { makeFolder } from '../harness/folder.ts';

test('the folder is for this user alone and keeps itself out of a repository', () => {
  const cwd = makeFolder();
  const folder = makeStateFolder(cwd);
  expect(folder).toBe(join(cwd, '.fp-webhooks'));
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readFileSync(join(folder, '.gitignore'), 'utf8')).toBe('*\n');
});

test("a .gitignore that is already there is the user's own", () => {
  const cwd = makeFolder({ '.fp-webhooks/.gitignore': '!history.db\n' });
  makeStateFolder(cwd);
  expect(readFileSync(join(cwd, '.fp-webhooks', '.gitignore'), 'utf8')).toBe('!history.db\n');
});

test('the development secret is made once, and anew only when it was removed', () => {
  const cwd = makeFolder();
  const first = developmentSecret(cwd);
  const path = join(cwd, '.fp-webhooks', 'secret');
  expect(first).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect(developmentSecret(cwd)).toBe(first);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(readdirSync(join(cwd, '.fp-webhooks')).toSorted()).toEqual(['.gitignore', 'secret']);
  rmSync(path);
  expect(developmentSecret(cwd)).not.toBe(first);
  expect(developmentSecret(makeFolder())).not.toBe(first);
});

test('a file in the place of the folder is a failure with a code', () => {
  const cwd = makeFolder({ '.fp-webhooks': '' });
  expect(() => makeStateFolder(cwd)).toThrow(expect.objectContaining({ code: 'file_unwritable' }));
});
