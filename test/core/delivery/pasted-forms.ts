import { inspect } from 'node:util';

type Header = readonly [name: string, value: string];

/** A form in which programs or people write headers down. */
export interface Form {
  readonly name: string;
  readonly print: (headers: readonly Header[]) => string;
  /** Values that the form can hold without losing where they end; by default any printable ASCII. */
  readonly holds?: RegExp;
  /** Names are those of CGI, so that their case is lost. */
  readonly cgi?: true;
  /** Other headers are not looked for. */
  readonly oursOnly?: true;
  /** What is said of it. */
  readonly notes?: readonly RegExp[];
}

const toCgi = (name: string) => `HTTP_${name.toUpperCase().replaceAll('-', '_')}`;
const json = (value: unknown) => JSON.stringify(value);
const single = (text: string) => `'${text.replace(/[\\']/g, '\\$&')}'`;
const ruby = (text: string) => json(text).replaceAll('#', '\\#');
const lists = (headers: readonly Header[]) => headers.map(([name, value]) => [name, [value]] as const);

/** No quotes around the whole, no brackets, no comma with a space, nothing at the ends that is trimmed. */
const PLAIN = /^(?!["'`])[!-~](?:[ -~]*[!-~])?$/;
const INLINE = /^(?![\w.-]+[=:])[^\s"'()[\]{}<>,=:;|](?:(?:(?!, )[^()[\]{}<>;|"'])*[^\s()[\]{}<>,;|"'])?$/;
const WORD = /^(?![\w.-]+[=:])\w[\w./+-]*(?:,[\w./+-]+=*)?$/;

const quotes = [/^Removed the quotes around /];

export const FORMS: readonly Form[] = [
  { name: 'lines', print: (h) => h.map(([n, v]) => `${n}: ${v}`).join('\n'), holds: PLAIN },
  {
    name: 'lines that end in CRLF',
    print: (h) => h.map(([n, v]) => `${n}: ${v}\r\n`).join(''),
    holds: PLAIN,
  },
  {
    name: 'lines without a space',
    print: (h) => h.map(([n, v]) => `${n}:${v}`).join('\n'),
    holds: /^(?!\/\/|["'`])[!-~](?:[ -~]*[!-~])?$/,
  },
  { name: 'indented lines', print: (h) => h.map(([n, v]) => `    ${n}: ${v}`).join('\n'), holds: PLAIN },
  {
    name: 'lines below a title',
    print: (h) => `Request Headers\n\n${h.map(([n, v]) => `${n}: ${v}`).join('\n')}`,
    holds: PLAIN,
  },
  { name: 'lines with tabs', print: (h) => h.map(([n, v]) => `${n}\t${v}`).join('\n'), holds: PLAIN },
  { name: 'a bulleted list', print: (h) => h.map(([n, v]) => `- ${n}: ${v}`).join('\n'), holds: PLAIN },
  {
    name: 'a bulleted list in bold',
    print: (h) => h.map(([n, v]) => `* **${n}:** ${v}`).join('\n'),
    holds: /^(?!.*\*\*)(?!["'`])[!-~](?:[ -~]*[!-~])?$/,
  },
  { name: 'a quoted mail', print: (h) => h.map(([n, v]) => `> ${n}: ${v}`).join('\n'), holds: PLAIN },
  {
    name: 'a block of code',
    print: (h) => `\`\`\`http\n${h.map(([n, v]) => `${n}: ${v}`).join('\n')}\n\`\`\``,
    holds: PLAIN,
  },
  {
    name: 'an environment',
    print: (h) => h.map(([n, v]) => `${toCgi(n)}=${v}`).join('\n'),
    holds: /^(?![=>"'`])[!-~](?:[ -~]*[!-~])?$/,
    cgi: true,
    notes: [/^Read HTTP_/],
  },
  {
    name: 'lines of CGI names',
    print: (h) => h.map(([n, v]) => `${toCgi(n)}: ${v}`).join('\n'),
    holds: PLAIN,
    cgi: true,
    notes: [/^Read HTTP_/],
  },
  {
    name: 'values in quotes',
    print: (h) => h.map(([n, v]) => `${n}: "${v}"`).join('\n'),
    holds: PLAIN,
    notes: quotes,
  },
  {
    name: 'values in apostrophes with commas',
    print: (h) => h.map(([n, v]) => `${n}: '${v}',`).join('\n'),
    holds: PLAIN,
    notes: quotes,
  },
  {
    name: 'values in typographic quotes',
    print: (h) => h.map(([n, v]) => `${n}: “${v}”`).join('\n'),
    holds: PLAIN,
    notes: quotes,
  },
  {
    name: 'values in backticks',
    print: (h) => h.map(([n, v]) => `${n}: \`${v}\``).join('\n'),
    holds: PLAIN,
    notes: quotes,
  },
  {
    name: 'values after a no-break space',
    print: (h) => h.map(([n, v]) => `${n}:\u00a0${v}`).join('\n'),
    holds: PLAIN,
    notes: [/^Removed invisible characters around /],
  },
  {
    name: 'lines with the text of their ends',
    print: (h) => h.map(([n, v]) => `${n}: ${v}\\r\\n`).join('\n'),
    holds: PLAIN,
    notes: [/^Removed the characters \\n after /],
  },
  { name: 'values on the next line', print: (h) => h.map(([n, v]) => `${n}:\n${v}`).join('\n'), holds: WORD },
  { name: 'names and values in turn', print: (h) => h.flat().join('\n'), holds: WORD },
  { name: 'names and values in turn, apart', print: (h) => h.flat().join('\n\n'), holds: WORD },
  {
    name: 'a list of YAML',
    print: (h) => `headers:\n${h.map(([n, v]) => `  ${n}:\n    - ${v}`).join('\n')}`,
    holds: WORD,
  },
  {
    name: 'names and values of YAML',
    print: (h) => h.map(([n, v]) => `- name: ${n}\n  value: ${v}`).join('\n'),
    holds: PLAIN,
  },
  {
    name: 'names and quoted values of YAML',
    print: (h) => h.map(([n, v]) => `- name: "${n}"\n  value: '${v}'`).join('\n'),
    holds: PLAIN,
  },
  {
    name: 'YAML below a key',
    print: (h) => `headers:\n${h.map(([n, v]) => `  ${n}: ${v}`).join('\n')}`,
    holds: PLAIN,
  },
  {
    name: 'a table of Markdown',
    print: (h) => `| Name | Value |\n|---|:--|\n${h.map(([n, v]) => `| ${n} | ${v} |`).join('\n')}`,
    holds: /^(?!["'`])[!-{}~](?:[ -{}~]*[!-{}~])?$/,
  },
  {
    name: 'a table with code',
    print: (h) => h.map(([n, v]) => `| \`${n}\` | \`${v}\` |`).join('\n'),
    holds: /^(?!["'`])[!-_a-{}~](?:[ -_a-{}~]*[!-_a-{}~])?$/,
    notes: quotes,
  },
  {
    name: 'a table with lines',
    print: (h) =>
      `+---+---+\n${h.map(([n, v]) => `| ${n.padEnd(16)} | ${v.padEnd(60)} |`).join('\n')}\n+---+---+`,
    holds: /^(?!["'`])[!-{}~](?:[ -{}~]*[!-{}~])?$/,
  },
  {
    name: 'a request',
    print: (h) => `POST / HTTP/1.1\r\n${h.map(([n, v]) => `${n}: ${v}`).join('\r\n')}\r\n\r\n{"svix-id":"x"}`,
    holds: /^[!-~](?:[ -~]*[!-~])?$/,
  },
  {
    name: 'curl -v',
    print: (h) =>
      `* Connected to x (127.0.0.1)\n> POST / HTTP/1.1\n${h.map(([n, v]) => `> ${n}: ${v}`).join('\n')}\n>\n} [2 bytes data]\n< HTTP/1.1 400 Bad Request\n< svix-id: other`,
    holds: /^[!-~](?:[ -~]*[!-~])?$/,
  },
  {
    name: 'a curl command',
    print: (h) =>
      `curl 'http://x/' \\\n${h.map(([n, v]) => `  -H '${n}: ${v.replaceAll("'", "'\\''")}' \\`).join('\n')}\n  --data-raw '{}'`,
    holds: /^[!-~](?:[ -~]*[!-~])?$/,
  },
  {
    name: 'a curl command with double quotes',
    print: (h) => `curl ${h.map(([n, v]) => `--header ${json(`${n}: ${v}`)}`).join(' ')} http://x/`,
    holds: /^[!-~](?:[ -~]*[!-~])?$/,
  },
  { name: 'JSON', print: (h) => json(Object.fromEntries(h)) },
  { name: 'JSON over lines', print: (h) => JSON.stringify(Object.fromEntries(h), null, 2) },
  { name: 'JSON with lists', print: (h) => json(Object.fromEntries(lists(h))) },
  { name: 'JSON pairs', print: (h) => json(h) },
  { name: 'JSON rawHeaders', print: (h) => json(h.flat()) },
  {
    name: 'JSON name and value, as in HAR',
    print: (h) =>
      json({
        log: {
          entries: [{ request: { method: 'POST', headers: h.map(([name, value]) => ({ name, value })) } }],
        },
      }),
  },
  {
    name: 'JSON key and value',
    print: (h) => json(h.map(([key, value]) => ({ key, value, disabled: false }))),
  },
  { name: 'JSON of .NET', print: (h) => json(h.map(([Key, value]) => ({ Key, Value: [value] }))) },
  {
    name: 'JSON of CloudFront',
    print: (h) => json(Object.fromEntries(h.map(([key, value]) => [key, [{ key, value }]]))),
  },
  {
    name: 'JSON in a log',
    print: (h) =>
      `2026-11-30T12:00:00Z INFO (web) got request ${json({ req: { headers: Object.fromEntries(h), body: '{}' } })} in 3 ms`,
  },
  {
    name: 'JSON twice in one',
    print: (h) =>
      json({
        headers: Object.fromEntries(h),
        multiValueHeaders: Object.fromEntries(lists(h)),
        rawHeaders: h.flat(),
      }),
  },
  { name: 'console.log', print: (h) => inspect(Object.fromEntries(h), { breakLength: 80 }) },
  {
    name: 'console.log without prototype',
    print: (h) => inspect(Object.assign(Object.create(null), Object.fromEntries(h))),
  },
  { name: 'console.log of a Map', print: (h) => inspect(new Map(h)) },
  {
    name: 'console.log of Headers',
    print: (h) => `Headers { ${h.map(([n, v]) => `${single(n)}: ${single(v)}`).join(', ')} }`,
  },
  {
    name: 'console.log of HeadersList',
    print: (h) =>
      `Headers {\n  [Symbol(headers list)]: HeadersList {\n    cookies: null,\n    [Symbol(headers map)]: Map(${h.length}) {\n${h.map(([n, v]) => `      ${single(n)} => { name: ${single(n)}, value: ${single(v)} },\n`).join('')}    },\n    [Symbol(headers map sorted)]: null\n  },\n  [Symbol(guard)]: 'request'\n}`,
  },
  { name: 'console.log of rawHeaders', print: (h) => inspect(h.flat(), { maxArrayLength: null }) },
  { name: 'a Python dict', print: (h) => `{${h.map(([n, v]) => `${single(n)}: ${single(v)}`).join(', ')}}` },
  {
    name: "Django's META",
    print: (h) =>
      `{'REQUEST_METHOD': 'POST', ${h.map(([n, v]) => `${single(toCgi(n))}: ${single(v)}`).join(', ')}, 'wsgi.version': (1, 0)}`,
    cgi: true,
    notes: [/^Read HTTP_/],
  },
  {
    name: 'Headers of Starlette',
    print: (h) => `Headers({${h.map(([n, v]) => `${single(n)}: ${single(v)}`).join(', ')}})`,
  },
  {
    name: 'EnvironHeaders of Werkzeug',
    print: (h) => `EnvironHeaders([${h.map(([n, v]) => `(${single(n)}, ${single(v)})`).join(', ')}])`,
  },
  {
    name: 'a scope of ASGI',
    print: (h) =>
      `{'type': 'http', 'headers': [${h.map(([n, v]) => `(b${single(n)}, b${single(v)})`).join(', ')}]}`,
  },
  {
    name: 'a Ruby hash',
    print: (h) => `{${h.map(([n, v]) => `"${toCgi(n)}"=>${ruby(v)}`).join(', ')}}`,
    cgi: true,
    notes: [/^Read HTTP_/],
  },
  {
    name: 'a Ruby hash of symbols',
    print: (h) => `#<Req headers={${h.map(([n, v]) => `:"${n}" => ${ruby(v)}`).join(', ')}}>`,
  },
  {
    name: 'print_r',
    print: (h) => `Array\n(\n${h.map(([n, v]) => `    [${n}] => ${v}`).join('\n')}\n)\n`,
    holds: PLAIN,
  },
  {
    name: 'print_r with lists',
    print: (h) =>
      `Array\n(\n${h.map(([n, v]) => `    [${n}] => Array\n        (\n            [0] => ${v}\n        )\n`).join('\n')}\n)\n`,
    holds: PLAIN,
  },
  {
    name: 'var_dump',
    print: (h) =>
      `array(${h.length}) {\n${h.map(([n, v]) => `  ["${n}"]=>\n  string(${v.length}) "${v}"\n`).join('')}}`,
    holds: /^[^"\\]+$/,
  },
  {
    name: 'var_dump with lists',
    print: (h) =>
      `array(${h.length}) {\n${h.map(([n, v]) => `  ["${n}"]=>\n  array(1) {\n    [0]=>\n    string(${v.length}) "${v}"\n  }\n`).join('')}}`,
    holds: /^[^"\\]+$/,
  },
  {
    name: 'var_export',
    print: (h) => `array (\n${h.map(([n, v]) => `  ${single(n)} => ${single(v)},\n`).join('')})`,
  },
  {
    name: 'a Go map',
    print: (h) =>
      `map[${lists(h)
        .map(([n, [v]]) => `${n}:[${v}]`)
        .join(' ')}]`,
    holds: /^[^\][]+$/,
  },
  {
    name: 'a Go request',
    print: (h) =>
      `&{Method:POST URL:/ Proto:HTTP/1.1 Header:map[${h.map(([n, v]) => `${n}:[${v}]`).join(' ')}] Body:0xc000}`,
    holds: /^[^\][]+$/,
  },
  {
    name: 'Go with types',
    print: (h) => `http.Header{${h.map(([n, v]) => `${json(n)}:[]string{${json(v)}}`).join(', ')}}`,
  },
  { name: 'a Java map', print: (h) => `{${h.map(([n, v]) => `${n}=${v}`).join(', ')}}`, holds: INLINE },
  {
    name: 'a Java map of lists',
    print: (h) => `{${h.map(([n, v]) => `${n}=[${v}]`).join(', ')}}`,
    holds: INLINE,
  },
  {
    name: 'HttpHeaders of Spring',
    print: (h) => `[${h.map(([n, v]) => `${n}:"${v}"`).join(', ')}]`,
    holds: /^[^"\\]+$/,
  },
  {
    name: 'headers of Netty',
    print: (h) => `DefaultHttpHeaders[${h.map(([n, v]) => `${n}: ${v}`).join(', ')}]`,
    holds: INLINE,
  },
  {
    name: 'a Scala map',
    print: (h) => `Map(${h.map(([n, v]) => `${n} -> ${v}`).join(', ')})`,
    holds: INLINE,
  },
  { name: 'a flow of YAML', print: (h) => `{${h.map(([n, v]) => `${n}: ${v}`).join(', ')}}`, holds: INLINE },
  {
    name: 'a HeaderMap of Rust',
    print: (h) => `{${h.map(([n, v]) => `${json(n)}: ${json(v)}`).join(', ')}}`,
  },
  {
    name: 'a dictionary of Swift',
    print: (h) => `[${h.map(([n, v]) => `${json(n)}: ${json(v)}`).join(', ')}]`,
  },
  {
    name: 'pairs of C#',
    print: (h) => h.map(([n, v]) => `[${n}, ${v}]`).join('\n'),
    holds: /^(?!["'`])[^\s[\],](?:[ -Z^-~]*[!-Z^-~])?$/,
  },
  {
    name: 'a hashtable of PowerShell',
    print: (h) => `@{ ${h.map(([n, v]) => `"${n}"="${v}"`).join('; ')} }`,
    holds: /^[^"\\]+$/,
  },
  { name: 'a table of Lua', print: (h) => `{ ${h.map(([n, v]) => `["${n}"] = ${json(v)}`).join(', ')} }` },
  { name: 'a list of Elixir', print: (h) => `[${h.map(([n, v]) => `{${json(n)}, ${json(v)}}`).join(', ')}]` },
  { name: 'a map of Elixir', print: (h) => `%{${h.map(([n, v]) => `${json(n)} => ${json(v)}`).join(', ')}}` },
  {
    name: 'a list of Erlang',
    print: (h) => `[${h.map(([n, v]) => `{<<"${n}">>,<<"${v}">>}`).join(',')}]`,
    holds: /^[^"\\]+$/,
  },
  {
    name: 'Data::Dumper',
    print: (h) => `$VAR1 = {\n${h.map(([n, v]) => `  ${single(n)} => ${single(v)}`).join(',\n')}\n};`,
  },
  {
    name: 'JSON inside JSON',
    print: (h) => json({ level: 30, message: json({ headers: Object.fromEntries(h) }) }),
  },
  { name: 'JSON with escapes', print: (h) => json(json(Object.fromEntries(h))) },
  {
    name: 'a JSON log of Docker',
    print: (h) => json({ log: h.map(([n, v]) => `${n}: ${v}\n`).join(''), stream: 'stdout' }),
    holds: PLAIN,
  },
  {
    name: 'lines of a JSON log of Docker',
    print: (h) => h.map(([n, v]) => json({ log: `${n}: ${v}\n` })).join('\n'),
    oursOnly: true,
    holds: PLAIN,
  },
  {
    name: 'strace',
    print: (h) =>
      `read(3, ${json(`POST / HTTP/1.1\r\n${h.map(([n, v]) => `${n}: ${v}\r\n`).join('')}\r\n{}`)}, 512) = 512`,
    holds: /^[!-~](?:[ -~]*[!-~])?$/,
  },
  {
    name: 'calls that set headers',
    print: (h) => h.map(([n, v]) => `headers.set(${single(n)}, ${single(v)});`).join('\n'),
  },
  {
    name: 'the code of a fetch',
    print: (h) => `fetch("http://x/", {\n  "headers": ${json(Object.fromEntries(h))},\n  "body": "{}"\n});`,
  },
  {
    name: 'texts with a plus between them',
    print: (h) =>
      `{\n${h.map(([n, v]) => `  ${single(n)}: ${single(v.slice(0, 3))} +\n    ${single(v.slice(3))}`).join(',\n')}\n}`,
  },
  {
    name: 'dd of Laravel',
    print: (h) =>
      `array:${h.length} [\n${h.map(([n, v]) => `  "${n}" => array:1 [\n    0 => "${v}"\n  ]\n`).join('')}]`,
    holds: /^[^"\\]+$/,
  },
  {
    name: 'Wireshark',
    print: (h) =>
      `Hypertext Transfer Protocol\n    POST / HTTP/1.1\\r\\n\n${h.map(([n, v]) => `    ${n}: ${v}\\r\\n\n`).join('')}    \\r\\n\n`,
    holds: PLAIN,
    notes: [/^Removed the characters \\n after /, /^Ignored what is not a header: line 1\.$/],
  },
  {
    name: "the wire log of Apache's HttpClient",
    print: (h) => h.map(([n, v]) => `http-outgoing-0 >> "${n}: ${v}[\\r][\\n]"`).join('\n'),
    oursOnly: true,
    holds: /^[\w./+]+(?:,[\w./+]+=*)?$/,
    notes: [/^Found the headers inside other text/],
  },
];
