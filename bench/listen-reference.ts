/**
 * The servers that `listen.ts` compares with, a program of its own: `node listen-reference.ts KIND PORT`. Each reads the
 * body and answers 204.
 */
import { createServer as createHttpServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createSocketServer } from 'node:net';
import { Webhook } from 'svix';

const [kind, port] = process.argv.slice(2);
const webhook = new Webhook(process.env['FP_WEBHOOKS_SECRET'] ?? '');

/** What anybody would write first. */
function answer(request: IncomingMessage, response: ServerResponse, check: (body: string) => void): void {
  const chunks: Buffer[] = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    check(Buffer.concat(chunks).toString());
    response.writeHead(204).end();
  });
}

const SERVERS = {
  bare: () => createHttpServer((request, response) => answer(request, response, () => undefined)),
  svix: () =>
    createHttpServer((request, response) => {
      answer(request, response, (body) => webhook.verify(body, request.headers as Record<string, string>));
    }),
  /** Parses nothing: how fast the load can be when no server holds it up. */
  canned: () =>
    createSocketServer({ noDelay: true }, (socket) => {
      socket.on('data', () => socket.write('HTTP/1.1 204 No Content\r\n\r\n')).on('error', () => undefined);
    }),
};

SERVERS[kind as keyof typeof SERVERS]().listen(Number(port), '127.0.0.1');
