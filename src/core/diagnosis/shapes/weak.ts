import { findHeader } from '../../delivery/delivery.ts';
import type { Clue, Sight } from './clue.ts';

/** Programs that call themselves by these names in User-Agent, and what they do to a body. */
const SENDERS: readonly (readonly [RegExp, string])[] = [
  [
    /^n8n|^axios\//i,
    'axios (n8n, Make and many Node.js programs send with it), which writes an object anew as JSON',
  ],
  [/^Go-http-client\//, "Go's HTTP client, as proxies and relays written in Go do"],
  [/^Zapier/i, 'Zapier, which reads the body and writes it anew'],
  [/^python-requests\/|^python-httpx\//i, "Python's HTTP client, whose `json=` writes the body anew"],
  [/^PostmanRuntime\/|^insomnia\//i, 'an API client for people, which sends what was pasted into it'],
  [/^curl\//, 'curl, whose `--data` takes line ends away: use `--data-binary`'],
  [/^(?:node|undici)$/i, "Node.js' own fetch"],
  [/^GuzzleHttp\//, 'Guzzle, whose `json` option writes the body anew'],
  [/^(?:Java|Apache-HttpClient|okhttp)\//, 'an HTTP client of Java'],
  [/^AmazonAPIGateway_|^Amazon/, 'Amazon API Gateway, which can hand the body over in base64'],
];

/** What is odd, but alone explains nothing. Never throws. */
export function* findWeakClues({ request, recovered }: Sight): Generator<Clue> {
  const { id } = recovered.values;
  if (id !== undefined && !/^msg_[0-9A-Za-z]{1,64}$/.test(id)) {
    const evidence = id.includes('.')
      ? 'The message id has a dot, which also separates it from the timestamp in what is signed.'
      : 'The message id is not msg_ and then letters and digits.';
    yield { code: 'id_unusual', evidence };
  }
  const agent = findHeader(request.delivery.headers, 'user-agent') ?? '';
  const sender = SENDERS.find(([shape]) => shape.test(agent));
  if (sender !== undefined) {
    yield { code: 'sender_unusual', evidence: `User-Agent says that the request comes from ${sender[1]}.` };
  }
}

/** Secrets given that are shorter than usual. Never throws. */
export function* findSecretClues({ request }: Sight): Generator<Clue> {
  for (const { name, warnings } of request.keys) {
    if (!warnings.some((warning) => warning.includes('fewer'))) continue;
    yield { code: 'secret_short', evidence: `The secret ${name} is shorter than secrets usually are.` };
  }
}
