/**
 * Draws `docs/listen.svg` from a real run: the built listener in a terminal of 100 columns, and what it prints when
 * events arrive, without the keys and their line at the foot. Needs `script` of util-linux, which lends the terminal.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAnsiSequenceParser, type ParseToken } from 'ansi-sequence-parser';

const root = join(import.meta.dirname, '..');
const binary = join(root, 'bin/fp-webhooks.cjs');
const secret = 'whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX';
const otherSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const columns = 104;
const COLORS: Readonly<Record<string, string>> = {
  red: '#ff7b72',
  green: '#7ee787',
  yellow: '#e3b341',
  cyan: '#79c0ff',
};

const folder = await mkdtemp(join(tmpdir(), 'picture-'));
const app = createServer((request, response) =>
  request.resume().on('end', () => response.writeHead(200).end()),
);
app.listen(0, '127.0.0.1');
await once(app, 'listening');
const address = app.address();
const appUrl = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/webhooks`;

const listener = spawn(
  'script',
  ['-qfec', `stty cols ${columns}; exec node ${binary} listen --forward ${appUrl} < /dev/null`, '/dev/null'],
  {
    cwd: folder,
    env: {
      ...process.env,
      FP_WEBHOOKS_SECRET: secret,
      FP_WEBHOOKS_SECRET_LIVE: otherSecret,
      FORCE_COLOR: '1',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  },
);
let output = '';
listener.stdout.setEncoding('utf8').on('data', (text: string) => {
  output += text;
});

await until(() => output.includes('kept in'));
await replay(secret, 'onboarding.completed.person.pass.needs-review', 'vault.updated.card');
await replay(secret, 'onboarding.completed.business.fail.needs-review');
await replay(otherSecret, 'user.manual_review');
await until(() => output.includes('svix says'));
listener.kill('SIGTERM');
app.close();
await rm(folder, { recursive: true });
await writeFile(
  join(root, 'docs/listen.svg'),
  toSvg(output.replaceAll(/127\.0\.0\.1:\d{5}/g, 'localhost:3000')),
);

async function replay(signingSecret: string, ...names: readonly string[]): Promise<void> {
  const sender = spawn(process.execPath, [binary, 'replay', ...names], {
    cwd: folder,
    env: { ...process.env, FP_WEBHOOKS_SECRET: signingSecret },
    stdio: 'ignore',
  });
  await once(sender, 'exit');
}

async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`The listener did not print what was awaited:\n${output}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function toSvg(text: string): string {
  const parser = createAnsiSequenceParser();
  const lines = text.replaceAll('\r', '').trimEnd().split('\n');
  const lineHeight = 19;
  const rows = lines.map((line, index) => {
    const spans = parser.parse(line).map(toSpan).join('');
    return `<text x="20" y="${62 + index * lineHeight}" xml:space="preserve">${spans}</text>`;
  });
  const height = 82 + lines.length * lineHeight;
  const width = 40 + columns * 8.43;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-label="fp-webhooks listen showing verified events and one whose signature does not match">
<rect width="100%" height="100%" rx="10" fill="#161b22"/>
<circle cx="24" cy="22" r="6" fill="#ff5f57"/><circle cx="44" cy="22" r="6" fill="#febc2e"/><circle cx="64" cy="22" r="6" fill="#28c840"/>
<g font-family="ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace" font-size="14" fill="#e6edf3">
${rows.join('\n')}
</g>
</svg>
`;
}

function toSpan({ value, foreground, decorations }: ParseToken): string {
  const escaped = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  const color = foreground?.type === 'named' ? COLORS[foreground.name] : undefined;
  const attributes = [
    ...(color === undefined ? [] : [`fill="${color}"`]),
    ...(decorations.has('bold') ? ['font-weight="bold"'] : []),
    ...(decorations.has('dim') ? ['fill="#8b949e"'] : []),
  ];
  return attributes.length === 0 ? escaped : `<tspan ${attributes.join(' ')}>${escaped}</tspan>`;
}
