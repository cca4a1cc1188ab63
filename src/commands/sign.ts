import { toCurl } from '../core/delivery/to-command.ts';
import { AppError } from '../core/error.ts';
import { signatureHeaders } from '../core/signature/sign.ts';
import { newMessageId } from '../io/random.ts';
import { readBodyInput } from './body-input.ts';
import type { CommandDefinition, Context, Outcome } from './command.ts';
import { addFlags, flags, type OptionsOf } from './declare.ts';
import { httpUrl, moment } from './flags.ts';
import { loadSecrets, secretFlags } from './secret-flags.ts';

const DEFAULT_URL = 'http://127.0.0.1:4400/';

const signFlags = flags({
  id: { flag: '--id <id>', about: 'message id (default: a new one)' },
  timestamp: { flag: '--timestamp <time>', about: 'Unix seconds or RFC 3339 (default: now)', parse: moment },
  webhookHeaders: { flag: '--webhook-headers', about: 'name the headers webhook-* instead of svix-*' },
  curl: { flag: '--curl [url]', about: 'print a curl command that sends it', parse: httpUrl },
  ...secretFlags,
});

type SignOptions = OptionsOf<typeof signFlags>;

/** `fp-webhooks sign`: the headers that a receiver of this body would want to see. */
export const sign: CommandDefinition<SignOptions> = {
  drains: false,
  flags: (command) =>
    addFlags(command.argument('[body]', 'file with the body; - or nothing for standard input'), signFlags),
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
