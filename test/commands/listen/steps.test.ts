import { expect, onTestFinished, test } from 'vitest';
import { conclude } from '../../../src/commands/listen/conclude.ts';
import type { Described } from '../../../src/commands/listen/describe.ts';
import { createForwarder } from '../../../src/commands/listen/forward.ts';
import { type JudgeOptions, judgeDelivery } from '../../../src/commands/listen/judge.ts';
import { createState } from '../../../src/commands/listen/state.ts';
import { createStore } from '../../../src/commands/listen/store.ts';
import { AppError } from '../../../src/core/error.ts';
import type { Conclusion } from '../../../src/core/history/history.ts';
import { signatureHeaders } from '../../../src/core/signature/sign.ts';
import { createMemoryHistory } from '../../../src/io/history/memory.ts';
import type { OutputRecord } from '../../../src/report/records.ts';
import { key } from '../../core/signature/cases.ts';
import { answering, startApp } from '../../harness/app.ts';

const URL_OF_APP = 'http://127.0.0.1:9/';
const body = Buffer.from('{"event_kind":"footprint.vault.updated","fp_id":"fp_id_1"}');
const receivedAt = new Date('2026-11-22T12:00:00.000Z');
const timestampSeconds = receivedAt.getTime() / 1_000;
const headers = signatureHeaders({ id: 'msg_1', timestampSeconds, body }, [key], 'svix');
const received = { id: '01', receivedAt, delivery: { method: 'POST', path: '/', headers, body } };

function judged(changes: Partial<JudgeOptions> = {}, filter = {}) {
  const state = createState(filter, { hasApp: true, place: undefined });
  const chooseUrls = () => [URL_OF_APP];
  return judgeDelivery(received, {
    keys: [key],
    ack: 'app',
    misbehave: undefined,
    chooseUrls,
    state,
    ...changes,
  });
}

test('judge plans to forward what is verified and wanted, and leaves the answer to the app', () => {
  const { capture, messageId, content, plan } = judged();
  expect([capture.verdict.kind, messageId, content.event]).toEqual([
    'valid',
    'msg_1',
    'footprint.vault.updated',
  ]);
  expect(plan).toMatchObject({ isWanted: true, urls: [URL_OF_APP], appDecides: true, isOnPurpose: false });
});

test.each([
  ['not verified', judged({ keys: [] }), 400],
  ['filtered', judged({}, { event: ['user.*'] }), 200],
])('judge plans to forward nothing that is %s', (_, { plan }, status) => {
  expect(plan).toMatchObject({ urls: [], appDecides: false, answer: { status } });
});

test('an answer on purpose is planned before any other', () => {
  const { plan } = judged({ misbehave: () => ({ status: 503 }) });
  expect(plan).toMatchObject({
    urls: [URL_OF_APP],
    appDecides: false,
    isOnPurpose: true,
    answer: { status: 503 },
  });
});

test('store gives what was stored of the message before, and the answer of the listener is stored too', async () => {
  const history = createMemoryHistory();
  const store = createStore(history, () => undefined);
  expect(await store.add(judged({ ack: 'always' }))).toMatchObject({ isStored: true, earlier: { count: 0 } });
  const again = { ...judged(), capture: { ...judged().capture, id: '02' } };
  expect(await store.add(again)).toMatchObject({ isStored: true, earlier: { count: 1, verified: 1 } });
});

test('what could not be stored is reported, answered 503 and forwarded to nobody', async () => {
  const records: OutputRecord[] = [];
  const full = new AppError('file_unwritable', 'The disk is full.');
  const history = { ...createMemoryHistory(), add: () => Promise.reject(full) };
  const stored = await createStore(history, (record) => records.push(record)).add(judged());
  expect(stored).toMatchObject({
    isStored: false,
    plan: { isWanted: true, urls: [], answer: { status: 503 } },
  });
  expect(records).toMatchObject([
    { code: 'not_kept', message: 'A delivery was not kept. The disk is full.' },
  ]);
});

test('a bug in the history is thrown, and not taken for a full disk', async () => {
  const history = { ...createMemoryHistory(), add: () => Promise.reject(new TypeError('bug')) };
  await expect(createStore(history, () => undefined).add(judged())).rejects.toThrow('bug');
});

async function sendThrough(changes: Partial<Described>, status = 202) {
  const app = await startApp(answering(status, 'taken'));
  const records: OutputRecord[] = [];
  const conclusions: Conclusion[] = [];
  const forwarding = { routes: [], headers: [], concurrency: 1, insecure: false, ack: 'app' } as const;
  const { forward, close } = createForwarder(forwarding, { showPii: false, waits: {} });
  onTestFinished(close);
  const { plan, ...rest } = judged();
  const stored = {
    ...rest,
    plan: { ...plan, urls: [app.url] },
    earlier: { count: 0, verified: 0 },
    isStored: true,
  };
  const show = (record: OutputRecord) => void records.push(record);
  const forwarded = await forward({ ...stored, svixId: null, show, ...changes });
  const state = createState({}, { hasApp: true, place: undefined });
  const store = { conclude: (_: string, conclusion: Conclusion) => void conclusions.push(conclusion) };
  const answer = conclude(forwarded, { store, state });
  return { app, records, conclusions, answer, state };
}

test('forward shows the answer of the app, and conclude counts, stores and returns it', async () => {
  const { records, conclusions, answer, state } = await sendThrough({});
  expect(records).toMatchObject([{ type: 'forwarded', status: 202, answerStatus: 202 }]);
  expect(conclusions).toMatchObject([{ forwardings: [{ status: 202 }], answer: { by: 'app', status: 202 } }]);
  expect([answer.status, state.tally.forwarded, state.health.state().app]).toEqual([202, 1, 'up']);
});

test('what is sent again is signed anew and counts as no delivery, but for the health of the app', async () => {
  const plan = { isWanted: true, answer: { status: 200 }, appDecides: false, isOnPurpose: false };
  const first = await sendThrough({}, 500);
  const again = { ...plan, urls: [first.app.url] };
  const { records, conclusions, state } = await sendThrough({ plan: again, resignWith: [key] });
  expect(records).toMatchObject([{ type: 'forwarded', status: 500, replayed: true }]);
  expect(records[0]).not.toHaveProperty('answerStatus');
  expect(conclusions[0]).not.toHaveProperty('answer');
  expect([state.tally.forwarded, state.health.state().app]).toEqual([0, 'failing']);
  const [original, resent] = first.app.arrivals.map((each) => each.parsed['svix-timestamp']);
  expect(original).toBe(String(timestampSeconds));
  expect(Number(resent)).not.toBe(timestampSeconds);
});
