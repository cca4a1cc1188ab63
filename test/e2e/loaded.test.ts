import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { run } from '../harness/binary.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';

const HOOK = `
const { writeFileSync } = require('node:fs');
process.on('exit', () => writeFileSync(process.env.LOADED, process.moduleLoadList.join('\\n')));
`;

/** The built-in modules that a command had loaded at its end. */
async function loadedBy(...args: string[]): Promise<string> {
  const cwd = makeFolder({ 'hook.cjs': HOOK });
  const LOADED = join(cwd, 'loaded.txt');
  const binary = [process.execPath, '--require', './hook.cjs', join(PROJECT, 'bin/fp-webhooks.cjs')] as const;
  expect(await run(args, { cwd, binary, env: { LOADED } })).toMatchObject({ status: 0 });
  return readFileSync(LOADED, 'utf8');
}

// What loads `node:http2` is the client that passes deliveries on, and it takes as long as all the rest of a start.
test('a listener that passes nothing on never loads the HTTP client', async () => {
  const loaded = await loadedBy('listen', '--port', '0', '--for', '50ms');
  expect(loaded).toContain('NativeModule http\n');
  expect(loaded).not.toContain('NativeModule http2');
});

test('a payload is validated without a socket', async () => {
  const loaded = await loadedBy(
    'validate',
    join(PROJECT, 'fixtures/synthetic/onboarding.completed.live.json'),
  );
  expect(loaded).not.toMatch(/NativeModule (?:net|http)\n/);
});
