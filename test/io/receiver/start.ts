import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import type { Delivery } from '../../../src/core/delivery/delivery.ts';
import type { ReceiverOptions } from '../../../src/io/receiver/options.ts';
import { startReceiver } from '../../../src/io/receiver.ts';
import type { Refusal } from '../../../src/io/refusal.ts';

export interface Started {
  readonly url: string;
  readonly deliveries: readonly Delivery[];
  /** Paths and bodies of the deliveries. */
  readonly taken: () => readonly (readonly [path: string, body: string])[];
  readonly refusals: readonly Refusal[];
  /** The first refusal, once there is one. */
  readonly refused: () => Promise<Refusal | undefined>;
  /** Resolves when so many deliveries have come. */
  readonly delivered: (count: number) => Promise<void>;
  readonly close: (drainMs: number) => Promise<void>;
}

/** A receiver on a free port, closed when the test is over. Deliveries are answered 200 unless `onDelivery` says otherwise. */
export async function start(options: Partial<ReceiverOptions> = {}): Promise<Started> {
  const deliveries: Delivery[] = [];
  const refusals: Refusal[] = [];
  const told = new EventTarget();
  const receiver = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    onVisit: ({ wantsHtml }) => ({ status: 200, body: wantsHtml ? 'page' : 'text' }),
    ...options,
    onDelivery: async (delivery) => {
      deliveries.push(delivery);
      told.dispatchEvent(new Event('delivery'));
      return options.onDelivery?.(delivery) ?? { status: 200, body: 'taken' };
    },
    onRefusal: (refusal) => {
      refusals.push(refusal);
      told.dispatchEvent(new Event('refusal'));
    },
  });
  onTestFinished(() => receiver.close(0));
  const refused = async () => {
    if (refusals.length === 0) await once(told, 'refusal');
    return refusals[0];
  };
  const delivered = async (count: number) => {
    while (deliveries.length < count) await once(told, 'delivery');
  };
  const taken = () => deliveries.map(({ path, body }) => [path, Buffer.from(body).toString()] as const);
  return { url: receiver.url, close: receiver.close, deliveries, taken, refusals, refused, delivered };
}

/** The head of a request, whose lines end as HTTP has it. */
export function head(first: string, ...headers: readonly string[]): string {
  return [first, ...headers, '', ''].join('\r\n');
}

/** A whole request with a body. */
export function post(path: string, body: string, ...headers: readonly string[]): string {
  return head(`POST ${path} HTTP/1.1`, 'Host: a', `Content-Length: ${body.length}`, ...headers) + body;
}

export const CHUNKED = head('POST / HTTP/1.1', 'Host: a', 'Transfer-Encoding: chunked');
