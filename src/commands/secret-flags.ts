import type { Command } from 'commander';
import { findSecrets, type Secrets } from '../io/secrets.ts';
import type { Context } from './command.ts';
import { gather } from './flags.ts';

/** The flags of every command that signs or verifies. */
export interface SecretOptions {
  readonly secret?: readonly string[];
  readonly secretFile?: string;
}

/** Adds `--secret` and `--secret-file`. */
export function addSecretFlags(command: Command): Command {
  return command
    .option('--secret-file <file>', 'read the signing secrets from a file')
    .option('--secret <whsec_…>', 'a signing secret (others can see it: prefer FP_WEBHOOKS_SECRET)', gather);
}

/** The secrets that the flags and the surroundings give, with a notice for what is odd. Throws what `findSecrets` throws. */
export function loadSecrets({ secret, secretFile }: SecretOptions, { env, cwd, report }: Context): Secrets {
  const secrets = findSecrets({ secret, secretFile, env, cwd });
  if (secrets.source === 'argument') {
    const message =
      'A secret on the command line can be seen by every user of this machine and stays in the shell history.';
    report({
      type: 'notice',
      code: 'secret_on_command_line',
      message,
      hint: 'Prefer FP_WEBHOOKS_SECRET or --secret-file.',
    });
  }
  for (const message of secrets.remarks) {
    report({ type: 'notice', code: 'secret_unusual', message });
  }
  return secrets;
}
