import { expect, test } from 'vitest';
import { answering, startApp } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { send, signedHeaders } from '../harness/sender.ts';

const { run, start } = mostlyInside();
const env = { FP_WEBHOOKS_SECRET: SECRET };
const NAME = 'Janequelyn';
const XML = `<ns:firstName>${NAME}</ns:firstName>`;
const BODIES = [
  `<user><first_name>${NAME}</first_name></user>`,
  `first_name=${NAME}&a=1`,
  `--b\r\nContent-Disposition: form-data; name="first_name"\r\n\r\n${NAME}\r\n--b--`,
  `level=info first_name="${NAME}"`,
  `first_name: ${NAME}`,
  JSON.stringify({ event_kind: 'footprint.user.manual_review', x_first_name: NAME, note: XML }),
];

test('S9: a value with a personal name in a header, URL, markup, form or text is shown by no command without --show-pii', async () => {
  const cwd = makeFolder({});
  const app = await startApp(answering(400, XML, { 'X-First-Name': NAME }));
  const listener = start(['listen', '--port', '0', '--forward', app.url], { cwd, env });
  await listener.until(({ stdout }) => /http:\/\/127\.0\.0\.1:\d+/.test(stdout()));
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(listener.stdout())?.[0] ?? '';
  for (const body of BODIES) {
    const headers = [...signedHeaders(body), ['X-First-Name', NAME] as const];
    await send(`${url}/?customer-first-name=${NAME}`, { headers, body });
  }
  const listened = await listener.stop();
  expect(listened.stdout).toContain(`${BODIES.length} deliveries received`);
  const [, id = ''] = /"id":"(\w+)"/.exec((await run(['history', 'list', '--json'], { cwd })).stdout) ?? [];
  const runs = await Promise.all(
    [
      ['history', 'list'],
      ['history', 'list', '--json'],
      ['history', 'show'],
      ['history', 'show', id, '--json'],
      ['history', 'search', NAME],
      ['history', 'search', NAME, '--json'],
      ['validate', '--from-history'],
      ['validate', '--from-history', '--report', 'markdown'],
      ['replay', '--last', '6', '--to', app.url],
      ['replay', '--last', '6', '--to', app.url, '--json'],
    ].map((args) => run(args, { cwd, env })),
  );
  for (const { stdout, stderr } of [listened, ...runs]) {
    expect(`${stdout}${stderr}`.length).toBeGreaterThan(30);
    expect(`${stdout}${stderr}`).not.toContain(NAME);
  }
  const shown = await run(['history', 'show', '--show-pii'], { cwd });
  expect(shown.stdout.split(NAME).length).toBeGreaterThan(3);
});
