import { resolve } from 'node:path';
import { AppError } from '../../core/error.ts';
import type { Kept } from '../../core/history/history.ts';
import { startExportFile } from '../../io/export-file.ts';
import type { CommandDefinition, Context, Outcome } from '../command.ts';
import { addFlags, checkFlags, flags, type OptionsOf } from '../declare.ts';
import { httpUrl } from '../flags.ts';
import { historyFlags, withReader } from '../history-flags.ts';
import { pickKept } from '../kept-delivery.ts';
import { findInOrder, selectionFlags, toQuery } from '../selection-flags.ts';
import { FORMATS, type Form, type Format, toForm } from './formats.ts';

const DEFAULT_URL = 'http://127.0.0.1:4400/';

const exportFlags = flags({
  format: { flag: '--format <format>', about: 'how to write them', choices: FORMATS, default: 'captures' },
  output: {
    flag: '-o, --output <file>',
    about: 'write to a file that only you can read (default: standard output)',
  },
  force: { flag: '--force', about: 'overwrite the file of --output', needs: ['output'] },
  to: {
    flag: '--to <url>',
    about: `where curl and httpie send to (default: ${DEFAULT_URL})`,
    parse: httpUrl,
  },
  ...selectionFlags,
  ...historyFlags,
});

type ExportOptions = OptionsOf<typeof exportFlags>;

/** `fp-webhooks history export`: deliveries as they came, in a form for other tools. */
export const exportKept: CommandDefinition<ExportOptions> = {
  drains: false,
  flags: (command) =>
    addFlags(
      command.argument('[id...]', 'which deliveries, by id or the beginning of it (default: all)'),
      exportFlags,
    ),
  examples: [
    ['fp-webhooks history export -o captures.ndjson', 'everything, byte for byte'],
    ['fp-webhooks history export 01KANM8F --format curl', 'a command that sends one delivery again'],
    ['fp-webhooks history export --format har --since 1d -o today.har', 'for the network tab of a browser'],
    [
      'fp-webhooks history export --verdict valid | fp-webhooks replay - --to http://localhost:3000/webhooks',
      'send what was verified to your app, newly signed',
    ],
    ['fp-webhooks history export | fp-webhooks validate -', 'check everything that came'],
  ],
  run: exportSelected,
};

async function exportSelected(
  ids: readonly string[],
  options: ExportOptions,
  context: Context,
): Promise<Outcome> {
  checkFlags(exportFlags, options, context);
  refuseIdle(options);
  const query = toQuery(options);
  const form = toForm(options.format, { url: options.to ?? DEFAULT_URL, version: context.version });
  await withReader(options, context, (reader) => {
    const whole = ids.map((id) => pickKept(reader, id).capture.id);
    const chosen = findInOrder(reader, { ...query, ...(whole.length > 0 && { ids: whole }) });
    writeAll(chosen, form, { options, context });
  });
  context.report(toReminder(options.format));
  return 'passed';
}

function refuseIdle({ format, to }: ExportOptions): void {
  const isCommand = format === 'curl' || format === 'httpie';
  if (to !== undefined && !isCommand)
    throw new AppError('usage', `--to has no effect with --format ${format}.`, 'It is for curl and httpie.');
}

interface Writing {
  readonly options: ExportOptions;
  readonly context: Context;
}

function writeAll(chosen: Iterable<Kept>, form: Form, writing: Writing): void {
  const sink = startSink(writing);
  let count = 0;
  // What stands behind a delivery belongs to it, so that each piece is one delivery.
  let piece = '';
  try {
    for (const { capture } of chosen) {
      const text = form.toText(capture);
      if (text === undefined) tellLeftOut(capture.id, writing.context);
      else {
        if (count > 0) sink.write(piece + form.separator);
        piece = count === 0 ? form.head + text : text;
        count += 1;
      }
    }
    if (count === 0) throw new AppError('no_input', 'No delivery in the history fits: nothing was written.');
    sink.write(piece + form.tail);
  } catch (error) {
    sink.discard();
    throw error;
  }
  sink.finish(count);
}

interface Sink {
  readonly write: (text: string) => void;
  readonly finish: (deliveries: number) => void;
  readonly discard: () => void;
}

function startSink({ options: { format, output, force }, context: { report, cwd } }: Writing): Sink {
  if (output === undefined || output === '-') {
    const write = (text: string) => report({ type: 'exported', format, text });
    return { write, finish: () => undefined, discard: () => undefined };
  }
  const file = startExportFile(resolve(cwd, output), force === true);
  return {
    write: file.write,
    finish: (deliveries) =>
      report({ type: 'exported', format, file: output, deliveries, bytes: file.finish() }),
    discard: file.discard,
  };
}

function tellLeftOut(id: string, { report }: Context): void {
  const message = `${id} is left out: its body is not JSON, which a fixture has to be.`;
  report({ type: 'notice', code: 'not_exported', message });
}

function toReminder(format: Format) {
  const isCommand = format === 'curl' || format === 'httpie';
  return {
    type: 'notice',
    code: 'personal_data',
    message: 'The export holds personal data as it came, unmasked.',
    ...(isCommand && {
      hint: 'A receiver refuses these signatures 5 minutes after they were made: fp-webhooks replay signs anew.',
    }),
  } as const;
}
