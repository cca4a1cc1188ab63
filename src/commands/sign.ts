import { toCurl } from '../core/delivery/to-command.ts';
import { AppError } from '../core/error.ts';
import { signatureHeaders } from '../core/signature/sign.ts';
import { newMessageId } from '../io/random.ts';
import { readBodyInput } from './body-input.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { httpUrl, moment } from './flags.ts';
import { addSecretFlags, loadSecrets, type SecretOptions } from './secret-flags.ts';

interface SignOptions extends SecretOptions {
  readonly id?: string;
  readonly timestamp?: number;
  readonly webhookHeaders?: boolean;
  /** A URL, or true for the default one. */
  readonly curl?: string | true;
}

const DEFAULT_URL = 'http://127.0.0.1:4400/';

/** `fp-webhooks sign`: the headers that a receiver of this body would want to see. */
export const sign: CommandDefinition<SignOptions> = {
  drains: false,
  flags: (command) =>
    addSecretFlags(
      command
        .argument('[body]', 'file with the body; - or nothing for standard input')
        .option('--id <id>', 'message id (default: a new one)')
        .option('--timestamp <time>', 'Unix seconds or RFC 3339 (default: now)', moment)
        .option('--webhook-headers', 'name the headers webhook-* instead of svix-*')
        .option('--curl [url]', 'print a curl command that sends it', (url: string) => httpUrl(url)),
    ),
  examples: [
    ['fp-webhooks sign payload.json', 'print the three headers for this body'],
    ['fp-webhooks sign payload.json --curl http://localhost:3000/webhooks', 'print a command that sends it'],
    ['cat payload.json | fp-webhooks sign --timestamp 2026-11-22T09:00:00Z', 'sign as of a moment'],
  ],
  run: signBody,
};

async function signBody(
  [file, ...rest]: readonly string[],
  options: SignOptions,
  context: Context,
): Promise<Outcome> {
  if (rest.length > 0) {
    throw new AppError(
      'usage',
      `sign takes one body, and "${rest[0]}" is a second one.`,
      'Sign them one by one.',
    );
  }
  const body = await readBodyInput(file, context);
  const { keys } = loadSecrets(options, context);
  const message = {
    id: options.id ?? newMessageId(),
    timestampSeconds: options.timestamp ?? Math.floor(Date.now() / 1_000),
    body,
  };
  const headers = signatureHeaders(message, keys, options.webhookHeaders === true ? 'webhook' : 'svix');
  const url = options.curl === true ? DEFAULT_URL : options.curl;
  context.report({
    type: 'signed',
    id: message.id,
    timestampSeconds: message.timestampSeconds,
    headers: headers.map(([name, value]) => [name, value]),
    ...(url !== undefined && {
      curl: toCurl({
        url,
        headers: [['Content-Type', 'application/json'], ...headers],
        body,
        ...(file !== undefined && file !== '-' && { file }),
      }),
    }),
  });
  return 'passed';
}
