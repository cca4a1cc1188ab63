import request from 'undici/lib/api/api-request.js';
import Agent from 'undici/lib/dispatcher/agent.js';
import type { RawHeaders } from '../core/delivery/delivery.ts';

/** One signed request, ready to go: the bytes of the body are sent as they are. */
export interface Post {
  readonly url: string;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

/** What came of it. `latencyMs` runs from the start of the request to the end of the answer. */
export type PostOutcome =
  | {
      readonly kind: 'answered';
      readonly status: number;
      readonly headers: RawHeaders;
      /** The start of the answer's body, at most `MAX_ANSWER_BYTES`. */
      readonly body: Uint8Array;
      readonly latencyMs: number;
    }
  | {
      readonly kind: 'failed';
      readonly code: FailureCode;
      readonly message: string;
      readonly latencyMs: number;
    };

/** Why no answer came. */
export type FailureCode = 'refused' | 'timeout' | 'reset' | 'not_found' | 'tls' | 'not_http' | 'failed';

/** Sends requests and reuses nothing between them, so that an app that restarts is never met with a stale connection. */
export interface HttpClient {
  /** Posts once; redirects are answers, not followed. Never throws: a failure is an outcome. */
  readonly post: (post: Post) => Promise<PostOutcome>;
  readonly close: () => Promise<void>;
}

/** How long an endpoint has to answer. Source: Svix documentation, "Retries" (2026): 15 seconds. */
const ANSWER_TIMEOUT_MS = 15_000;
const MAX_ANSWER_BYTES = 65_536;

/** An HTTP client on undici. Close it when done. */
export function startHttpClient(timeoutMs = ANSWER_TIMEOUT_MS): HttpClient {
  const agent = new Agent({
    pipelining: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { timeout: timeoutMs },
  });
  return {
    post: async (post) => {
      const started = performance.now();
      const timeout = AbortSignal.timeout(timeoutMs);
      try {
        const answer = await exchange(agent, post, timeout);
        return { kind: 'answered', ...answer, latencyMs: performance.now() - started };
      } catch (error) {
        const code = timeout.aborted ? 'timeout' : toFailureCode(error);
        const message = toFailureMessage(code, error, timeoutMs);
        return { kind: 'failed', code, message, latencyMs: performance.now() - started };
      }
    },
    close: () => agent.destroy(),
  };
}

async function exchange(agent: Agent, { url, headers, body }: Post, signal: AbortSignal) {
  const target = new URL(url);
  const answer = await request.call(agent, {
    origin: target.origin,
    path: `${target.pathname}${target.search}`,
    method: 'POST',
    headers: headers.flat(),
    body,
    signal,
    responseHeaders: 'raw',
  });
  const { statusCode: status } = answer;
  if (status < 200 || status > 599)
    throw Object.assign(new Error('not a status of HTTP'), { code: NOT_HTTP });
  const { body: start, isWhole } = await readStart(answer.body);
  const received = toPairs(answer.headers);
  // A part of a compressed body cannot be read by anybody.
  const isReadable = isWhole || !received.some(([name]) => name.toLowerCase() === 'content-encoding');
  const headersOfPart = received.filter(([name]) => name.toLowerCase() !== 'content-encoding');
  return isReadable
    ? { status, headers: received, body: start }
    : { status, headers: headersOfPart, body: new Uint8Array() };
}

const NOT_HTTP = 'ERR_NOT_HTTP';

function toPairs(raw: unknown): RawHeaders {
  const flat = Array.isArray(raw) ? raw.map(String) : [];
  return Array.from(
    { length: flat.length / 2 },
    (_, index) => [flat[2 * index] ?? '', flat[2 * index + 1] ?? ''] as const,
  );
}

async function readStart(stream: AsyncIterable<Buffer>): Promise<{ body: Uint8Array; isWhole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > MAX_ANSWER_BYTES) break;
  }
  return { body: Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES), isWhole: length <= MAX_ANSWER_BYTES };
}

function toFailureCode(error: unknown): FailureCode {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return 'refused';
  if (code === 'ECONNRESET' || code === 'EPIPE' || code === 'UND_ERR_SOCKET') return 'reset';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'not_found';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'timeout';
  if (/CERT|SSL|TLS|SELF_SIGNED|EPROTO/.test(code)) return 'tls';
  return code.startsWith('HPE_') || code === NOT_HTTP ? 'not_http' : 'failed';
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}

function toFailureMessage(code: FailureCode, error: unknown, timeoutMs: number): string {
  switch (code) {
    case 'refused':
      return 'connection refused';
    case 'timeout':
      return `no answer within ${timeoutMs / 1000} s`;
    case 'reset':
      return 'connection closed without an answer';
    case 'not_found':
      return 'host not found';
    case 'tls':
      return `TLS failed (${codeOf(error)})`;
    case 'not_http':
      return 'the answer is not valid HTTP';
    case 'failed':
      return `the request failed (${codeOf(error) || 'for an unknown reason'})`;
  }
}
