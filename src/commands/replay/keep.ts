import type { Command } from 'commander';
import type { Capture } from '../../core/capture/capture.ts';
import type { RawHeaders } from '../../core/delivery/delivery.ts';
import { AppError } from '../../core/error.ts';
import type { History } from '../../core/history/history.ts';
import { judge } from '../../core/signature/judge.ts';
import type { Key } from '../../core/signature/secret.ts';
import type { PostOutcome } from '../../io/http-client.ts';
import { createCaptureIds } from '../../io/random.ts';
import { toForwarding } from '../app-answer.ts';
import type { Context } from '../command.ts';
import { addFlags } from '../declare.ts';
import {
  type HistoryOptions,
  historyFlags,
  toHistoryPath,
  toToldPath,
  withHistory,
} from '../history-flags.ts';

/** Flags for saving. */
export interface KeepOptions extends HistoryOptions {
  readonly save?: boolean;
}

/** Adds `--save` and `--history`. */
export function addKeepFlags(command: Command): Command {
  return addFlags(command.option('--save', 'keep what was sent and answered in the history'), historyFlags);
}

/** One request as it was sent, and its outcome. */
export interface Exchange {
  readonly url: string;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
  readonly sentAt: Date;
  readonly outcome: PostOutcome;
}

/** Keeps requests and their answers. */
export interface Keeper {
  /** Resolves when it is on the disk. After the first that could not be kept nothing more is: see `withKeeper`. */
  readonly keep: (exchange: Exchange) => Promise<void>;
  /** Where it is kept, for display; undefined when nothing is. */
  readonly place: string | undefined;
}

const KEEPS_NOTHING: Keeper = { keep: async () => undefined, place: undefined };

/**
 * Lends a keeper to a function: one that keeps nothing without `--save`. The history is open before anything is sent. What
 * could not be kept is thrown only when the function has ended, so that it still says what was sent.
 * Throws what `withHistory` and the `add` of a history throw.
 */
export async function withKeeper<Value>(
  options: KeepOptions,
  { keys, context }: { readonly keys: readonly Key[]; readonly context: Context },
  use: (keeper: Keeper) => Promise<Value>,
): Promise<Value> {
  if (options.save !== true) return use(KEEPS_NOTHING);
  const place = toToldPath(toHistoryPath(options, context), context);
  return withHistory(options, context, async (history) => {
    const { failure, ...keeper } = createKeeper(history, keys);
    const value = await use({ ...keeper, place });
    const error = failure();
    if (error !== undefined) throw error;
    return value;
  });
}

function createKeeper(history: History, keys: readonly Key[]) {
  const newId = createCaptureIds();
  let failure: AppError | undefined;
  return {
    failure: () => failure,
    keep: async (exchange: Exchange) => {
      if (failure !== undefined) return;
      try {
        await history.add(toCapture(newId(), exchange, keys));
      } catch (error) {
        if (!(error instanceof AppError)) throw error;
        failure = new AppError(
          error.code,
          `Not everything that was sent is kept: ${error.message}`,
          error.hint,
        );
      }
    },
  };
}

/** The capture in the form of one that `listen` received and forwarded, so that `history` shows both alike. */
function toCapture(id: string, exchange: Exchange, keys: readonly Key[]): Capture {
  const { url, headers, body, outcome } = exchange;
  const { pathname, search } = new URL(url);
  const sentAt = exchange.sentAt.toISOString();
  const delivery = { method: 'POST', path: pathname + search, headers, body };
  const status = outcome.kind === 'answered' ? outcome.status : null;
  return {
    version: 1,
    id,
    receivedAt: sentAt,
    delivery,
    verdict: judge(delivery, keys, Math.floor(exchange.sentAt.getTime() / 1_000)),
    answer: { by: 'app', status },
    forwardings: [toForwarding(url, { ...outcome, sentAt })],
  };
}
