const NO_TYPE =
  "Footprint's events have event_kind and fp_id at the top level, and neither type nor data as those of many other senders.";
const RAISE = 'raise it for this route. Svix sends up to 1 MiB.';
const TUNNEL = 'The tunnel does not answer for the app: is it running, and is this its present URL?';
const METHOD = 'The route exists but takes no POST.';
const SECRET = 'does the app use the secret of this endpoint, and the raw body?';

/** The usual meaning of an answer, with what to do, by the name of its kind. */
export const ANSWER_HINTS = {
  // fp-webhooks listen
  own_method: 'A redirect or proxy in between changed POST to another method: use the final URL.',
  own_path: 'fp-webhooks listen takes deliveries at that path only: use it, or start listen without --path.',
  own_app: 'fp-webhooks listen passed it on, and got no usable answer: is the app of --forward running?',
  own_not_stored: 'fp-webhooks listen could not store the delivery: its own output says why.',
  own_on_purpose: 'fp-webhooks listen answers so on purpose, because of --respond or --fail-rate.',
  own_too_large: 'fp-webhooks listen has a limit: --max-body raises it.',
  // The signature
  payload_parsed:
    "The handler has a parsed object, or nothing, instead of the raw body. Put a raw parser with its type before every JSON parser: express.raw({ type: 'application/json' }) in Express.",
  headers_missing:
    "A signature header does not reach the code that looks for it: a proxy drops it, or the code reads another name. In Node the names in req.headers are lower case, and Svix's library takes a plain object, not Headers.",
  timestamp:
    'The app refuses the time of the delivery: is the clock of its machine right, and does svix-timestamp arrive as whole seconds? An old delivery must be signed anew.',
  secret_form:
    "The app's secret has the wrong form. It is whsec_ followed by base64, whole and without quotes: is the variable set where the app runs?",
  signature_form:
    'The signature header has no item that this secret can check: whsec_ checks v1, whpk_ checks v1a.',
  signature: `The signature check fails: ${SECRET}`,
  signature_thrown: `The signature check fails, and the app does not catch the error: ${SECRET} Answer 400 in that case.`,
  // The event
  event_type: `The handler looks for a field that the event does not have. ${NO_TYPE}`,
  schema: `A schema of the app refuses the body. ${NO_TYPE}`,
  model: `A model of the app refuses the body. In FastAPI take request: Request, verify await request.body(), and parse it afterwards. ${NO_TYPE}`,
  not_json: 'A parser of the app finds no valid JSON: does the body reach it whole?',
  // Guards
  host: 'The app refuses the name in the Host header: add that of the tunnel or proxy to its allowed hosts (server.allowedHosts in Vite, allowedHosts in webpack-dev-server, config.hosts in Rails, ALLOWED_HOSTS in Django).',
  django_400:
    'Django may refuse it before any view runs: the Host header is not in ALLOWED_HOSTS, or the body is larger than DATA_UPLOAD_MAX_MEMORY_SIZE.',
  csrf: 'The CSRF protection refuses it: exempt this route.',
  login: 'The route asks for a login or a key: webhook routes must be public; the signature is the proof.',
  permission:
    'Django REST framework asks for a permission: set permission_classes = [] and authentication_classes = [] on this view; the signature is the proof.',
  proxy_rules:
    'The proxy itself refuses it, and the app never sees it: look at allow and deny in nginx, http-request deny in HAProxy, Require in Apache.',
  proxy_malformed:
    'The proxy itself refuses the request as malformed, and the app never sees it: the error log of the proxy says why.',
  client_certificate:
    'The proxy demands a certificate of the sender (mutual TLS), and Svix sends none: exempt this route.',
  bot_check: 'Cloudflare takes the sender for a bot: add a rule that skips the check for this path.',
  deployment_protection:
    'The deployment is protected: switch the protection off, or use the URL of production.',
  // Paths and methods
  https_port: 'This port takes https: write https:// in the URL.',
  tunnel: TUNNEL,
  tunnel_app: 'The tunnel works, but nothing listens at the port that it leads to: is the app running?',
  unknown_app: 'The platform knows no app under this host name: check the URL, and that the app is deployed.',
  api_gateway: 'API Gateway has no route for POST at this path and stage.',
  nginx_path: 'nginx itself answers: no location passes this path to the app (proxy_pass).',
  nginx_file: 'nginx itself answers, with a file: pass this path to the app (proxy_pass).',
  caddy_path: 'Caddy itself answers: no route passes this path to the app (reverse_proxy).',
  no_route: 'The app runs, but has no POST route at this path: check path and method of the route.',
  koa_404:
    'No route takes this path; or the handler of a Koa app ran and set neither body nor status: set ctx.status = 204.',
  not_found: 'Nothing answers at this path: check the URL of the route.',
  slash: 'The URL of the route ends with a slash, and Django cannot redirect a POST: add the slash.',
  method: METHOD,
  file_server: 'A server of files answers, which takes no POST: is this the port of the app?',
  // Size
  too_large_nginx: `nginx has a limit, client_max_body_size (1 MB by default): ${RAISE}`,
  too_large_express: `The body parser of Express, Koa or Nest has a limit (100 kB in Express, 1 MB in Koa): ${RAISE}`,
  too_large_fastify: `Fastify has a limit, bodyLimit (1 MiB by default): ${RAISE}`,
  too_large_hapi: `hapi has a limit, payload.maxBytes (1 MiB by default): ${RAISE}`,
  too_large_php: `PHP has a limit, post_max_size: ${RAISE}`,
  too_large_platform: 'The platform limits the size of a request: its documentation says how far.',
  too_large: `The app, or a proxy in front of it, limits the size of a body: ${RAISE}`,
  // Behind a proxy
  no_app:
    'The proxy has no app that is ready behind it: is the app running, at the address that the proxy knows?',
  no_answer: 'A proxy in between got no answer from the app: is the app running?',
  too_late: 'A proxy in between got no answer from the app in time: answer first, work later.',
  // Statuses that say it all
  not_modified: 'The app, or a cache in front of it, takes it for a request of a page: answer 2xx.',
  bad_request: `Many handlers answer 400 when the signature check fails: ${SECRET}`,
  unauthorized:
    'Either the signature check fails (secret, raw body), or the route asks for a login: webhook routes must be public.',
  forbidden:
    'The route is guarded by a permission, CSRF protection, a firewall or a list of addresses: exempt it; the signature is the proof.',
  slow_request:
    'The app or a proxy waited for the rest of the request: does something in between hold it back?',
  conflict:
    'The app may know this event already: answer a repeated svix-id with 2xx, or Svix sends it again.',
  gone: 'The endpoint was removed, or a tunnel has expired: use the new URL.',
  length_required: 'Content-Length is missing: something in between changes the request to chunks.',
  content_type: 'The app takes no application/json here, or not in this charset.',
  misdirected: 'This server does not answer for the host of the URL: check the name.',
  unprocessable: `The app reads the body but refuses it: a schema may expect other fields. ${NO_TYPE}`,
  upgrade: 'The server wants another protocol: use https, or the port of the app.',
  rate_limit:
    'A rate limit refuses it: exempt this route, or send more slowly (--rate). Svix sends it again later.',
  headers_too_large:
    'The headers are too large for the app: is a --header, or one that a proxy adds, very long?',
  missing_field: `The app fails on a value that is not there. ${NO_TYPE}`,
  overloaded:
    'The app is overloaded or not ready, or the proxy has no app behind it: is it running? Svix sends it again later.',
  refused: 'The app refuses it: its own log says why.',
  failed: 'The app failed while handling it: its own log says more.',
} as const;

/** The kind of an answer. */
export type AnswerKind = keyof typeof ANSWER_HINTS;
