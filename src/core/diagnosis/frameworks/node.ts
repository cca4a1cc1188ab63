import type { FrameworkAdvice } from '../frameworks.ts';

/** Frameworks of JavaScript. Source: the documentation of each, 2026. */
export const NODE = {
  express: {
    name: 'Express',
    raw_body:
      "Put `express.raw({ type: 'application/json' })` on the route, before any `express.json()`, and verify `req.body`, which is then a Buffer.",
    body_limit: "The limit is 100 kB: `express.raw({ type: 'application/json', limit: '1mb' })`.",
    headers: "`req.get('svix-id')`; names are in lower case in `req.headers`.",
  },
  next_app: {
    name: 'Next.js, app router',
    raw_body:
      'Verify `await req.text()` in `route.ts`, and call `JSON.parse` afterwards; do not call `req.json()` first.',
    body_limit: 'Next.js sets no limit for route handlers; the platform may (4.5 MB on Vercel).',
    headers:
      "`req.headers.get('svix-id')`; the svix library wants a plain object, so give it the three values.",
  },
  next_pages: {
    name: 'Next.js, pages router',
    raw_body:
      'Export `config = { api: { bodyParser: false } }` from the route, and read the bytes yourself: `for await (const chunk of req)`.',
    body_limit: 'With `bodyParser: false` there is no limit; with the parser it is 1 MB.',
    headers: "`req.headers['svix-id']`, in lower case.",
  },
  nest: {
    name: 'NestJS',
    raw_body:
      'Create the app with `NestFactory.create(AppModule, { rawBody: true })`, and verify `req.rawBody` of `RawBodyRequest<Request>`.',
    body_limit: "The limit is 100 kB on Express: `app.useBodyParser('json', { limit: '1mb' })`.",
    headers: "`@Headers('svix-id')` on the parameter.",
  },
  fastify: {
    name: 'Fastify',
    raw_body:
      "Register `addContentTypeParser('application/json', { parseAs: 'buffer' }, (_, body, done) => done(null, body))` around the route, and verify `request.body`.",
    body_limit: 'The limit is 1 MiB, which is enough for Svix; `bodyLimit` on the route changes it.',
    headers: "`request.headers['svix-id']`, in lower case.",
  },
  hono: {
    name: 'Hono',
    raw_body: 'Verify `await c.req.text()` (or `arrayBuffer()`), before `c.req.json()`.',
    body_limit: 'There is no limit unless you use the `bodyLimit` middleware.',
    headers: "`c.req.header('svix-id')`.",
  },
  koa: {
    name: 'Koa',
    raw_body:
      'Mount the route before the body parser and read `await rawBody(ctx.req)` of the package raw-body; with koa-bodyparser, `ctx.request.rawBody` is text.',
    body_limit: "koa-bodyparser stops at 1 MB: `jsonLimit: '2mb'`.",
    headers: "`ctx.get('svix-id')`.",
  },
  nuxt: {
    name: 'Nuxt',
    raw_body:
      'Verify `await readRawBody(event, false)`, which gives bytes, and do not call `readBody` first.',
    body_limit: 'Nitro sets no limit; the platform may.',
    headers: "`getHeader(event, 'svix-id')`.",
    csrf: 'With nuxt-security or nuxt-csurf, turn `csurf` off for the route in `routeRules`.',
  },
  sveltekit: {
    name: 'SvelteKit',
    raw_body: 'Verify `await request.text()` in `+server.ts`, before anything calls `request.json()`.',
    body_limit: 'adapter-node stops at 512 kB: set the variable `BODY_SIZE_LIMIT=2M`.',
    headers: "`request.headers.get('svix-id')`.",
    csrf: 'Its check of the origin looks at forms only; a JSON body passes.',
  },
  lambda: {
    name: 'AWS Lambda',
    raw_body:
      "Verify `Buffer.from(event.body, event.isBase64Encoded ? 'base64' : 'utf8')`. In API Gateway, use the proxy integration: a mapping template writes the body anew.",
    body_limit: 'Lambda takes 6 MB, API Gateway 10 MB; both are enough.',
    headers:
      'Function URLs and HTTP APIs have names in lower case, REST APIs as they came (`Svix-Id`): compare names without case.',
    base64:
      "When `event.isBase64Encoded` is true, decode first: `Buffer.from(event.body, 'base64')`. Verify `event.body`, never the whole event.",
  },
} as const satisfies Readonly<Record<string, FrameworkAdvice>>;
