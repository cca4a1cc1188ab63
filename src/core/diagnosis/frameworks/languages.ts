import type { FrameworkAdvice } from '../frameworks.ts';

/** Frameworks of other languages. Source: the documentation of each, 2026. */
export const LANGUAGES = {
  django: {
    name: 'Django',
    raw_body:
      'Verify `request.body`, which is bytes; with the REST framework, read it before `request.data`.',
    body_limit: 'The limit is 2.5 MB (`DATA_UPLOAD_MAX_MEMORY_SIZE`), which is enough.',
    headers: "`request.headers['svix-id']`; in `request.META` the name is `HTTP_SVIX_ID`.",
    csrf: 'Put `@csrf_exempt` on the view.',
  },
  flask: {
    name: 'Flask',
    raw_body: 'Verify `request.get_data()`, before `request.json`.',
    body_limit: 'There is no limit unless `MAX_CONTENT_LENGTH` is set.',
    headers: "`request.headers['svix-id']`.",
    csrf: 'With Flask-WTF, put `@csrf.exempt` on the view.',
  },
  fastapi: {
    name: 'FastAPI',
    raw_body:
      'Take `request: Request` and verify `await request.body()`; a Pydantic model as the parameter has lost the bytes.',
    body_limit: 'There is no limit of its own; nginx before it stops at 1 MB (`client_max_body_size 2m`).',
    headers: "`request.headers['svix-id']`.",
  },
  rails: {
    name: 'Rails',
    raw_body: 'Verify `request.raw_post`, not `params` and not `params.to_json`.',
    body_limit: 'Rails sets no limit for JSON; the server before it may.',
    headers: "`request.headers['svix-id']`; in `request.env` the name is `HTTP_SVIX_ID`.",
    csrf: 'Put `skip_forgery_protection only: :webhook` into the controller.',
  },
  laravel: {
    name: 'Laravel',
    raw_body:
      'Verify `$request->getContent()`, not `json_encode($request->all())`. The TrimStrings middleware changes only the parsed data.',
    body_limit: 'PHP stops at 8 MB (`post_max_size`), which is enough.',
    headers: "`$request->header('svix-id')`.",
    csrf: 'Put the route into `routes/api.php`, or except it in `validateCsrfTokens`.',
  },
  go: {
    name: 'Go',
    raw_body:
      'Verify the bytes of `io.ReadAll(r.Body)`, then call `json.Unmarshal` on them; `json.NewDecoder(r.Body)` leaves nothing to verify.',
    body_limit: 'There is no limit unless `http.MaxBytesReader` sets one: give it 1 MiB and more.',
    headers: '`r.Header.Get("svix-id")`, which takes any case; the map itself has `Svix-Id`.',
  },
  spring: {
    name: 'Spring',
    raw_body: 'Take `@RequestBody byte[] body` and verify it; a class as the parameter has lost the bytes.',
    body_limit:
      'WebFlux stops at 256 kB (`spring.http.codecs.max-in-memory-size=2MB`, before Boot 3.5 `spring.codec.…`); MVC has no limit for JSON.',
    headers: '`@RequestHeader("svix-id")`.',
    csrf: 'In Spring Security, `csrf.ignoringRequestMatchers("/webhooks/**")`.',
  },
} as const satisfies Readonly<Record<string, FrameworkAdvice>>;
