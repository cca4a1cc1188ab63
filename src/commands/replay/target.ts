import type { Command } from 'commander';
import { toBuffer } from '../../core/bytes.ts';
import { isThisMachine } from '../../core/delivery/loopback.ts';
import { AppError } from '../../core/error.ts';
import { toShownUrl } from '../../core/events/shown-url.ts';
import type { Payload } from '../../core/sending/payload.ts';
import type { Context } from '../command.ts';
import { addFlags } from '../declare.ts';
import { httpUrl } from '../flags.ts';
import { insecureFlags, toInsecure } from '../insecure-flag.ts';

/** Flags of the target. */
export interface TargetOptions {
  readonly to: string;
  readonly allowRemote?: boolean;
  readonly allowLive?: boolean;
  readonly insecure?: boolean;
}

/** URL of the target, and whether any certificate is accepted. */
export interface Target {
  readonly url: string;
  readonly insecure: boolean;
}

/** Adds `--to`, `--allow-remote`, `--allow-live` and `--insecure`. */
export function addTargetFlags(command: Command): Command {
  return addFlags(
    command
      .option('-t, --to <url>', 'where to send it', httpUrl, 'http://127.0.0.1:4400/')
      .option('--allow-remote', 'let --to be another machine')
      .option('--allow-live', 'with --allow-remote: let events of live mode go there, too'),
    insecureFlags,
  );
}

/** The target of a run. Throws AppError `target_not_loopback`, and `usage` for `--insecure` where it has no effect or is dangerous. */
export function readTarget(options: TargetOptions, context: Context): Target {
  refuseRemote(options, context);
  return { url: options.to, insecure: isInsecure(options, context) };
}

/** A configured value may be meant for another target. */
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

/** URL of the target, and whether it may receive events of live mode. */
interface LiveGuard {
  readonly to: string;
  readonly allowLive?: boolean;
}

/**
 * Checks all payloads before any is sent. Throws AppError `live_not_allowed` for an event of live mode that
 * would leave this machine without `--allow-live`.
 */
export function guardLive(
  payloads: readonly Pick<Payload, 'source' | 'body' | 'problem'>[],
  { to, allowLive }: LiveGuard,
  { showPii }: Pick<Context, 'showPii'>,
): void {
  if (allowLive === true || isThisMachine(new URL(to).hostname)) return;
  const live = payloads.find(({ body, problem }) => problem === undefined && isLiveBody(body));
  if (live === undefined) return;
  throw new AppError(
    'live_not_allowed',
    `${live.source} is of live mode (is_live is true), and ${toShownUrl(to, showPii)} is not on this machine.`,
    'Nothing was sent. If an app there may take it for a real event, add --allow-live.',
  );
}

/** A value other than false and null may be taken for true: `"true"` and `1`, for example. */
const SAYS_LIVE = /"is_live"\s*:\s*(?!\s|false|null)/;
/** A name as JSON has it, with such a value behind it. */
const TRUE_MEMBER = /("(?:[^"\\]|\\.)*")\s*:\s*(?!\s|false|null)/g;

/**
 * Tells whether a body says that it is of live mode: at any depth, also one that is no whole JSON or says both, and with escapes in the
 * name. Never throws.
 */
export function isLiveBody(body: Uint8Array): boolean {
  const text = toBuffer(body).toString('latin1');
  if (SAYS_LIVE.test(text)) return true;
  // Only with an escape in it can the name be missed above.
  if (!text.includes('\\')) return false;
  for (const [, name = ''] of text.matchAll(TRUE_MEMBER)) if (decode(name) === 'is_live') return true;
  return false;
}

function decode(name: string): string | undefined {
  try {
    return JSON.parse(name);
  } catch {
    return undefined;
  }
}
