import type { Capture } from '../../core/capture/capture.ts';
import { findMessageId, type RawHeaders } from '../../core/delivery/delivery.ts';
import { toRelayedHeaders } from '../../core/delivery/relayed-headers.ts';
import type { Content } from '../../core/events/content.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import { findResignedHeaders } from '../../core/sending/request-headers.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { Delivered } from '../../io/forwarder.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import type { RunMemory } from '../run-memory.ts';
import type { Forwarding } from './forwarding-flags.ts';

/** A delivery on its way to apps. */
export interface Relaying {
  readonly capture: Capture;
  readonly svixId: string | null;
  readonly urls: readonly string[];
  /** Those with the same one reach each app in their order. */
  readonly lane: string;
}

/** How each app answered, in the order of the URLs, once all have. */
export type Outcomes = readonly { readonly url: string; readonly outcome: Delivered }[];

/** Passes deliveries on and says what came of it. */
export interface Relay {
  /**
   * Sends to every URL. `report` is called for each app that has answered; the record of the last says with `toStatus`
   * what the sender gets, where the apps decide that. Never rejects.
   */
  readonly send: (relaying: Relaying, saying: Saying) => Promise<Outcomes>;
  /** Loads what it takes. */
  readonly warmUp: () => void;
  /** Gives up what is under way. Twice is once. */
  readonly close: () => Promise<void>;
}

interface Saying {
  readonly report: (record: RecordOf<'forwarded' | 'waiting'>) => void;
  readonly toStatus?: (outcomes: readonly Delivered[]) => number;
  /** Signs anew instead of passing on the signature that came. */
  readonly resignWith?: readonly Key[];
}

/** After this long without an answer of the app, the delivery's line is shown without it. */
const PATIENCE_MS = 1_000;

/** A relay. Close it when done. */
export function createRelay(
  { headers: extraHeaders, ...options }: Forwarding,
  { showPii, waits }: Pick<Context, 'showPii' | 'waits'>,
): Relay {
  const load = async () => {
    const [{ startForwarder }, { toForwardedRecord }, { createRunMemory }] = await Promise.all([
      import('../../io/forwarder.ts'),
      import('./forwarded-record.ts'),
      import('../run-memory.ts'),
    ]);
    const forwarder = startForwarder({ ...options, timeoutMs: waits.answerMs });
    return { forwarder, toForwardedRecord, createRunMemory };
  };
  let starting: ReturnType<typeof load> | undefined;
  const start = () => {
    starting ??= load();
    return starting;
  };

  const memories = new Map<string, RunMemory>();

  async function send({ capture, svixId, urls, lane }: Relaying, saying: Saying): Promise<Outcomes> {
    const { id, delivery } = capture;
    const { report, toStatus, resignWith } = saying;
    const outcomes: (Delivered | undefined)[] = urls.map(() => undefined);
    const patience = setTimeout(() => {
      const url = urls.find((_, index) => outcomes[index] === undefined) ?? '';
      report({ type: 'waiting', id, url: toShownUrl(url, showPii), afterMs: PATIENCE_MS });
    }, PATIENCE_MS);
    const { forwarder, toForwardedRecord, createRunMemory } = await start();
    const headers = toRelayedHeaders(resign(capture, resignWith));
    const sending = urls.map(async (url, index) => {
      const outcome = await forwarder.forward({ url, lane, headers, extraHeaders, body: delivery.body });
      outcomes[index] = outcome;
      const all = outcomes.filter((each) => each !== undefined);
      const isLast = all.length === urls.length;
      if (isLast) clearTimeout(patience);
      const memory = memories.get(url) ?? createRunMemory();
      memories.set(url, memory);
      const hint = remember(memory, capture, { outcome, url });
      report({
        ...toForwardedRecord({ id, svixId, url }, outcome, showPii),
        ...(hint !== undefined && { hint }),
        ...(isLast && toStatus !== undefined && { answerStatus: toStatus(all) }),
        ...(resignWith && { replayed: true }),
      });
      return { url, outcome };
    });
    return Promise.all(sending);
  }

  return {
    send,
    warmUp: () => void start(),
    close: async () => (await starting)?.forwarder.close(),
  };
}

/** Only what verified here tells of the app's secret. */
function remember(
  memory: RunMemory,
  { delivery, verdict, id }: Capture,
  { outcome, url }: Outcomes[number],
): string | undefined {
  if (outcome.kind !== 'answered' || verdict.kind !== 'valid') return undefined;
  const key = findMessageId(delivery.headers) ?? id;
  return memory.note({ key, body: delivery.body, isFar: false, answer: { ...outcome, url } });
}

/** Deliveries of one person or business reach each app in their order. */
export function laneOf({ id }: Capture, { fpId }: Content): string {
  return fpId ?? id;
}

/** The headers as they came for what nobody here can sign, among it all that failed its check. */
function resign({ delivery, verdict }: Capture, keys: readonly Key[] | undefined): RawHeaders {
  const key = verdict.kind === 'valid' ? keys?.[verdict.keyIndex] : undefined;
  if (key === undefined || verdict.kind !== 'valid') return delivery.headers;
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  return (
    findResignedHeaders(delivery, { key, family: verdict.headerFamily, timestampSeconds }) ?? delivery.headers
  );
}
