import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Capture } from '../../../src/core/capture/capture.ts';
import { findCondition } from '../../../src/core/filter/condition.ts';
import type { History, Query } from '../../../src/core/history/history.ts';
import { toWords } from '../../../src/core/history/words.ts';
import { anyCapture } from '../../core/capture/cases.ts';
import { diagnosis, forwarding, makeCapture } from './captures.ts';
import { plain } from './damage.ts';

/** What every history does, whatever it keeps its deliveries in. */
export function testHistory(name: string, open: () => Promise<History>): void {
  describe(name, () => {
    let history: History;
    beforeEach(async () => {
      history = await open();
    });
    afterEach(() => history.close());

    const idsOf = (query: Query) => Array.from(history.find(query), ({ capture }) => capture.id);
    const numbersOf = (query: Query) => idsOf(query).map((id) => Number(id.slice(-4)));
    const addAll = (captures: readonly Capture[]) => Promise.all(captures.map((each) => history.add(each)));

    test('what was added is found as it was, byte for byte', async () => {
      const body = Uint8Array.from({ length: 256 }, (_, index) => index);
      const capture = makeCapture(1, {
        headers: [
          ['X', '\xe9\0'],
          ['x', ''],
        ],
        body,
      });
      await history.add(capture);
      expect(Array.from(history.find({}))).toEqual([
        {
          capture: { ...capture, delivery: { ...capture.delivery, body: expect.anything() } },
          earlier: { count: 0, verified: 0 },
        },
      ]);
      const [kept] = history.find({});
      expect(Buffer.from(kept?.capture.delivery.body ?? []).equals(body)).toBe(true);
    });

    test('any capture is found as it was, and by its words', async () => {
      await fc.assert(
        fc.asyncProperty(anyCapture, async (wish) => {
          // One id may be made twice, and would then stand for what came first.
          const capture = { ...wish, id: makeCapture(history.extent().deliveries).id };
          await history.add(capture);
          const [kept] = history.find({ ids: [capture.id], text: toWords(capture.delivery.path).join(' ') });
          const { forwardings = [], ...rest } = capture;
          const whole = { ...rest, ...(forwardings.length > 0 && { forwardings }) };
          expect(kept && plain({ capture: kept.capture })).toEqual(plain({ capture: whole }));
        }),
        { numRuns: 30 },
      );
    });

    test('the newest comes first, and the limit counts what fits', async () => {
      await addAll(
        [2, 1, 4, 3].map((number) =>
          makeCapture(number, { fpId: number % 2 === 0 ? 'fp_id_even' : 'fp_id_odd' }),
        ),
      );
      expect(numbersOf({})).toEqual([4, 3, 2, 1]);
      expect(numbersOf({ oldestFirst: true })).toEqual([1, 2, 3, 4]);
      expect(numbersOf({ limit: 1, fpId: 'fp_id_o' })).toEqual([3]);
      expect(numbersOf({ limit: 0 })).toEqual([]);
    });

    test('what became of a delivery is added to it', async () => {
      await history.add(makeCapture(1));
      const { id } = makeCapture(1);
      await Promise.all([
        history.conclude(id, { answer: { by: 'app', status: 500 }, forwardings: [forwarding(500)] }),
        history.conclude(id, {
          answer: { by: 'app', status: null },
          forwardings: [forwarding(204)],
          diagnosis,
        }),
        history.conclude('01KAN4Z5VB0000000000000000', { answer: { by: 'app', status: 200 } }),
      ]);
      const [kept] = history.find({});
      expect(kept?.diagnosis).toEqual(diagnosis);
      expect(kept?.capture.answer).toEqual({ by: 'app', status: null });
      expect(kept?.capture.forwardings?.map(({ status }) => status)).toEqual([500, 204]);
      expect(Buffer.from(kept?.capture.forwardings?.[0]?.body ?? [])).toEqual(Buffer.from('answer'));
    });

    test('what came before with the same message id is told, also of those that come together', async () => {
      const first = makeCapture(1, { messageId: 'msg_1' });
      const again = makeCapture(2, {
        messageId: 'msg_1',
        verdict: { kind: 'header_missing', header: 'svix-id' },
      });
      const other = makeCapture(3, { messageId: 'msg_1', body: new TextEncoder().encode('other') });
      const answers = await addAll([first, again, other, makeCapture(4, { messageId: 'msg_2' })]);
      expect(answers).toEqual([
        { count: 0, verified: 0 },
        { count: 1, verified: 1, firstReceivedAt: first.receivedAt, sameBody: true },
        { count: 2, verified: 1, firstReceivedAt: first.receivedAt, sameBody: false },
        { count: 0, verified: 0 },
      ]);
      expect(await history.add(makeCapture(5, { messageId: 'msg_1' }))).toEqual({
        count: 3,
        verified: 2,
        firstReceivedAt: first.receivedAt,
        sameBody: false,
      });
    });

    test('deliveries without a message id have none before them', async () => {
      const answers = await addAll([makeCapture(1, { headers: [] }), makeCapture(2, { headers: [] })]);
      expect(answers.map(({ count }) => count)).toEqual([0, 0]);
    });

    test('one whose id is there already is left as it was', async () => {
      await history.add(makeCapture(1));
      await history.add(makeCapture(1, { body: new TextEncoder().encode('changed') }));
      expect(history.extent().deliveries).toBe(1);
      const [kept] = history.find({});
      expect(Buffer.from(kept?.capture.delivery.body ?? [])).toEqual(
        Buffer.from(makeCapture(1).delivery.body),
      );
    });

    test.each<[string, Query, number[]]>([
      ['the beginning of an id', { ids: [makeCapture(2).id.slice(0, 25)] }, [3, 2, 1]],
      ['one of several ids', { ids: [makeCapture(2).id, makeCapture(3).id, 'X'] }, [3, 2]],
      ['no ids', { ids: [] }, []],
      ['an event', { events: ['user.created'] }, [2]],
      ['one of several globs', { events: ['onboarding.*', '*.created'] }, [2, 1]],
      ['a verdict', { verdict: 'valid' }, [2, 1]],
      ['all other verdicts', { verdict: 'invalid' }, [3]],
      ['one kind of verdict', { verdict: 'signature_mismatch' }, [3]],
      ['an answer', { status: '204' }, [1]],
      ['a class of answers', { status: '5xx' }, [2]],
      ['no answer', { status: 'none' }, [3]],
      ['the beginning of an fp_id', { fpId: 'fp_id_a' }, [2, 1]],
      ['a message id', { messageId: 'msg_2' }, [2]],
      ['a time, inclusive', { since: makeCapture(2).receivedAt }, [3, 2]],
      ['a time, exclusive', { until: makeCapture(2).receivedAt }, [1]],
      ['a condition on the body', { where: [findCondition('note~WORLD') ?? never()] }, [1]],
      ['a condition on a header', { where: [findCondition('header:svix-id=msg_3') ?? never()] }, [3]],
      ['several parts at once', { verdict: 'valid', status: '5xx', fpId: 'fp_id_ab' }, [2]],
    ])('%s chooses', async (_, query, numbers) => {
      await addAll([
        makeCapture(1, {
          event: 'footprint.onboarding.completed',
          fpId: 'fp_id_abc',
          messageId: 'msg_1',
          note: 'Hello world',
        }),
        makeCapture(2, { event: 'footprint.user.created', fpId: 'fp_id_abd', messageId: 'msg_2' }),
        makeCapture(3, {
          body: Uint8Array.of(0xff),
          messageId: 'msg_3',
          verdict: { kind: 'signature_mismatch', itemCount: 1 },
        }),
      ]);
      await history.conclude(makeCapture(1).id, { answer: { by: 'app', status: 204 } });
      await history.conclude(makeCapture(2).id, { answer: { by: 'listener', status: 503 } });
      await history.conclude(makeCapture(3).id, { answer: { by: 'listener', status: null } });
      expect(numbersOf(query)).toEqual(numbers);
    });

    test.each<[string, number[]]>([
      ['hello', [1]],
      ['WORLD hel', [1]],
      ['hel world', []],
      ['fp_id_abc', [1]],
      ['fp_id_ab', [2, 1]],
      ['abd', [2]],
      ['onboarding.completed', [1]],
      ['msg_2', [2]],
      ['svix-id', [2, 1]],
      ['/hooks', [2, 1]],
      ['cafe', [2]],
      ['CAFÉ', [2]],
      ['newline', [2]],
      ['"hello" OR "x"', []],
      ['hello*', [1]],
      ['NEAR(hello world)', []],
      ['" \' ( : ^', [2, 1]],
      ['', [2, 1]],
      ['nothing-like-it', []],
    ])('the text %j is looked for as words', async (text, numbers) => {
      await addAll([
        makeCapture(1, {
          event: 'footprint.onboarding.completed',
          fpId: 'fp_id_abc',
          messageId: 'msg_1',
          note: 'Hello world',
        }),
        makeCapture(2, { fpId: 'fp_id_abd', messageId: 'msg_2', note: 'café\nnewline "quoted"' }),
      ]);
      expect(numbersOf({ text })).toEqual(numbers);
    });

    test('pruning removes the oldest, by number and by time', async () => {
      await addAll([1, 2, 3, 4, 5, 6].map((number) => makeCapture(number)));
      expect(await history.prune({})).toBe(0);
      expect(await history.prune({ before: makeCapture(2).receivedAt })).toBe(1);
      expect(await history.prune({ keep: 3 })).toBe(2);
      expect(await history.prune({ keep: 2, before: makeCapture(5).receivedAt })).toBe(1);
      expect(numbersOf({})).toEqual([6, 5]);
      expect(history.extent().deliveries).toBe(2);
      expect(await history.prune({ keep: 0 })).toBe(2);
      expect(numbersOf({ text: 'hooks' })).toEqual([]);
      await history.add(makeCapture(7));
      expect(numbersOf({ text: 'hooks' })).toEqual([7]);
    });

    test('what is removed while it is read is left out, and what is added does not disturb', async () => {
      await addAll(Array.from({ length: 300 }, (_, number) => makeCapture(number)));
      const found: number[] = [];
      for (const { capture } of history.find({})) {
        found.push(Number(capture.id.slice(-4)));
        if (found.length === 1) {
          await history.prune({ keep: 200 });
          await history.add(makeCapture(400));
        }
      }
      expect(found.slice(0, 200)).toEqual(Array.from({ length: 200 }, (_, index) => 299 - index));
    });
  });
}

function never(): never {
  throw new Error('The condition cannot be read.');
}
