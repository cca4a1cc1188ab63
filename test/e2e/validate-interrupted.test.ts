import { execFileSync } from 'node:child_process';
import { createWriteStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { start } from '../harness/binary.ts';
import { makeFolder } from '../harness/folder.ts';

const LINE = '{"event_kind":"footprint.nothing"}\n';
/** Several parts, so that findings are told before the end. */
const SOME = LINE.repeat(100_000);

test.skipIf(process.platform === 'win32').each(['1', '2'])(
  'Ctrl-C in the middle of a run with --jobs %s ends it by the signal, and leaves no report',
  async (jobs) => {
    const cwd = makeFolder();
    execFileSync('mkfifo', ['pipe.ndjson'], { cwd });
    const args = ['pipe.ndjson', '--json', '--jobs', jobs, '--report', 'sarif=out.sarif'];
    const running = start(['validate', ...args], { cwd });
    // It stays open, so that the run cannot come to its end.
    const pipe = createWriteStream(join(cwd, 'pipe.ndjson'));
    const closed = new Promise<void>((resolve) => pipe.on('close', () => resolve()));
    pipe.on('error', () => undefined).write(SOME);
    await running.until(({ stdout }) => stdout().includes('"unknown_event"'));
    running.child.kill('SIGINT');
    const { status, signal, stderr } = await running.ended;
    pipe.destroy();
    await closed;
    expect([status, signal, stderr]).toEqual([null, 'SIGINT', '']);
    expect(readdirSync(cwd)).toEqual(['pipe.ndjson']);
  },
);
