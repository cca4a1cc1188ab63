/** Every way in which the tool can fail to do its job. Published in `--json`; never renamed. */
export const ERROR_CODES = [
  'usage',
  'unknown_event',
  'secret_invalid',
  'no_input',
  'file_unreadable',
  'file_unwritable',
  'file_malformed',
  'port_in_use',
  'address_unavailable',
  'target_not_loopback',
  'live_not_allowed',
  'history_damaged',
  'history_locked',
  'history_newer',
] as const;

/** One of them. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/**
 * A failure: the tool could not do its job. Thrown anywhere, caught once in `cli/run.ts`.
 * The message is one sentence that names the file, flag or header; the hint says what to do next.
 * Neither ever holds a secret.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: ErrorCode;
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}
