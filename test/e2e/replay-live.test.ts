import { expect, test } from 'vitest';
import { SECRET } from '../harness/binary.ts';
import { mostlyInside } from '../harness/inside.ts';

const { run } = mostlyInside();

const env = { FP_WEBHOOKS_SECRET: SECRET };
/** Of an address that belongs to nobody. Source: RFC 5737. */
const FAR = ['--to', 'http://192.0.2.1:9/hooks', '--allow-remote'];
const LIVE = 'onboarding.completed.live';

test.each([
  [['vault.updated', LIVE]],
  [['vault.updated', LIVE, '--rate', '5/s']],
  [['vault.updated', '--set', 'is_live=true']],
])('%j does not leave this machine without --allow-live, and nothing else does', async (args) => {
  const { status, stdout, stderr } = await run(['replay', ...args, ...FAR], { env });
  expect([status, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(
    /is of live mode \(is_live is true\), and http:\/\/192\.0\.2\.1:9\/hooks is not on this/,
  );
  expect(stderr).toContain('--allow-live');
});

test('without --allow-remote that comes first', async () => {
  const { status, stderr } = await run(['replay', LIVE, '--allow-live', ...FAR.slice(0, 2)], { env });
  expect([status, stderr]).toEqual([2, expect.stringContaining('--allow-remote')]);
});

test('with both flags it goes out', async () => {
  // A name that cannot be found ends it at once, where the address above would keep it waiting.
  const to = ['--to', 'http://nobody.invalid/', '--allow-remote', '--allow-live'];
  const { status, stdout } = await run(['replay', LIVE, ...to, '--json'], { env });
  expect([status, stdout]).toEqual([4, expect.stringContaining('"sent":1')]);
});
