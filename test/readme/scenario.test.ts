import { expect, test } from 'vitest';
import { FORMS } from '../../src/core/payloads/scenario/explain-issue.ts';
import { startApp, verifying } from '../harness/app.ts';
import { run, SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { parseRecords } from '../harness/records.ts';
import { README, SCENARIO } from './blocks.ts';

test('the scenario of the README is played as it says', async () => {
  const app = await startApp(verifying());
  const cwd = makeFolder({ 'review.yaml': SCENARIO });
  const args = ['replay', '--scenario', 'review.yaml', '--time-scale', '100', '--json', '--to', app.url];
  const { status, stdout } = await run(args, { cwd, env: { FP_WEBHOOKS_SECRET: SECRET } });
  expect(status).toBe(0);
  expect(parseRecords(stdout).at(-1)).toMatchObject({ scenario: 'Review of a failed user', ok: 5 });
  const payloads = app.arrivals.map(({ body }) => JSON.parse(body.toString()));
  expect(new Set(payloads.map(({ fp_id }) => fp_id)).size).toBe(1);
  expect(payloads[0]).toMatchObject({ status: 'fail', external_id: 'order-4711' });
  expect(payloads.at(-1)).toMatchObject({ new_field: [1, 2] });
});

test('the README has every key of a step', () => {
  const table = /\| key of a step .*?\n\n/s.exec(README)?.[0] ?? '';
  for (const key of Object.keys(FORMS.step).filter((each) => each !== 'name'))
    expect(table).toContain(`\`${key}\``);
});
