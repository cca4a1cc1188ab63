import { createConnector } from './connector.ts';
import { type Failure, toFailure } from './failure.ts';
import { NEEDS_HTTPS } from './tls-failure.ts';

const PROBE_MS = 2_000;
/** How long an alert may take to come after a handshake. */
const ALERT_MS = 500;
/** An app that starts again may speak another protocol. */
const KNOWN_FOR_MS = 10_000;

/**
 * Makes a function that asks a port for the cause of a connection that was closed without an answer, once in a while for each
 * origin: it speaks TLS and the URL is http, or it ends TLS with an alert that a request in between would lose, as with TLS 1.3
 * where a certificate of the sender is demanded. Undefined for any other cause. It sends no request, and never rejects.
 */
export function createTlsProbe(): (url: string) => Promise<Failure | undefined> {
  const known = new Map<string, Promise<Failure | undefined>>();
  return (url) => {
    const { origin } = new URL(url);
    const answer = known.get(origin) ?? probe(url);
    if (!known.has(origin)) setTimeout(() => known.delete(origin), KNOWN_FOR_MS).unref();
    known.set(origin, answer);
    return answer;
  };
}

function probe(url: string): Promise<Failure | undefined> {
  const { protocol, host, hostname, port } = new URL(url);
  const isPlain = protocol === 'http:';
  const connect = createConnector({ timeoutMs: PROBE_MS, insecure: true });
  const target = {
    protocol: 'https:',
    host,
    hostname: hostname.replace(/[[\]]/g, ''),
    port: port || (isPlain ? '80' : '443'),
  };
  return new Promise((resolve) => {
    const end = (error: Error | null) => {
      const isAlert = error !== null && 'reason' in error && /\balert\b/.test(String(error.reason));
      if (isPlain) resolve(error === null || isAlert ? NEEDS_HTTPS : undefined);
      else resolve(isAlert ? toFailure(error, PROBE_MS) : undefined);
    };
    connect(target, (error, socket) => {
      if (socket === null || isPlain) {
        socket?.destroy();
        return end(error);
      }
      const timer = setTimeout(() => socket.destroy(), ALERT_MS);
      socket
        .once('error', end)
        .once('close', () => {
          clearTimeout(timer);
          end(null);
        })
        .resume();
    });
  });
}
