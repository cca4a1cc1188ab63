import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { RawHeaders } from '../core/delivery/delivery.ts';
import { MAX_ANSWER_HEADER_BYTES, relaxParser } from './answer-parser.ts';
import { createConnector } from './connector.ts';
import { type Failure, refuseAnswer, toFailure, toTimeout } from './failure.ts';
import { createTlsProbe } from './speaks-tls.ts';

/** One signed request, ready to go: the bytes of the body are sent as they are. */
export interface Post {
  readonly url: string;
  readonly headers: RawHeaders;
  /** Added to the headers, in place of those with the same names. */
  readonly extraHeaders?: RawHeaders;
  readonly body: Uint8Array;
}

/** How to send. Times are milliseconds, sizes bytes. */
export interface HttpClientOptions {
  readonly timeoutMs?: number | undefined;
  /** How much of an answer's body is read. */
  readonly maxAnswerBytes?: number;
  /** Accepts any certificate: only for what stays on this machine. */
  readonly insecure?: boolean;
}

/** What came of it. `latencyMs` runs from the start of the request to the end of the answer. */
export type PostOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: RawHeaders;
      /** The answer's body as it came, or its start. */
      readonly body: Uint8Array;
      /** False when the body is longer than what was read of it. */
      readonly isWhole: boolean;
      readonly latencyMs: number;
    }
  | ({ readonly kind: 'failed'; readonly latencyMs: number } & Failure);

/** Sends requests and reuses nothing between them, so that an app that restarts is never met with a stale connection. */
export interface HttpClient {
  /** Posts once; redirects are answers, not followed. Never throws: a failure is an outcome. */
  readonly post: (post: Post) => Promise<PostOutcome>;
  readonly close: () => Promise<void>;
}

/** How long an endpoint has to answer. Source: Svix documentation, "Retries" (2026): 15 seconds. */
const ANSWER_TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 1_048_576;

/** An HTTP client on undici. Close it when done. */
export function startHttpClient(options: HttpClientOptions = {}): HttpClient {
  const { timeoutMs = ANSWER_TIMEOUT_MS, maxAnswerBytes = MAX_ANSWER_BYTES, insecure = false } = options;
  const agent = new Agent({
    pipelining: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    maxHeaderSize: MAX_ANSWER_HEADER_BYTES,
    connect: createConnector({ timeoutMs, insecure }),
  });
  const probe = createTlsProbe();
  agent.on('connect', (_, targets) => relaxParser(targets.at(-1)));
  return {
    post: async (post) => {
      const started = performance.now();
      const signal = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await exchange(agent, post, { signal, maxAnswerBytes });
        return { kind: 'answered', ...answer, latencyMs: performance.now() - started };
      } catch (error) {
        const latencyMs = performance.now() - started;
        const failure = signal.aborted ? toTimeout(timeoutMs) : toFailure(error, timeoutMs);
        const cause = failure.code === 'reset' ? await probe(post.url) : undefined;
        return { kind: 'failed', ...(cause ?? failure), latencyMs };
      }
    },
    close: () => agent.destroy(),
  };
}

interface Bounds {
  readonly signal: AbortSignal;
  readonly maxAnswerBytes: number;
}

async function exchange(agent: Agent, post: Post, { signal, maxAnswerBytes }: Bounds) {
  const target = new URL(post.url);
  const answer = await request.call(agent, {
    origin: target.origin,
    path: `${target.pathname}${target.search}`,
    method: 'POST',
    headers: toSentHeaders(post).flat(),
    body: post.body,
    signal,
    responseHeaders: 'raw',
  });
  const { statusCode: status } = answer;
  if (status > 599) throw refuseAnswer(`its status is ${status}`);
  return { status, headers: toPairs(answer.headers), ...(await readStart(answer.body, maxAnswerBytes)) };
}

function toSentHeaders({ headers, extraHeaders = [] }: Post): RawHeaders {
  const replaced = new Set(extraHeaders.map(([name]) => name.toLowerCase()));
  return [...headers.filter(([name]) => !replaced.has(name.toLowerCase())), ...extraHeaders];
}

/** Source: RFC 9110, section 5.5: what a recipient replaces with a space. */
const CONTROLS = /[\0-\x08\x0a-\x1f\x7f]+/g;

function toPairs(raw: unknown): RawHeaders {
  const flat = Array.isArray(raw) ? raw.map((part) => String(part).replace(CONTROLS, ' ')) : [];
  return Array.from(
    { length: flat.length / 2 },
    (_, index) => [flat[2 * index] ?? '', flat[2 * index + 1] ?? ''] as const,
  );
}

async function readStart(
  stream: AsyncIterable<Buffer>,
  maxBytes: number,
): Promise<{ body: Uint8Array; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, maxBytes), isWhole: length <= maxBytes };
}
