import type { Outcome } from '../commands/command.ts';
import type { ErrorCode } from '../core/error.ts';

/** What the process exits with. The table in the README is tested against `EXIT_MEANINGS`. */
export const EXIT_STATUS_OF_OUTCOME = {
  passed: 0,
  failed: 1,
  unreachable: 4,
  unreadable: 3,
} as const satisfies Record<Outcome, number>;

/** The exit status for each failure: a new code without one does not compile. */
export const EXIT_STATUS_OF_ERROR = {
  usage: 2,
  unknown_event: 2,
  secret_invalid: 2,
  no_input: 2,
  target_not_loopback: 2,
  live_not_allowed: 2,
  file_unreadable: 3,
  file_unwritable: 3,
  file_malformed: 3,
  port_in_use: 3,
  address_unavailable: 3,
  history_damaged: 3,
  history_locked: 3,
  history_newer: 3,
} as const satisfies Record<ErrorCode, number>;

/** A mistake in the tool itself. Source: sysexits(3), EX_SOFTWARE. */
export const EXIT_BUG = 70;

/** Whoever read the output went away. Source: what a shell reports for a program that died of SIGPIPE (128 + 13). */
export const EXIT_OUTPUT_CLOSED = 141;

/** Every exit status in words, as the README has them. */
export const EXIT_MEANINGS = {
  0: 'Done, and the answer is yes.',
  1: 'Done, and the answer is no: findings, an answer that is not 2xx.',
  2: 'Asked wrongly: a flag, a name or a secret is wrong, or nothing matched.',
  3: 'This machine or a file said no: unreadable, unwritable, port in use.',
  4: 'The target cannot be reached.',
  70: 'A bug in fp-webhooks.',
  141: 'Whoever read the output went away.',
} as const;
