import { isSuccess } from '../core/delivery/success.ts';

/** What the status of an endpoint's answer usually means for a webhook, or undefined for a 2xx. Never throws. */
export function hintForStatus(status: number): string | undefined {
  if (isSuccess(status)) return undefined;
  if (status >= 300 && status <= 399)
    return 'Svix never follows a redirect and counts it as a failure: use the final URL, mind the trailing slash and https.';
  return (
    HINTS.get(status) ??
    (status >= 500 ? 'The app failed while handling it: its own log says more.' : undefined)
  );
}

const HINTS: ReadonlyMap<number, string> = new Map([
  [
    400,
    'Most handlers answer 400 when the signature check fails: does the app use the same secret, and the raw body?',
  ],
  [401, 'The route asks for a login: webhook routes must be public, the signature is the proof.'],
  [403, 'The route is guarded, often by CSRF protection: exempt it.'],
  [404, 'Nothing answers at this path: check the URL of the route.'],
  [405, 'The route exists but takes no POST.'],
  [413, "The app's body parser has a limit (100 kB in Express): raise it for this route."],
  [415, 'The app takes no application/json here.'],
  [502, 'A proxy in between got no answer from the app: is the app running?'],
  [503, 'It is overloaded, or not ready: the sender tries again later.'],
  [504, 'A proxy in between waited for the app in vain: answer first, work later.'],
  [419, 'The CSRF protection refused it: exempt the route.'],
]);

/** What a failed connection usually means, by the code of the failure. Never throws. */
export function hintForFailure(code: string): string | undefined {
  return FAILURES.get(code);
}

const FAILURES: ReadonlyMap<string, string> = new Map([
  ['refused', 'Nothing listens there: is the app running, and on this port?'],
  ['timeout', 'Svix gives up after 15 seconds too: answer first, work later.'],
  ['reset', 'The connection was closed before a whole answer came: did the app crash?'],
  ['not_found', 'The host name has no address.'],
  ['not_http', 'Something else than a web server answers there: is it the right port, and http or https?'],
  ['tls', 'The certificate is not trusted, or the port speaks no TLS.'],
]);
