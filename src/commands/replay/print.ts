import { findBodyText, toBuffer } from '../../core/delivery/body.ts';
import type { RawHeaders } from '../../core/delivery/delivery.ts';
import type { Parcel } from '../../core/replay/parcel.ts';
import { toSvixHeaders } from '../../core/replay/svix-headers.ts';
import { toCurl } from '../../core/request/to-curl.ts';
import { toHttpie } from '../../core/request/to-httpie.ts';
import { newMessageId } from '../../io/random.ts';
import type { Secrets } from '../../io/secrets.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';
import type { Print } from './print-flags.ts';
import type { Target } from './target.ts';

/** What is printed in place of being sent. */
export interface Printing {
  readonly parcels: readonly Parcel[];
  readonly target: Target;
  readonly secrets: Secrets;
  readonly print: Print;
  /** How often each is printed, with the same id. */
  readonly copies: number;
  /** Whether nothing in it is anybody's data. */
  readonly isShipped: boolean;
}

/**
 * Reports each request, signed at that moment, exactly as it would be sent: the signature is no secret, and good for 5
 * minutes. Throws AppError `usage` for a key that cannot sign.
 */
export function printRequests(printing: Printing, context: Context): void {
  const { parcels, copies, isShipped } = printing;
  for (const parcel of parcels) {
    const id = parcel.messageId ?? newMessageId();
    for (let copy = 0; copy < copies; copy += 1) context.report(toRecord(parcel, id, { printing, context }));
  }
  context.report(toReminder(isShipped));
}

interface Surroundings {
  readonly printing: Printing;
  readonly context: Context;
}

function toRecord(
  parcel: Parcel,
  id: string,
  { printing: { target, secrets, print }, context }: Surroundings,
): RecordOf<'request'> {
  const { source, name, event, body } = parcel;
  const timestampSeconds = Math.floor(Date.now() / 1_000);
  const own = toSvixHeaders({ id, timestampSeconds, body }, secrets.keys, context.version);
  return {
    type: 'request',
    source,
    ...(name !== undefined && { name }),
    event,
    svixId: id,
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

function toReminder(isShipped: boolean): RecordOf<'notice'> {
  const data = isShipped ? '' : ' What is printed holds personal data as it is, unmasked.';
  return {
    type: 'notice',
    code: 'nothing_sent',
    message: `Nothing was sent.${data}`,
    hint: 'A receiver refuses these signatures 5 minutes after they were made.',
  };
}
