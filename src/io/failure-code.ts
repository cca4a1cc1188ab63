/** Reason for which there is no whole answer to a request. */
export type AnswerFailure = 'refused' | 'timeout' | 'reset' | 'not_found' | 'tls' | 'not_http' | 'failed';

/** Reason for which a delivery has failed without an answer. `unsendable`: there was no request. */
export type FailureCode = AnswerFailure | 'unsendable';

/** The code of an error for an answer that is no HTTP, where no other library finds that out. */
export const NOT_HTTP = 'ERR_NOT_HTTP';

/** What ends an answer too early: the connection itself, or what was promised in the answer's headers. */
const CUT_OFF: readonly string[] = [
  'ECONNRESET',
  'EPIPE',
  'UND_ERR_SOCKET',
  'UND_ERR_RES_CONTENT_LENGTH_MISMATCH',
];

/** The failure behind an error of undici or Node. Never throws. */
export function toFailureCode(error: unknown): AnswerFailure {
  const code = codeOf(error);
  if (code === 'ECONNREFUSED') return 'refused';
  if (CUT_OFF.includes(code)) return 'reset';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'not_found';
  if (code === 'UND_ERR_CONNECT_TIMEOUT' || code === 'ETIMEDOUT') return 'timeout';
  if (/CERT|SSL|TLS|SELF_SIGNED|EPROTO/.test(code)) return 'tls';
  if (code.startsWith('HPE_') || code === NOT_HTTP) return 'not_http';
  return isParserError(error) ? toParserFailure(error) : 'failed';
}

/** undici gives the errors of its parser no code. Source: undici 8.12, `HTTPParserError`. */
function isParserError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'HTTPParserError';
}

function toParserFailure({ message }: Error): AnswerFailure {
  return /\bEOF\b/.test(message) ? 'reset' : 'not_http';
}

/** Whether it means that nobody is there at all, so that all that follows would fail alike. Never throws. */
export function isNobodyThere(code: string | undefined): boolean {
  return code === 'refused' || code === 'not_found';
}

/** A failure in words. Never throws. */
export function toFailureMessage(code: AnswerFailure, error: unknown, timeoutMs: number): string {
  switch (code) {
    case 'refused':
      return 'connection refused';
    case 'timeout':
      return `no answer within ${timeoutMs / 1000} s`;
    case 'reset':
      return 'connection closed without a whole answer';
    case 'not_found':
      return 'host not found';
    case 'tls':
      return `TLS failed (${codeOf(error)})`;
    case 'not_http':
      return 'the answer is not valid HTTP';
    case 'failed':
      return `the request failed (${codeOf(error) || 'for an unknown reason'})`;
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
