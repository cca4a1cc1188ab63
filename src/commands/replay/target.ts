import type { Command } from 'commander';
import { isThisMachine } from '../../core/delivery/loopback.ts';
import { AppError } from '../../core/error.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import type { Context } from '../command.ts';
import { httpUrl } from '../flags.ts';
import { addInsecureFlag, toInsecure } from '../insecure-flag.ts';

/** Flags of the target. */
export interface TargetOptions {
  readonly to: string;
  readonly allowRemote?: boolean;
  readonly allowLive?: boolean;
  readonly insecure?: boolean;
}

/** Where it goes, and whether any certificate is good enough there. */
export interface Target {
  readonly url: string;
  readonly insecure: boolean;
}

/** Adds `--to`, `--allow-remote`, `--allow-live` and `--insecure`. */
export function addTargetFlags(command: Command): Command {
  return addInsecureFlag(
    command
      .option('-t, --to <url>', 'where to send it', httpUrl, 'http://127.0.0.1:4400/')
      .option('--allow-remote', 'let --to be another machine')
      .option('--allow-live', 'with --allow-remote: let events of live mode go there, too'),
  );
}

/** The target of a run. Throws AppError `target_not_loopback`, and `usage` for `--insecure` where it has no effect or is dangerous. */
export function toTarget(options: TargetOptions, context: Context): Target {
  refuseRemote(options, context);
  return { url: options.to, insecure: isInsecure(options, context) };
}

/** What is configured may be meant for another target than this one. */
function isInsecure({ insecure, to }: TargetOptions, { originOf }: Context): boolean {
  const isIdle = originOf('insecure').source !== 'flag' && !to.startsWith('https:');
  return !isIdle && toInsecure(insecure, '--to', [to]);
}

function refuseRemote({ to, allowRemote }: TargetOptions, { originOf, showPii }: Context): void {
  const { hostname } = new URL(to);
  if (allowRemote === true || isThisMachine(hostname)) return;
  throw new AppError(
    'target_not_loopback',
    `${originOf('to').name} ${toShownUrl(to, showPii)} is not on this machine: the host is neither localhost nor a loopback address.`,
    'If you mean to send signed events there, add --allow-remote.',
  );
}
