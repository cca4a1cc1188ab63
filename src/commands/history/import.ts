import type { Capture } from '../../core/capture/capture.ts';
import { AppError } from '../../core/error.ts';
import type { History } from '../../core/history/history.ts';
import { findInputs } from '../../io/input-files.ts';
import { unpack } from '../../io/parts/unpack-stream.ts';
import { readInput } from '../../io/read-file.ts';
import type { CommandDefinition, Context, Outcome } from '../command.ts';
import { addFlags, flags, type OptionsOf } from '../declare.ts';
import { historyFlags, toHistoryPath, toToldPath, withHistory } from '../history-flags.ts';
import { tellIdle } from '../idle-exclusions.ts';
import { secretFlags } from '../secret-flags.ts';
import { createJudgeThen } from './judge-then.ts';
import { type Imported, readImport } from './read-import.ts';

const importFlags = flags({ ...secretFlags, ...historyFlags });

type ImportOptions = OptionsOf<typeof importFlags>;

/** `fp-webhooks history import`: adds the deliveries of captures and HAR files. */
export const importFiles: CommandDefinition<ImportOptions> = {
  drains: false,
  flags: (command) =>
    addFlags(
      command.argument('[file|-...]', 'captures (NDJSON) or HAR files; - for standard input'),
      importFlags,
    ),
  examples: [
    ['fp-webhooks history import captures.ndjson', 'add captures; what is there already is skipped'],
    ['fp-webhooks history import trace.har', 'the POST requests that a browser or a proxy recorded'],
    ['ssh staging fp-webhooks history export | fp-webhooks history import -', 'from another machine'],
  ],
  run: importAll,
};

async function importAll(
  names: readonly string[],
  options: ImportOptions,
  context: Context,
): Promise<Outcome> {
  if (names.length === 0)
    throw new AppError('usage', 'Nothing to import was named.', 'Name files, or - for standard input.');
  const { files, idle } = await findInputs(names, context.cwd);
  tellIdle(idle, context);
  const judgeThen = createJudgeThen(options, context);
  // All are read before the first delivery is added: a file that cannot be read leaves the history as it was.
  const found: Imported[] = [];
  for (const file of files) {
    const packed = file === '-' ? await context.readStdin() : readInput(file, context.cwd);
    const bytes = await unpack(packed, file === '-' ? 'standard input' : file);
    found.push(await readImport(bytes, file === '-' ? 'standard input' : file, judgeThen.judge));
  }
  const bad = found.flatMap((each) => each.bad);
  for (const message of bad) context.report({ type: 'notice', code: 'not_imported', message });
  for (const message of found.flatMap((each) => each.reasons))
    context.report({ type: 'notice', code: 'ignored', message });
  const captures = found.flatMap((each) => each.captures).sort(byTime);
  if (captures.length + bad.length === 0)
    throw new AppError('no_input', 'The files hold no delivery: nothing was imported.');
  const imported =
    captures.length === 0 ? 0 : await withHistory(options, context, (history) => addNew(history, captures));
  judgeThen.tellUnjudged();
  context.report({
    type: 'summary',
    command: 'history import',
    files: files.length,
    imported,
    alreadyThere: captures.length - imported,
    ignored: found.reduce((sum, each) => sum + each.ignored, 0),
    bad: bad.length,
    history: toToldPath(toHistoryPath(options, context), context),
  });
  return bad.length === 0 ? 'passed' : 'failed';
}

/** Attempts of one message are counted in the order in which they are added. */
function byTime(one: Capture, other: Capture): number {
  return one.receivedAt < other.receivedAt ? -1 : Number(one.receivedAt > other.receivedAt);
}

/** Enough to share the wait for the disk, and few enough to be held at once. */
const TOGETHER = 500;

/** Adds those that are not there yet, and gives how many these were. */
async function addNew(history: History, captures: readonly Capture[]): Promise<number> {
  const seen = new Set<string>();
  let added = 0;
  for (let start = 0; start < captures.length; start += TOGETHER) {
    const fresh = captures.slice(start, start + TOGETHER).filter(({ id }) => {
      const isNew = !seen.has(id) && [...history.find({ ids: [id], limit: 1 })].length === 0;
      seen.add(id);
      return isNew;
    });
    await Promise.all(fresh.map((capture) => history.add(capture)));
    added += fresh.length;
  }
  return added;
}
