import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { senderHeaders } from '../src/core/sending/request-headers.ts';
import { parseSecret } from '../src/core/signature/secret.ts';
import { signatureHeaders } from '../src/core/signature/sign.ts';
import { listFixtures } from '../src/io/fixture-files.ts';

/** What is asked for: so many distinct deliveries, signed now. */
export interface RequestsOrder {
  readonly count: number;
  readonly port: number;
  readonly path: string;
  readonly secret: string;
  /** Adds a plain HMAC of the body in hex under this header, for receivers that know no other scheme. */
  readonly hexHeader?: string;
}

/**
 * Whole HTTP requests, ready for a socket, as Svix writes them: events of the fixtures, each about somebody else, each
 * with a message id of its own.
 */
export function createRequests(order: RequestsOrder): readonly Buffer[] {
  const { count, port, path, secret, hexHeader } = order;
  const key = parseSecret(secret, 'bench');
  const newMessageId = createMessageIds(Date.now() - count);
  const payloads = readPayloads();
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  return Array.from({ length: count }, (_, index) => {
    const id = newMessageId();
    const payload = payloads[index % payloads.length] ?? {};
    const body = Buffer.from(JSON.stringify({ ...payload, fp_id: `fp_id_${id.slice(-22)}` }));
    const headers = [
      ...senderHeaders('bench'),
      ...signatureHeaders({ id, timestampSeconds, body }, [key], 'svix'),
      ...(hexHeader === undefined ? [] : [[hexHeader, toHex(secret, body)] as const]),
      ['Content-Length', String(body.length)],
      ['Accept-Encoding', 'gzip'],
      ['Host', `127.0.0.1:${port}`],
    ] as const;
    const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), body]);
  });
}

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** Source: svix-ksuid 0.8: seconds since May 2014 and 1/256 of them, then 15 random bytes, in base 62. */
const KSUID_EPOCH_SECONDS = 1_400_000_000;

/** Message ids as Svix makes them, which sort by time: one for each millisecond from a moment on. */
function createMessageIds(fromMs: number): () => string {
  let moment = fromMs;
  return () => {
    moment += 1;
    const ticks = Math.floor(((moment - KSUID_EPOCH_SECONDS * 1_000) * 256) / 1_000);
    let number = (BigInt(ticks) << 120n) | BigInt(`0x${randomBytes(15).toString('hex')}`);
    let text = '';
    while (text.length < 27) {
      text = `${BASE62[Number(number % 62n)]}${text}`;
      number /= 62n;
    }
    return `msg_${text}`;
  };
}

/** What the documentation shows has ids that only its examples have, and what is unknown is not the usual delivery. */
function readPayloads(): readonly object[] {
  const fixtures = listFixtures(join(import.meta.dirname, '..'));
  return fixtures
    .filter(({ name, documented }) => !documented && !name.includes('unknown'))
    .map(({ path }) => JSON.parse(readFileSync(path, 'utf8')));
}

function toHex(secret: string, body: Uint8Array): string {
  return createHmac('sha256', secret).update(body).digest('hex');
}
