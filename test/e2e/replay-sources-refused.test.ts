import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { encodeCapture } from '../../src/core/capture/capture.ts';
import { toHarEntry, toHarFrame } from '../../src/core/capture/to-har.ts';
import { startApp } from '../harness/app.ts';
import { SECRET } from '../harness/binary.ts';
import { makeHistory } from '../harness/history.ts';
import { mostlyInside } from '../harness/inside.ts';
import { makeCapture } from '../io/history/captures.ts';

const { run } = mostlyInside();
const env = { FP_WEBHOOKS_SECRET: SECRET };
const CAPTURE = makeCapture(1);
const { head, tail } = toHarFrame('1');
const FILES: Readonly<Record<string, string | Uint8Array>> = {
  'mine.json': '{}',
  'bomb.json.gz': gzipSync(Buffer.alloc(268_435_457)),
  'cut.ndjson.gz': gzipSync(encodeCapture(CAPTURE)).subarray(0, 50),
  'later.ndjson': `${encodeCapture(CAPTURE)}\n${encodeCapture(CAPTURE).replace('"capture":1', '"capture":99')}\n`,
  'bad.har': `${head}${toHarEntry(CAPTURE)},\n{"request":{"method":"POST","url":"no","postData":{"text":"x"}}}${tail}`,
  'none.har': `${head}${tail}`,
};

/** Runs replay in a folder with these files and one delivery in its history; nothing may be sent. */
async function refused(args: readonly string[]) {
  const app = await startApp();
  const cwd = await makeHistory([CAPTURE]);
  for (const [name, content] of Object.entries(FILES)) writeFileSync(`${cwd}/${name}`, content);
  const ended = await run(['replay', '--to', app.url, ...args], { cwd, env });
  expect(app.arrivals).toEqual([]);
  expect(ended.stdout).toBe('');
  return ended;
}

test.each<[string, number, string, string]>([
  [
    'bomb.json.gz',
    3,
    'Cannot read bomb.json.gz: unpacked, it is larger than 256 MiB.',
    'unpack and split it',
  ],
  ['cut.ndjson.gz', 3, 'Cannot unpack cut.ndjson.gz: it is cut off or damaged.', ''],
  ['later.ndjson', 3, 'later.ndjson:2: The capture has version 99', ''],
  ['bad.har', 3, 'bad.har:3: The entry cannot be read: request.url is not a URL.', ''],
  ['none.har', 2, 'none.har holds nothing to send.', ''],
  ['mina.json', 3, 'Cannot read mina.json: there is no such file or folder.', 'Did you mean mine.json?'],
  [
    'vault.update',
    2,
    'There is no event, fixture or file called "vault.update".',
    'Did you mean vault.updated?',
  ],
  ['vault.updated.crad', 2, 'no event, fixture or file called', 'Did you mean vault.updated.card?'],
  ['vaults.*', 2, 'No event, fixture or file matches vaults.*.', 'The events are: onboarding.completed'],
  ['7ZZZ', 2, 'No delivery in the history has an id that begins with 7ZZZ.', 'history list'],
  ['msg_none', 2, 'No delivery in the history has the message id msg_none.', 'history list'],
  [
    '--event user.*',
    2,
    'No delivery in the history fits: nothing was sent.',
    'history list takes the same flags',
  ],
  ['--last 5 --verdict invalid', 2, 'No delivery in the history fits: nothing was sent.', 'history list'],
  ['--last --history none.db', 2, 'There is no history at none.db.', '--history'],
  ['--last --search ...', 2, '--search has no word to search for.', 'Give words'],
  ['--since 1h --until 2h', 2, '--since is not before --until', ''],
])('%s is refused with %i: %s', async (args, expected, message, hint) => {
  const { status, stderr } = await refused(args.split(' '));
  expect(status).toBe(expected);
  expect(stderr.replace(/\s+/g, ' ')).toContain(message);
  expect(stderr.replace(/\s+/g, ' ')).toContain(hint);
});

test.each<[string, string]>([
  ['mine.json --verdict valid', '--verdict chooses from the history, and "mine.json" is named besides'],
  ['mine.json --last 2', '--last chooses from the history, and "mine.json" is named besides'],
  ['--all --event user.*', '--event chooses from the history, and --all sends every documented event'],
  ['--all vault.updated', '--all sends every documented event, and "vault.updated" is named besides.'],
  ['--generate all --last', '--generate makes up what is sent, and --last is given besides.'],
  ['- -', '"-" is named twice'],
  ['vault.updated --seed 1', '--seed has no effect without --generate or --shuffle.'],
  ['vault.updated --shuffle', '--shuffle has no effect on one message.'],
  ['--last --shuffle', '--shuffle has no effect on one message.'],
  [
    'vault.updated --history x.db',
    '--history has no effect without --save, and nothing is chosen from the history',
  ],
  ['vault.updated --curl --http', '--curl and --http print the same requests: they cannot be used together.'],
  ['vault.updated --curl --save', '--curl sends nothing, so that --save has no effect.'],
  ['vault.updated --http --retry svix', '--http sends nothing, so that --retry has no effect.'],
  ['vault.updated --dry-run --report junit=x', '--dry-run sends nothing, so that --report has no effect.'],
  ['vault.updated --dry-run --rate 1', '--dry-run sends nothing, so that --rate has no effect.'],
  ['vault.updated --dry-run --count 3', '--dry-run sends nothing, so that --count has no effect.'],
  ['vault.updated --dry-run --expect 400', '--dry-run sends nothing, so that --expect has no effect.'],
  ['vault.updated --dry-run --fail-fast', '--dry-run sends nothing, so that --fail-fast has no effect.'],
])('%s is asked wrongly: %s', async (args, message) => {
  const { status, stderr } = await refused(args.split(' '));
  expect(status).toBe(2);
  expect(stderr.replace(/\s+/g, ' ')).toContain(message);
});
