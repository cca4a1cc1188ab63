import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { makeDraft, putIfAbsent } from '../../src/io/draft.ts';
import { startExportFile } from '../../src/io/export-file.ts';
import { openHistory } from '../../src/io/history/open-history.ts';
import { recoverHistory } from '../../src/io/history/recover.ts';
import { loadLocalCertificate } from '../../src/io/local-certificate.ts';
import { developmentSecret } from '../../src/io/state-folder.ts';
import { writeWhole } from '../../src/io/write-file.ts';
import { makeFolder, PROJECT } from '../harness/folder.ts';
import { makeCapture } from './history/captures.ts';

const isDraft = (name: string) => name.startsWith('.fp-webhooks-draft-');
const STATE = '.fp-webhooks';

/** A process id that nobody has: one that has just ended. */
const GONE = spawnSync(process.execPath, ['-e', '']).pid;

/** Every writer of whole files, the folder that its drafts are in, and the names that its drafts once had. */
const WRITERS: readonly (readonly [string, string, readonly string[], (cwd: string) => unknown])[] = [
  ['a report', '.', [`x.${process.pid}.draft`], (cwd) => writeWhole('x', 'text', cwd)],
  [
    'an export',
    '.',
    [`.x.${process.pid}`],
    (cwd) => {
      const file = startExportFile(join(cwd, 'x'), false);
      file.write('text');
      file.finish();
    },
  ],
  ['the secret', STATE, [`secret.${process.pid}`, `.gitignore.${process.pid}`], developmentSecret],
  ['the certificate', STATE, [`tls.${process.pid}`], (cwd) => loadLocalCertificate(cwd, 'localhost')],
  ['the history', STATE, ['history.db.new', 'history.db.new-journal'], makeHistory],
  ['a recovery', STATE, [`history.db.recovering-${process.pid}`], makeRecovered],
];

async function makeHistory(cwd: string): Promise<void> {
  const history = await openHistory(join(cwd, STATE, 'history.db'));
  for (let number = 0; number < 5; number += 1) await history.add(makeCapture(number));
  await history.close();
}

async function makeRecovered(cwd: string): Promise<void> {
  await makeHistory(cwd);
  const path = join(cwd, STATE, 'history.db');
  truncateSync(path, statSync(path).size - 4_096);
  recoverHistory(path, new Date());
}

test.each(WRITERS)('S4: %s is not written through a link that waits for it', async (_, at, names, write) => {
  const cwd = makeFolder({ victim: 'precious' });
  mkdirSync(join(cwd, at), { recursive: true, mode: 0o700 });
  for (const name of names) symlinkSync(join(cwd, 'victim'), join(cwd, at, name));
  await write(cwd);
  expect(readFileSync(join(cwd, 'victim'), 'utf8')).toBe('precious');
});

test.each(WRITERS)(
  'S4: %s is for its owner alone though a file waits for it',
  async (_, at, names, write) => {
    const cwd = makeFolder();
    const mask = process.umask(0);
    onTestFinished(() => void process.umask(mask));
    mkdirSync(join(cwd, at), { recursive: true, mode: 0o700 });
    for (const name of names) writeFileSync(join(cwd, at, name), 'mine', { mode: 0o666 });
    await write(cwd);
    const made = readdirSync(join(cwd, at)).filter((name) => !names.includes(name));
    expect(made.filter((name) => statSync(join(cwd, at, name)).mode & 0o077)).toEqual([]);
    expect(made.filter(isDraft)).toEqual([]);
  },
);

test.each(WRITERS)('S4: %s removes the drafts of processes that were killed', async (_, at, __, write) => {
  const cwd = makeFolder();
  mkdirSync(join(cwd, at), { recursive: true, mode: 0o700 });
  const left = leave(join(cwd, at), 'a', `${GONE} ${hostname()}`);
  await write(cwd);
  expect(existsSync(left)).toBe(false);
});

/** A draft as another process leaves it. */
function leave(folder: string, suffix: string, owner: string): string {
  const draft = join(folder, `.fp-webhooks-draft-${suffix}`);
  mkdirSync(join(draft, 'inside'), { recursive: true, mode: 0o700 });
  writeFileSync(join(draft, 'owner'), owner);
  return draft;
}

test('a draft that may be in use is kept: of a living process, of another machine, a new one without a name, a link', () => {
  const cwd = makeFolder({ 'victim/owner': `${GONE} ${hostname()}` });
  leave(cwd, 'alive', `${process.pid} ${hostname()}`);
  leave(cwd, 'elsewhere', `${GONE} elsewhere`);
  const old = leave(cwd, 'old', `${GONE} elsewhere`);
  utimesSync(old, 0, 0);
  leave(cwd, 'nameless', '');
  const nameless = leave(cwd, 'nameless-old', '');
  const minuteAgo = Date.now() / 1_000 - 60;
  utimesSync(nameless, minuteAgo, minuteAgo);
  symlinkSync('victim', join(cwd, '.fp-webhooks-draft-link'));
  makeDraft(join(cwd, 'x')).remove();
  expect(readdirSync(cwd).filter(isDraft)).toEqual(
    ['alive', 'elsewhere', 'link', 'nameless'].map((suffix) => `.fp-webhooks-draft-${suffix}`),
  );
  expect(readdirSync(join(cwd, 'victim'))).toEqual(['owner']);
});

test('each draft has a name of its own in a folder that is closed to others', () => {
  const cwd = makeFolder();
  const mask = process.umask(0);
  onTestFinished(() => void process.umask(mask));
  const drafts = [1, 2].map(() => makeDraft(join(cwd, 'x'.repeat(255))));
  const names = readdirSync(cwd);
  expect(new Set(names).size).toBe(2);
  expect(names.map((name) => statSync(join(cwd, name)).mode & 0o777)).toEqual([0o700, 0o700]);
  for (const draft of drafts) draft.remove();
  expect(readdirSync(cwd)).toEqual([]);
});

test('what is at a path, also a link to nothing, is never replaced', () => {
  const cwd = makeFolder({ draft: 'new', there: 'old' });
  symlinkSync('nothing', join(cwd, 'link'));
  expect(['there', 'link', 'free'].map((name) => putIfAbsent(join(cwd, 'draft'), join(cwd, name)))).toEqual([
    false,
    false,
    true,
  ]);
  expect(readFileSync(join(cwd, 'there'), 'utf8')).toBe('old');
});

test('S4: files are opened for writing exclusively', () => {
  const sources = readdirSync(join(PROJECT, 'src'), { recursive: true, encoding: 'utf8' });
  const calls = sources
    .filter((name) => name.endsWith('.ts'))
    .flatMap((name) => {
      const text = readFileSync(join(PROJECT, 'src', name), 'utf8');
      const found = text.match(/\b(?:writeFileSync|appendFileSync|createWriteStream|openSync)\(.*/g) ?? [];
      return found.filter((call) => !/'wx'|'r'|'r\+'/.test(call)).map((call) => `${name}: ${call}`);
    });
  expect(calls.toSorted()).toEqual([
    // The file of GitHub Actions, which others have written to before.
    expect.stringContaining('step-summary.ts: appendFileSync('),
    // What is no file, such as /dev/stdout.
    expect.stringContaining('write-file.ts: writeFileSync(path, content)'),
  ]);
});
