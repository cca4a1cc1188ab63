import type { JudgeThen } from '../../core/capture/from-har.ts';
import { judge } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import { findKnownSecrets } from '../../io/secrets.ts';
import type { Context } from '../command.ts';
import type { SecretOptions } from '../secret-flags.ts';

/** Judges what comes without a verdict. */
export interface Judging {
  readonly judge: JudgeThen;
  /** Says how many were judged without a secret, when any were. */
  readonly tellUnjudged: () => void;
}

/** Judges with the secrets that are known here, which are looked for when the first is needed. Throws what `findKnownSecrets` throws. */
export function createJudgeThen(
  { secret, secretFile }: SecretOptions,
  { env, cwd, settings, report }: Context,
): Judging {
  let keys: readonly Key[] | undefined;
  let count = 0;
  return {
    judge: (delivery, nowSeconds) => {
      keys ??= findKnownSecrets({ secret, secretFile, env, cwd, settings })?.keys ?? [];
      count += 1;
      return judge(delivery, keys, nowSeconds);
    },
    tellUnjudged: () => {
      if (count === 0 || keys?.length !== 0) return;
      const message = `There is no secret to judge with: ${count} of them count as not verified.`;
      const hint = 'Set FP_WEBHOOKS_SECRET before the import; fp-webhooks verify judges them anew.';
      report({ type: 'notice', code: 'no_secret', message, hint });
    },
  };
}
