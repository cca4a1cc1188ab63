import { createConnector } from './connector.ts';

const PROBE_MS = 2_000;

/**
 * Makes a function that asks the port of an http URL whether it speaks TLS, once for each origin. A server of TLS closes a
 * connection of plain HTTP without a word, as an app does that crashes: only a handshake tells them apart. It never rejects.
 */
export function createTlsProbe(): (url: string) => Promise<boolean> {
  const known = new Map<string, Promise<boolean>>();
  return (url) => {
    const { origin } = new URL(url);
    const answer = known.get(origin) ?? speaksTls(url);
    known.set(origin, answer);
    return answer;
  };
}

function speaksTls(url: string): Promise<boolean> {
  const { protocol, host, hostname, port } = new URL(url);
  if (protocol !== 'http:') return Promise.resolve(false);
  const connect = createConnector({ timeoutMs: PROBE_MS, insecure: true });
  const target = { protocol: 'https:', host, hostname: hostname.replace(/[[\]]/g, ''), port: port || '80' };
  return new Promise((resolve) => {
    connect(target, (error, socket) => {
      socket?.destroy();
      const isAlert = error !== null && 'reason' in error && /\balert\b/.test(String(error.reason));
      resolve(error === null || isAlert);
    });
  });
}
