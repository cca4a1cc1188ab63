import { type Command, InvalidArgumentError, Option } from 'commander';
import type { RawHeaders } from '../../core/delivery/delivery.ts';
import { TAMPERINGS, type Tampering } from '../../core/sending/tamper.ts';
import { addFlags } from '../declare.ts';
import { gatherHeader } from '../header-flag.ts';
import { type SecretOptions, secretFlags } from '../secret-flags.ts';

/** How it is signed. */
export interface SigningOptions extends SecretOptions {
  readonly rotate?: boolean;
  readonly webhookHeaders?: boolean;
  readonly header?: RawHeaders;
  readonly unsigned?: boolean;
  readonly tamper?: Tampering;
}

/** Adds the flags for secrets, and `--rotate`, `--webhook-headers`, `--header`, `--unsigned` and `--tamper`. */
export function addSigningFlags(command: Command): Command {
  return addFlags(command, secretFlags)
    .option(
      '--rotate',
      'sign with all secrets in place of the first, as Svix does for a day after a rotation',
    )
    .option('--webhook-headers', 'name the headers webhook-* instead of svix-*')
    .option('--header <name: value>', 'add a header, or replace one (may be repeated)', gatherOther)
    .option('--unsigned', 'send no signature headers')
    .addOption(
      new Option('--tamper <what>', 'break one thing after signing, which an app must refuse').choices(
        TAMPERINGS,
      ),
    );
}

/** What each header of a signature is set by. */
const FLAG_OF_ENDING: Readonly<Record<string, string>> = {
  id: 'The id is set by --id.',
  timestamp: 'The time is set by --timestamp.',
  signature: '--tamper signature breaks it, --unsigned leaves it out, and --secret says what signs.',
};

function gatherOther(text: string, previous: RawHeaders | undefined): RawHeaders {
  const headers = gatherHeader(text, previous);
  const name = headers.at(-1)?.[0] ?? '';
  const ending = /^(?:svix|webhook)-(id|timestamp|signature)$/i.exec(name)?.[1]?.toLowerCase();
  if (ending !== undefined) throw new InvalidArgumentError(FLAG_OF_ENDING[ending] ?? '');
  if (/^host$/i.test(name)) throw new InvalidArgumentError(`${name} is set by the request itself.`);
  return headers;
}
