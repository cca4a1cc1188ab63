import { isThisMachine } from '../core/delivery/loopback.ts';
import { AppError } from '../core/error.ts';
import { flags } from './declare.ts';

/** The flag of every command that sends. */
export const insecureFlags = flags({
  insecure: { flag: '--insecure', about: 'accept any certificate of an app on this machine' },
});

/**
 * Whether certificates are not checked: only what stays on this machine may be sent to like that.
 * Throws AppError `usage`, naming `flag`, which gave the URLs, where one is elsewhere or none is https.
 */
export function toInsecure(insecure: boolean | undefined, flag: string, urls: readonly string[]): boolean {
  if (insecure !== true) return false;
  const secure = urls.filter((url) => url.startsWith('https:'));
  const remote = secure.find((url) => !isThisMachine(new URL(url).hostname));
  if (remote !== undefined) {
    throw new AppError(
      'usage',
      `--insecure is only for this machine, and ${flag} ${remote} is elsewhere.`,
      'Leave --insecure out, or trust the certificate with NODE_EXTRA_CA_CERTS.',
    );
  }
  if (secure.length > 0) return true;
  throw new AppError(
    'usage',
    `--insecure changes nothing, because no ${flag} is https.`,
    `Leave it out, or give ${flag} an https URL.`,
  );
}
