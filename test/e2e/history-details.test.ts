import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { deliver } from '../harness/sender.ts';
import { HAS_TMUX, startConsole } from '../harness/terminal.ts';

const BODY = '{"event_kind":"footprint.user.created","fp_id":"fp_id_7p793EF07xKXHqAeg5VGPj","is_live":false}';
const CLEAR = /Svix-Signature/i;

test.runIf(HAS_TMUX)('with --no-save the details of a delivery are there, from memory', async () => {
  const terminal = await startConsole('--no-save');
  await deliver(terminal.url, BODY, { id: 'msg_details' });
  await terminal.until((screen) => screen.includes('user.created'));
  terminal.press('d');
  await terminal.until((screen) => CLEAR.test(screen));
  expect(existsSync(join(terminal.cwd, '.fp-webhooks'))).toBe(false);
});

test.runIf(HAS_TMUX)(
  'details that cannot be read are no end of the listener, which goes on as soon as it can',
  async () => {
    const terminal = await startConsole('');
    const file = join(terminal.cwd, '.fp-webhooks', 'history.db');
    await deliver(terminal.url, BODY);
    await terminal.until((screen) => screen.includes('user.created'));
    rmSync(file);
    writeFileSync(file, 'mine');
    terminal.press('d');
    await terminal.until((screen) => screen.replaceAll('\n', ' ').includes('something other than a history'));
    expect(await deliver(terminal.url, BODY)).toMatchObject({ status: 503 });
    rmSync(file);
    expect(await deliver(terminal.url, BODY)).toMatchObject({ status: 200 });
    terminal.press('d');
    await terminal.until((screen) => CLEAR.test(screen));
  },
);
