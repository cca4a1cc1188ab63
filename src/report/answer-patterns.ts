import type { AnswerKind } from './answer-words.ts';

/** Headers that patterns see. Others, such as cookies, hold words that say nothing of the answer. */
export const TELLING_HEADERS: readonly string[] = [
  'server',
  'content-type',
  'www-authenticate',
  'ngrok-error-code',
  'x-vercel-error',
  'cf-mitigated',
];

type Statuses = `${number}` | `${number}-${number}`;

const CSRF = /csrf|xsrf|forgery|authenticity_? ?token|page expired|change you wanted was rejected/i;
const SIGNATURE =
  /(?<![\w-])signatures?\b|\bhmac\b|\b(?:webhook|payload) (?:verification|validation)|verification failed|invalid webhook/i;
const REFUSED_SIGNATURE =
  /(?:no matching|invalid|bad|wrong|missing) signature(?! found for (?:function|operator))|(?<!function |method )signature (?:is )?(?:invalid|mismatch|does not match|verification)|webhookverification/i;

/**
 * Answers known by their words, the most certain first: statuses and kind, then a pattern of the header lines (`Name: value`), an empty
 * line, and the text on one line, with the tags of a page as spaces. Words come before statuses, because many apps use
 * other statuses than the usual ones. Patterns repeat nothing within a repetition, as the text comes from outside.
 * Source: Svix's libraries for JavaScript (2.5.0), Go, Python, Ruby, PHP, Rust, C# and Java (read 2026-11-30); answers of Express 4 and
 * 5, Fastify, Koa, Hono, hapi, Nest, h3, Vite, webpack-dev-server, Django, DRF, FastAPI, Flask, nginx, HAProxy, Apache and Caddy (run on
 * that day); public documentation of the others.
 */
export const ANSWER_PATTERNS = {
  '405 own_method': /came as [A-Z]+ \S+: it has the headers/,
  '404 own_path': /: only \S+ takes deliveries/,
  '502-504 own_app': /"error": ?"app_[a-z_]+"/,
  '503 own_not_stored': /"error": ?"not_kept"/,
  '300-599 own_on_purpose': /"answered": ?"on purpose"/,
  '413 own_too_large': /the body is larger than \d+ bytes/,
  '400-599 payload_parsed':
    /payload to be of type string or buffer|reading 'constructor'|\[object object\]\\?" is not valid json|unexpected token o in json at position 1\b|'dict' object has no attribute '(?:decode|encode)'|must be of type string or an instance of buffer/i,
  '400-599 headers_missing':
    /missing required headers|(?:missing|invalid) header (?:id|timestamp|signature)|\bheader (?:svix|webhook)-[a-z]+ is missing|\b(?:no|missing|without) (?:the )?(?:x-)?(?:svix|webhook|signature)[- ](?:id|timestamp|signature|headers?)|"loc": ?\["header", ?"(?:x[-_])?(?:svix|webhook)|(?:keyerror(?: at \S{1,100})?|key not found|undefined (?:array key|index)):? \\?['"]?(?:http[-_])?(?:svix|webhook)[-_]/i,
  '400-599 timestamp':
    /\b(?:timestamp|message|webhook|signature) (?:is |was )?(?:too old|too new|too far in|expired|outside)|signature timestamp too|timestamp header is not a whole|the timestamp is .{1,40} (?:old|in the future)|parse timestamp|invalid timestamp|invalid signature headers/i,
  '400-599 secret_form':
    /base64coder: |secret can't be empty|expected secret to be|invalid secret|illegal base64|incorrect padding|not a valid base-64|invalid base64(?! \w)|secret['"]? (?:is |was )?(?:not (?:set|configured|defined|found)|missing|undefined)/i,
  '400-599 signature_form': /signature header has (?:only|no item)/i,
  '400-415 content_type':
    /unsupported media type|\bcontent[- ]type\b[^\n]{0,20} (?:must|should|missing|invalid|not)\b/i,
  '400-599 event_type':
    /\b(?:unhandled|unknown|unsupported|unrecogni[sz]ed|unexpected|invalid) (?:webhook )?event\b|event[ _]type:? ['"]?(?:undefined|null|none)\b|\bproperty ['"](?:type|data)['"]|(?<!(?:content|media|mime|account)[- _])\b(?:type|data)['"]?,? (?:is )?(?:must be|should (?:not )?be|required|missing)|"(?:type|data)": ?\["?this field is required|"(?:loc|path)": ?\[(?:"body", ?)?"(?:type|data)"|(?:keyerror|array key|missing field):? \\?['"](?:type|data)\b|reading '(?:type|data|object)'/i,
  '400 schema':
    /fst_err_validation|"issues": ?\[|zoderror|validation errors? occurred|must have required property|validation failed/i,
  '400-422 not_json':
    /fst_err_ctp_(?:invalid|empty)_json|syntaxerror|json parse error|not valid json|invalid json|malformed json|unexpected end of json|value_error\.jsondecode|json_invalid/i,
  '422 model': /"loc": ?\[|field required|value_error/i,
  '400-421 host':
    /invalid http_host|disallowedhost|blocked hosts?\b|hostauthorization|blocked request\. this host|invalid host(?:name| header)|untrusted host/i,
  '400 django_400': /bad request \(400\)/i,
  '400-403 csrf': CSRF,
  '422 csrf': CSRF,
  '400-403 refused': /\bsignature (?:is |was )?(?:ok|valid|verified),? (?:but|and)\b/i,
  '401-403 login': /\bjwt\b|json web token/i,
  '400-403 signature': SIGNATURE,
  '422 signature': SIGNATURE,
  '404-499 signature': REFUSED_SIGNATURE,
  '500 signature_thrown': REFUSED_SIGNATURE,
  '403 proxy_rules': /forbidden (?:nginx|openresty)|administrative rules|permission to access this resource/i,
  '403 api_gateway': /missing authentication token/i,
  '403-503 bot_check':
    /just a moment|attention required|checking your browser|^cf-mitigated: |you have been blocked/im,
  '403 permission': /do not have permission to perform this action/i,
  '401 deployment_protection': /vercel|netlify/i,
  '401 unauthorized': /could not verify that you are authorized/i,
  '401-407 login':
    /^www-authenticate: |credentials|\blog ?in\b|\bsign ?in\b|auth(?:entication|orization) required|not authenticated|unauthenticated|missing authorization|\b(?:bearer|access|api|auth|id)[ _-]?(?:token|key)\b/im,
  '400-599 tunnel_app': /err_ngrok_8012/i,
  '400-599 tunnel': /err_ngrok_\d+|tunnel unavailable|error 1033|endpoint .{1,100} is offline/i,
  '400 headers_too_large': /request header or cookie too large/i,
  '400 client_certificate': /no required ssl certificate|ssl certificate error/i,
  '400 proxy_malformed':
    /bad request (?:nginx|openresty)|your browser sent (?:an invalid request|a request that this server could not understand)/i,
  '400 https_port': /plain http request was sent to https|http request to an https/i,
  '404 unknown_app': /no[ -]such[ -]app|deployment_not_found|default backend|application not found/i,
  '404 nginx_path': /404 not found (?:nginx|openresty)/i,
  '404 caddy_path': /^server: caddy$[\s\S]*\n\n(?![\s\S])/im,
  '404 no_route':
    /cannot post|route post:|no route matches|no static resource|cannot find \w+ (?:route|path)/i,
  '404 koa_404': /^content-type: text\/plain[\s\S]*\n\nnot found(?![\s\S])/im,
  '405 nginx_file': /405 not allowed (?:nginx|openresty)/i,
  '501 file_server': /unsupported method/i,
  '413 too_large_platform': /function_payload_too_large|request too (?:long|large)/i,
  '413 too_large_nginx': /too large (?:nginx|openresty)/i,
  '413 too_large_fastify': /fst_err_ctp_body_too_large/i,
  '413 too_large_hapi': /payload content length greater/i,
  '413 too_large_express':
    /^content-type: (?:text\/plain|application\/json)[\s\S]*request entity too large|payloadtoolargeerror/im,
  '400-413 too_large_php': /post content-length of|post_max_size|posttoolarge|post data is too large/i,
  '500 slash': /url doesn't end in a slash/i,
  '500 missing_field':
    /of (?:undefined|null)\b|keyerror|'nonetype' object|undefined (?:array key|index|property)|\bfor nil\b|nullpointerexception|nil pointer/i,
  '502-503 no_app':
    /no server is available|no available server|no healthy upstream|upstream connect error|temporarily unable to service|application error|default backend/i,
} as const satisfies Readonly<Partial<Record<`${Statuses} ${AnswerKind}`, RegExp>>>;

/** The kind of an answer whose words are not known. */
export const KINDS_BY_STATUS: Readonly<Partial<Record<number, AnswerKind>>> = {
  304: 'not_modified',
  400: 'bad_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method',
  407: 'login',
  408: 'slow_request',
  409: 'conflict',
  410: 'gone',
  411: 'length_required',
  413: 'too_large',
  415: 'content_type',
  419: 'csrf',
  421: 'misdirected',
  422: 'unprocessable',
  426: 'upgrade',
  429: 'rate_limit',
  431: 'headers_too_large',
  501: 'method',
  502: 'no_answer',
  503: 'overloaded',
  504: 'too_late',
  520: 'no_answer',
  521: 'no_answer',
  522: 'too_late',
  523: 'no_answer',
  524: 'too_late',
  530: 'tunnel',
};

/** Kinds whose hint says that the secret may be wrong. */
export const DOUBTS: readonly string[] = [
  'signature',
  'signature_thrown',
  'bad_request',
  'unauthorized',
] satisfies AnswerKind[];

/** Kinds by which an app can refuse a signature or a time. Others speak of the route, the body or a guard. */
export const VERDICTS: readonly string[] = [
  ...DOUBTS,
  'signature_form',
  'headers_missing',
  'timestamp',
  'forbidden',
  'unprocessable',
] satisfies string[];
