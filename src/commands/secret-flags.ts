import { AppError } from '../core/error.ts';
import { type Settings, toOriginText } from '../core/settings/settings.ts';
import type { Key } from '../core/signature/secret.ts';
import { findKnownSecrets, findNamedSecrets, findSecrets, type Secrets } from '../io/secrets.ts';
import type { Context } from './command.ts';
import { flags, type OptionsOf } from './declare.ts';

/** Flags of every command that signs or verifies. */
export const secretFlags = flags({
  secretFile: { flag: '--secret-file <file>', about: 'read the signing secrets from a file' },
  secret: {
    flag: '--secret <whsec_…>',
    about: 'a signing secret (others can see it: prefer FP_WEBHOOKS_SECRET)',
    repeat: true,
  },
});

export type SecretOptions = OptionsOf<typeof secretFlags>;

/** The secrets that the flags and the surroundings give, with a notice for what is odd. Throws what `findSecrets` throws. */
export function loadSecrets({ secret, secretFile }: SecretOptions, context: Context): Secrets {
  const { env, cwd, settings } = context;
  return withNotices(findSecrets({ secret, secretFile, env, cwd, settings }), context);
}

/** The same to judge with: no development secret is made for it. Throws AppError `usage` when there is none. */
export function loadKnownSecrets({ secret, secretFile }: SecretOptions, context: Context): Secrets {
  const { env, cwd, settings } = context;
  const secrets = findKnownSecrets({ secret, secretFile, env, cwd, settings });
  if (secrets !== undefined) return withNotices(secrets, context);
  throw new AppError(
    'usage',
    'There is no secret to judge with.',
    'Set FP_WEBHOOKS_SECRET, or use --secret-file.',
  );
}

/** The secrets that are configured under names of their own, with a notice for what is odd. */
export function loadNamedSecrets({ env, cwd, settings, report }: Context): readonly Key[] {
  const { keys, remarks } = findNamedSecrets({ env, cwd, settings });
  for (const message of remarks) report({ type: 'notice', code: 'secret_unusual', message });
  return keys;
}

function withNotices(secrets: Secrets, { report, settings }: Context): Secrets {
  if (secrets.source === 'argument') {
    const message =
      'A secret on the command line can be seen by every user of this machine and stays in the shell history.';
    const hint = 'Prefer FP_WEBHOOKS_SECRET or --secret-file.';
    report({ type: 'notice', code: 'secret_on_command_line', message, hint });
  }
  const shadowed = explainShadowed(secrets, settings);
  if (shadowed !== undefined) report({ type: 'notice', code: 'secret_shadowed', ...shadowed });
  for (const message of secrets.remarks) report({ type: 'notice', code: 'secret_unusual', message });
  return secrets;
}

/** Somebody who chose a profile expects its secret; what the environment has comes first all the same. */
function explainShadowed({ source, keys: [key] }: Secrets, { secret }: Settings) {
  const [named] = secret ?? [];
  if (named?.origin.source !== 'profile' || (source !== 'environment' && source !== 'dotenv'))
    return undefined;
  const used = key?.name.replace(/ #1$/, '') ?? '';
  return {
    message: `${used} is used, and not ${named.variable}, which ${toOriginText(named.origin)} names.`,
    hint: 'FP_WEBHOOKS_SECRET comes before the configuration: unset it to use the secret of the profile.',
  };
}
