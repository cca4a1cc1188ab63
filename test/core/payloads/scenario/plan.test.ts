import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ScenarioPlan } from '../../../../src/core/payloads/scenario/plan-scenario.ts';
import { volume } from '../../../harness/volume.ts';
import { plan, START_MS } from './playing.ts';

const payloadsOf = ({ deliveries }: ScenarioPlan) =>
  deliveries.map(({ payload: { body } }) => JSON.parse(Buffer.from(body).toString()));

/** What a scenario of one step sends. */
async function payloadOf(step: string, top = '') {
  const [payload] = payloadsOf(await plan(`name: a\n${top}steps:\n  - ${step.replaceAll('\n', '\n    ')}\n`));
  return payload;
}

test('a variable with the name of a field stands in that field of every event that has it, and nowhere else', async () => {
  const planned = await plan(`
name: a
variables:
  fp_id: new person id
  onboarding_id: ob_mine
steps:
  - event: onboarding.completed
  - event: vault.updated
`);
  const fp_id = 'fp_id_test_0000000000000000000001';
  expect(payloadsOf(planned)).toEqual([
    expect.objectContaining({ fp_id, onboarding_id: 'ob_mine' }),
    expect.not.objectContaining({ onboarding_id: 'ob_mine' }),
  ]);
  expect(payloadsOf(planned)[1]).toMatchObject({ fp_id });
});

test('values get the type of their field, in quotes they are texts, and other fields take what YAML says', async () => {
  const step = `event: watchlist_check.completed
set:
  onboarding_id: 0012
  is_live: true
  error: null
  extra: 1.50
  other: "1.50"
  list: [1, yes, true, ~]
  deep.down: 12345678901234567890
allow_invalid: true`;
  expect(await payloadOf(step)).toMatchObject({
    onboarding_id: '0012',
    is_live: true,
    error: null,
    extra: 1.5,
    other: '1.50',
    list: [1, 'yes', true, null],
  });
  const planned = await plan(
    `name: a\nsteps: [{event: vault.updated, set: {n: 12345678901234567890, m: 0x10}}]`,
  );
  expect(Buffer.from(planned.deliveries[0]?.payload.body ?? []).toString()).toContain(
    '"n":12345678901234567890,"m":16',
  );
});

test('merge comes first, then set, then unset', async () => {
  const step = `event: vault.updated
merge: { fields: [id.dob], source: api, external_id: x }
set: { "fields[]": id.ssn4, source: dashboard }
unset: [external_id]`;
  const payload = await payloadOf(step);
  expect(payload).toMatchObject({ fields: ['id.dob', 'id.ssn4'], source: 'dashboard' });
  expect(payload).not.toHaveProperty('external_id');
});

test('a name between braces is filled in everywhere in a text, and a second dollar keeps it out', async () => {
  const step = `event: vault.updated
set: { external_id: "a-\${who}-\${who}", source: "$\${who}" }`;
  expect(await payloadOf(step, 'variables: { who: me }\n')).toMatchObject({
    external_id: 'a-me-me',
    source: ['$', '{who}'].join(''),
  });
});

test('a payload in the step is sent as it is written, and can have the time of the step', async () => {
  const step = `payload: { event_kind: footprint.new, fp_id: fp_id_mine, is_live: false, timestamp: "\${timestamp}" }`;
  expect(await payloadOf(step)).toEqual({
    event_kind: 'footprint.new',
    fp_id: 'fp_id_mine',
    is_live: false,
    timestamp: '2026-11-22T09:00:00.000470542Z',
  });
});

test('JSON is YAML, with $schema for editors', async () => {
  const json = JSON.stringify({ $schema: 'x', name: 'a', steps: [{ event: 'vault.updated' }] }, null, '\t');
  expect((await plan(json)).deliveries).toHaveLength(1);
  expect((await plan(`\ufeff${json.replaceAll('\n', '\r\n')}`)).deliveries).toHaveLength(1);
});

test('each event happens later than the one before it, in the form of its own example', async () => {
  const planned = await plan(`
name: a
steps:
  - event: onboarding.completed
  - { event: user.bank_link_updated, delay: 2s }
  - { event: user.bank_link_updated.shape-b, delay: 1m }
  - { event: vault.updated, set: { timestamp: "2020-01-01T00:00:00Z" } }
`);
  expect(payloadsOf(planned).map(({ timestamp }) => timestamp)).toEqual([
    '2026-11-22T09:00:00.000470542Z',
    '2026-11-22T09:00:02.001711013',
    '2026-11-22T09:01:02Z',
    '2020-01-01T00:00:00Z',
  ]);
  expect(planned.waitsMs).toBe(62_000);
});

test('a step that is sent after a later one happens at its own place', async () => {
  const planned = await plan(`
name: a
steps:
  - { name: one, event: vault.updated, send_after: two, delay: 5s, duplicate: 1 }
  - { name: also, event: vault.updated, send_after: two }
  - { name: two, event: vault.updated, delay: 1s }
  - { name: three, event: vault.updated }
  - { name: again, repeat: one, expect: [400, 5xx] }
`);
  expect(planned.deliveries.map(({ step, delayMs, copy }) => [step, delayMs, copy])).toEqual([
    ['two', 1_000, undefined],
    ['one', 5_000, 1],
    ['one', 0, 2],
    ['also', 0, undefined],
    ['three', 0, undefined],
    ['again', 0, undefined],
  ]);
  const times = payloadsOf(planned).map(({ timestamp }) => Date.parse(timestamp) - START_MS);
  expect(times).toEqual([1_002, 0, 0, 1, 1_003, 0]);
  const [, one, , , , again] = planned.deliveries;
  expect([again?.message, again?.payload.body]).toEqual([one?.message, one?.payload.body]);
  expect([again?.success.text, one?.success.text]).toEqual(['400 or 5xx', '2xx']);
});

test('a time scale divides the waits, and so the times between events', async () => {
  const text = 'name: a\nsteps: [{event: vault.updated}, {event: vault.updated, delay: 10s}]';
  const planned = await plan(text, { timeScale: 100 });
  expect([planned.waitsMs, planned.deliveries[1]?.delayMs]).toEqual([100, 100]);
  expect(Date.parse(payloadsOf(planned)[1].timestamp)).toBe(START_MS + 101);
});

test('what has become unusual is told with the name of its step', async () => {
  const planned = await plan('name: a\nsteps: [{name: odd, event: vault.updated, set: {source: sauce}}]');
  expect(planned.warnings).toEqual([expect.stringMatching(/^odd: "sauce" is not a value this tool knows/)]);
});

/** Steps that are right: one that comes again names an earlier one, and one that waits a later one. */
const steps = fc
  .array(
    fc.record({
      kind: fc.constantFrom('event', 'repeat', 'payload'),
      copies: fc.integer({ min: 0, max: 3 }),
      delayMs: fc.integer({ min: 0, max: 5_000 }),
      other: fc.nat(),
      waits: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((drafts) =>
    drafts.map(({ kind, copies, delayMs, other, waits }, index) => {
      const later = drafts.length - 1 - index;
      return {
        name: `s${index}`,
        ...(kind === 'repeat' && index > 0
          ? { repeat: `s${other % index}` }
          : kind === 'payload'
            ? {
                payload: { event_kind: 'footprint.new', timestamp: ['$', '{timestamp}'].join('') },
                allow_invalid: true,
              }
            : { event: 'vault.updated' }),
        ...(copies > 0 && { duplicate: copies }),
        delay: `${delayMs}ms`,
        ...(waits && later > 0 && { send_after: `s${index + 1 + (other % later)}` }),
      };
    }),
  );

test('any scenario sends each of its steps as often as it says, and one message is one body', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (drafts) => {
      const planned = await plan(JSON.stringify({ name: 'any', steps: drafts }));
      const counts = new Map<string, number>();
      for (const { step } of planned.deliveries) counts.set(step, (counts.get(step) ?? 0) + 1);
      expect(Object.fromEntries(counts)).toEqual(
        Object.fromEntries(drafts.map(({ name, duplicate = 0 }) => [name, duplicate + 1])),
      );
      const order = planned.deliveries.map(({ step }) => step);
      for (const { name, send_after } of drafts)
        if (send_after !== undefined)
          expect(order.indexOf(name)).toBeGreaterThan(order.lastIndexOf(send_after));
      const bodies = new Map<number, Uint8Array>();
      for (const { message, payload } of planned.deliveries)
        expect(bodies.set(message, bodies.get(message) ?? payload.body).get(message)).toBe(payload.body);
      const waits = drafts.reduce((sum, { delay }) => sum + Number.parseInt(delay, 10), 0);
      expect(planned.waitsMs).toBe(waits);
    }),
    { numRuns: volume(20, 60) },
  );
});
