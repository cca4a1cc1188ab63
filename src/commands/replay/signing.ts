import { AppError } from '../../core/error.ts';
import { OWN_TIME, type SignMode } from '../../core/sending/make-request.ts';
import { createIdChooser, type IdChoice } from '../../core/sending/message-ids.ts';
import type { Payload } from '../../core/sending/payload.ts';
import { addHeaders, senderHeaders } from '../../core/sending/request-headers.ts';
import { type Key, parseSecret } from '../../core/signature/secret.ts';
import { newMessageId, newPrivateKeyText, newSecretText } from '../../io/random.ts';
import type { Context } from '../command.ts';
import { loadSecrets } from '../secret-flags.ts';
import { type IdentityOptions, toIdChoice } from './identity-flags.ts';
import type { SigningOptions } from './signing-flags.ts';

/** How requests of a run are signed, and the ids of their messages. */
export interface Signing {
  readonly mode: SignMode;
  readonly ids: IdChoice;
  /** To judge with what is kept. */
  readonly keys: readonly Key[];
  /** Tells whether it is signed with the development secret, which only a listener in the same folder knows by itself. */
  readonly isDevelopment: boolean;
}

/** Flags that decide the signing. */
export interface SigningRequest extends SigningOptions, IdentityOptions {
  readonly save?: boolean;
}

/**
 * The signing that the flags ask for, with a notice which of several secrets signs. Without a signature no secret is looked for.
 * Throws AppError `usage` for `--rotate` with fewer than two secrets that can sign, and what `loadSecrets` throws.
 */
export function prepareSigning(options: SigningRequest, context: Context): Signing {
  const ids = toIdChoice(options);
  if (options.original === true) {
    // Only what is kept is judged.
    const keys = options.save === true ? loadSecrets(options, context).keys : [];
    return { mode: { kind: 'original' }, ids, keys, isDevelopment: false };
  }
  const others = addHeaders(senderHeaders(context.version), options.header ?? []);
  if (options.unsigned === true)
    return { mode: { kind: 'unsigned', others }, ids: { kind: 'none' }, keys: [], isDevelopment: false };
  const { keys, source } = loadSecrets(options, context);
  const signers = chooseSigners(keys, options.rotate === true, context);
  const { tamper: tampering, webhookHeaders, timestamp: time = OWN_TIME } = options;
  const mode: SignMode = {
    kind: 'signed',
    keys: tampering === 'secret' ? signers.map(toStranger) : signers,
    family: webhookHeaders === true ? 'webhook' : 'svix',
    time,
    tampering,
    others,
  };
  return { mode, ids, keys, isDevelopment: source === 'development' };
}

/** The first that can sign, or with `--rotate` all that can. */
function chooseSigners(keys: readonly Key[], rotates: boolean, { report }: Context): readonly Key[] {
  const able = keys.filter(({ kind }) => kind !== 'public');
  if (rotates && able.length < 2) {
    throw new AppError(
      'usage',
      `--rotate signs with the old and the new secret, and there ${able.length === 0 ? 'is none that can sign' : 'is only one that can sign'}.`,
      'Give two, the new one first: FP_WEBHOOKS_SECRET="whsec_NEW whsec_OLD".',
    );
  }
  const [first, ...others] = able;
  // A public key is refused by the signing itself, which names it.
  if (rotates || first === undefined) return rotates ? able : keys;
  if (others.length > 0) {
    const message = `Signed with ${first.name}, the first of ${able.length} secrets; --rotate signs with all of them.`;
    report({ type: 'notice', code: 'secret_chosen', message });
  }
  return [first];
}

/** A secret of the same kind that nobody has. */
function toStranger({ kind }: Key): Key {
  return parseSecret(kind === 'symmetric' ? newSecretText() : newPrivateKeyText(), 'a random secret');
}

/** The ids of messages by their numbers, each made once: of captures their own, where the flags leave them. Never throws. */
export function chooseIds(payloads: readonly Payload[], { ids }: Pick<Signing, 'ids'>) {
  const fresh = payloads.map(() => newMessageId());
  return createIdChooser(payloads, ids, (index) => fresh[index] ?? newMessageId());
}
