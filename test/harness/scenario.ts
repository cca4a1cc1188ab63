import { startApp, verifying } from './app.ts';
import { type Ended, SECRET, type Surroundings } from './binary.ts';
import { makeFolder } from './folder.ts';
import { parseRecords } from './records.ts';

/** The environment of a run whose signatures the app can verify. */
export const env = { FP_WEBHOOKS_SECRET: SECRET };

/** Flags with which no test waits for long. */
export const FAST = ['--time-scale', '100', '--json'];

type Run = (args: readonly string[], surroundings?: Surroundings) => Promise<Ended>;

/** Gives what plays a scenario to an app that verifies with Svix's library. */
export function playWith(run: Run) {
  return async (scenario: string, files: Record<string, string> = {}, ...flags: readonly string[]) => {
    const app = await startApp(verifying());
    const args = ['replay', '--scenario', scenario, '--to', app.url, ...FAST, ...flags];
    const ended = await run(args, { cwd: makeFolder(files), env });
    return { app, ...ended, records: parseRecords(ended.stdout) };
  };
}
