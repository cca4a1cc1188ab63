import { findBodyText, toBuffer } from '../../core/bytes.ts';
import type { RawHeaders } from '../../core/delivery/delivery.ts';
import { toCurl, toHttpie } from '../../core/delivery/to-command.ts';
import { findProblem, makeRequest, OWN_TIME, toToldId } from '../../core/sending/make-request.ts';
import type { Payload } from '../../core/sending/payload.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context, Outcome } from '../command.ts';
import type { Print } from './print-flags.ts';
import { chooseIds, type Signing } from './signing.ts';
import type { Target } from './target.ts';

/** Requests to print instead of sending them. */
export interface Printing {
  readonly payloads: readonly Payload[];
  readonly target: Target;
  readonly signing: Signing;
  readonly print: Print;
  /** Number of times each is printed, with the same id. */
  readonly copies: number;
  /** Tells whether it contains no personal data. */
  readonly isPublic: boolean;
}

/**
 * Reports each request, signed at that moment, exactly as it would be sent: the signature is no secret, and good for 5
 * minutes. What cannot be sent is named, and the outcome is a failure. Throws AppError `usage` for a key that cannot sign.
 */
export function printRequests(printing: Printing, context: Context): Outcome {
  const { payloads, signing, copies, isPublic } = printing;
  const idOf = chooseIds(payloads, signing);
  let outcome: Outcome = 'passed';
  for (const [index, payload] of payloads.entries()) {
    const id = idOf(index);
    const problem = findProblem({ payload, id }, signing.mode);
    if (problem !== undefined) {
      const message = `Not printed: ${problem.message.replace(/\.$/, '')}.`;
      context.report({
        type: 'notice',
        code: 'unsendable',
        message,
        ...(problem.hint && { hint: problem.hint }),
      });
      outcome = 'failed';
      continue;
    }
    for (let copy = 0; copy < copies; copy += 1) context.report(toRecord(payload, id, printing));
  }
  const isSigned = signing.mode.kind === 'signed' && signing.mode.time === OWN_TIME;
  context.report(toReminder(isPublic, isSigned));
  return outcome;
}

function toRecord(
  payload: Payload,
  id: string | null,
  { target, signing: { mode }, print }: Printing,
): RecordOf<'request'> {
  const { source, name, event } = payload;
  const nowSeconds = Math.floor(Date.now() / 1_000);
  const { headers: own, body } = makeRequest({ payload, id, nowSeconds }, mode);
  return {
    type: 'request',
    source,
    ...(name !== undefined && { name }),
    event,
    svixId: toToldId(id, mode),
    method: 'POST',
    url: target.url,
    headers: toWireHeaders(own, target.url, body).map(([header, value]) => [header, value]),
    ...toExactBody(body),
    ...(print !== 'request' && { command: toCommand({ print, target, headers: own, body }) }),
  };
}

/** With those that the connection adds, as `io/http-client` sends them. */
function toWireHeaders(own: RawHeaders, url: string, body: Uint8Array): RawHeaders {
  return [
    ['host', new URL(url).host],
    ['connection', 'close'],
    ...own,
    ['content-length', String(body.length)],
  ];
}

function toExactBody(body: Uint8Array): { readonly bodyText: string } | { readonly bodyBase64: string } {
  const text = findBodyText(body);
  return text === undefined ? { bodyBase64: toBuffer(body).toString('base64') } : { bodyText: text };
}

interface Command {
  readonly print: Exclude<Print, 'request'>;
  readonly target: Target;
  readonly headers: RawHeaders;
  readonly body: Uint8Array;
}

function toCommand({ print, target: { url, insecure }, headers, body }: Command): string {
  const request = { url, headers, body, insecure };
  return print === 'curl' ? toCurl({ ...request, onlyThese: true }) : toHttpie(request);
}

function toReminder(isPublic: boolean, isSigned: boolean): RecordOf<'notice'> {
  const data = isPublic ? '' : ' What is printed holds personal data as it is, unmasked.';
  return {
    type: 'notice',
    code: 'nothing_sent',
    message: `Nothing was sent.${data}`,
    ...(isSigned && { hint: 'A receiver refuses these signatures 5 minutes after they were made.' }),
  };
}
