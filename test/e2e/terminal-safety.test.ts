import { expect, test } from 'vitest';
import { answering, startApp } from '../harness/app.ts';
import { SECRET, start } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { deliver, openWire, send, signedHeaders } from '../harness/sender.ts';
import { UNSEEN } from '../harness/unseen.ts';

const { run } = mostlyInside();

/** Clears the screen, C1 as one character, BEL, backspace, carriage return, reverses the direction, hides, DEL. */
const EVIL =
  '\u001b[2J\u009b31m\u0007\b\r\u202e\u200b\u2066\u007f\ufeff\u00ad\u180e\u2800\u3164\u2003a\u200db\ufe0f\ue000\u{e0041}\u{e0100}\u{10ffff}';
const env = { FP_WEBHOOKS_SECRET: SECRET };

const PAYLOAD = JSON.stringify({
  event_kind: `footprint.vault.updated${EVIL}`,
  fp_id: `fp_id_${EVIL}`,
  is_live: false,
  timestamp: `2026-01-01T00:00:00${EVIL}`,
  fields: [`id.${EVIL}`],
  [`odd${EVIL}`]: EVIL,
});
const KNOWN_EVENT = PAYLOAD.replace(/updated[^"]*"/, 'updated"');

test.each([[[]], [['--json']], [['--json', '--show-pii']]])(
  'nothing that a delivery holds reaches the terminal as a control character, with %j',
  async (flags) => {
    const app = await startApp(answering(400, EVIL, { location: `/${encodeURI(EVIL)}` }));
    const listener = start(['listen', '--port', '0', '--forward', app.url, ...flags], { env });
    await listener.until(({ stdout }) => /http:\/\/127\.0\.0\.1:\d+/.test(stdout()));
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(listener.stdout())?.[0] ?? '';
    for (const body of [PAYLOAD, KNOWN_EVENT, `"${EVIL}"`, EVIL]) await deliver(url, body);
    const evilLatin1 = '\u009b31m\u0085\u00a0\tx';
    const head = [...signedHeaders(PAYLOAD, { id: 'msg_1' })].map(([name, value]) => [name, value] as const);
    await send(`${url}/path`, {
      headers: [
        ...head.slice(0, 1),
        ['Svix-Id', `msg_${evilLatin1}`],
        ...head.slice(2),
        ['X-Odd', evilLatin1],
      ],
      body: PAYLOAD,
    });
    await send(url, {
      headers: [
        ['Svix-Id', 'a'],
        ['Svix-Timestamp', evilLatin1],
        ['Svix-Signature', `${evilLatin1},x`],
      ],
      body: '',
    });
    await openWire(url, `PUT /\u009b31m\u0085 HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`).reply();
    listener.child.kill('SIGINT');
    const { stdout, stderr } = await listener.ended;
    expect(stdout.split('\n').length).toBeGreaterThan(7);
    expect(stdout + stderr).not.toMatch(UNSEEN);
  },
);

test.each([[[]], [['--json']]])(
  'nothing in files, their names and answers reaches the terminal either, with %j',
  async (flags) => {
    const app = await startApp(answering(500, EVIL));
    const name = `evil${EVIL}.json`;
    const cwd = makeFolder({
      [name]: PAYLOAD,
      [`broken${EVIL}.json`]: `{${EVIL}`,
      [`folder${EVIL}/x.txt`]: '',
    });
    const runs = await Promise.all([
      run(['validate', '.', ...flags], { cwd }),
      run(['validate', name, ...flags], { cwd }),
      run(['validate', `${EVIL}none.json`, ...flags], { cwd }),
      run(['validate', `folder${EVIL}`, ...flags], { cwd }),
      run(['replay', name, '--to', app.url, ...flags], { cwd, env }),
      run(['replay', `broken${EVIL}.json`, '--to', app.url, ...flags], { cwd, env }),
      run(['replay', EVIL, ...flags], { cwd, env }),
      run(['listen', '--port', '0', '--secret-file', EVIL, ...flags], { cwd }),
      run(['listen', '--port', EVIL, ...flags], { cwd, env }),
      run([`lis${EVIL}ten`, ...flags], { cwd, env }),
      run(['events', 'show', EVIL, ...flags], { cwd }),
    ]);
    expect(runs.map(({ status }) => status)).toEqual([1, 0, 2, 2, 1, 3, 2, 3, 2, 2, 2]);
    for (const { stdout, stderr } of runs) {
      expect(stdout + stderr).not.toMatch(UNSEEN);
      expect((stdout + stderr).length).toBeGreaterThan(20);
    }
  },
);
