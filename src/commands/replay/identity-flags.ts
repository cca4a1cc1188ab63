import { type Command, InvalidArgumentError } from 'commander';
import { AppError } from '../../core/error.ts';
import { freshen } from '../../core/payloads/freshen.ts';
import { type AttemptTime, findAttemptTime, toSignedSeconds } from '../../core/sending/make-request.ts';
import type { IdChoice } from '../../core/sending/message-ids.ts';
import type { Payload } from '../../core/sending/payload.ts';
import { isSendableId } from '../../core/signature/sign.ts';
import { drawBelow } from '../../io/random.ts';

/** As which message, and as of when, something is sent. */
export interface IdentityOptions {
  readonly newId?: boolean;
  readonly id?: string;
  readonly timestamp?: AttemptTime;
  readonly original?: boolean;
  readonly fresh?: boolean;
}

/** Adds `--new-id`, `--id`, `--timestamp`, `--original` and `--fresh`. */
export function addIdentityFlags(command: Command): Command {
  return command
    .option('--new-id', 'give captures new ids, too, so that they are no retries')
    .option('--id <id>', 'send the one message with this id', messageId)
    .option(
      '--timestamp <time>',
      'sign for RFC 3339, Unix seconds, or so far from now: -6m, +10m',
      signedTime,
    )
    .option('--original', 'send captures exactly as they came, with their old time and signature')
    .option('--fresh', 'new fp_id, onboarding_id and link_id, the same for the same; the last event is now');
}

/** Which ids messages get. What is fresh is no retry. Never throws. */
export function toIdChoice({ newId, id, original, fresh }: IdentityOptions): IdChoice {
  if (original === true) return { kind: 'original' };
  if (id !== undefined) return { kind: 'given', id };
  return { kind: newId === true || fresh === true ? 'new' : 'kept' };
}

/**
 * Throws AppError `usage` for `--original` with something that was not captured, and for `--id` with several messages.
 * @param messages How many are to be sent, each copy and attempt of one being the same message.
 */
export function checkIdentity(
  { original, id }: IdentityOptions,
  payloads: readonly Payload[],
  messages: number,
): void {
  const made = original === true ? payloads.find((each) => each.receivedHeaders === undefined) : undefined;
  if (made !== undefined) {
    throw new AppError(
      'usage',
      `--original sends captures exactly as they came, and ${made.source} is a payload that never came with headers.`,
      'Name captures, as `fp-webhooks history export` writes them, or leave --original out.',
    );
  }
  if (id === undefined || messages === 1) return;
  const count = Number.isFinite(messages) ? `${messages} messages are` : 'more than one message is';
  throw new AppError(
    'usage',
    `--id is the id of one message, and ${count} to be sent.`,
    'Name one thing to send; --duplicate sends it several times with the same id.',
  );
}

/**
 * The same about new people, as of now: see `freshen`. Without `--fresh` they are the same objects. Never throws.
 */
export function freshenPayloads(
  payloads: readonly Payload[],
  { fresh }: IdentityOptions,
): readonly Payload[] {
  if (fresh !== true) return payloads;
  const bodies = freshen(
    payloads.map(({ body }) => body),
    { drawBelow, nowMs: Date.now() },
  );
  return payloads.map((payload, index) => ({ ...payload, body: bodies[index] ?? payload.body }));
}

function messageId(text: string): string {
  if (isSendableId(text)) return text;
  throw new InvalidArgumentError('It must be an id such as msg_1, of plain characters.');
}

/** As many as receivers take: twelve digits. */
const MOST_SECONDS = 999_999_999_999;

function signedTime(text: string): AttemptTime {
  const time = findAttemptTime(text);
  if (time === undefined) {
    throw new InvalidArgumentError(
      'It must be a time such as 2026-11-22T09:00:00Z, Unix seconds, or how far from now: -6m, +10m.',
    );
  }
  const seconds = toSignedSeconds(time, Math.floor(Date.now() / 1_000));
  if (seconds >= 0 && seconds <= MOST_SECONDS) return time;
  throw new InvalidArgumentError('It must be a time from 1970 on, of at most twelve digits.');
}
