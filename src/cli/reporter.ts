import type { Piece, Renderer } from '../report/ndjson.ts';
import type { OutputRecord } from '../report/records.ts';
import type { Terminal } from './output.ts';

/** Writes records, and says so when some could not be. */
export interface Reporter {
  readonly report: (record: OutputRecord) => void;
  /** Resolves when everything is written, or given up after an interrupt. Throws AppError `file_unwritable`. */
  readonly finish: () => Promise<void>;
}

const HINT = 'The captures are kept all the same, unless --no-save was given.';

/** A reporter to a terminal. What finds no room is counted: the reader is told as soon as it is back. */
export function createReporter(render: Renderer, terminal: Terminal): Reporter {
  let dropped = 0;

  function report(record: OutputRecord): void {
    for (const piece of render(record)) write(piece);
  }

  function write({ stream, text }: Piece): void {
    if (terminal.hasRoom(stream)) {
      if (terminal.hasRoom('stdout')) tellDropped();
      terminal.write(stream, text);
      return;
    }
    dropped += 1;
    if (dropped === 1) tell('output_stalled', STALLED);
  }

  function tellDropped(): void {
    if (dropped === 0) return;
    tell(
      'output_dropped',
      `${dropped === 1 ? '1 record was' : `${dropped} records were`} not written: ${WHY}.`,
    );
    dropped = 0;
  }

  function tell(code: string, message: string): void {
    if (!terminal.hasRoom('stderr')) return;
    for (const { stream, text } of render({ type: 'notice', code, message, hint: HINT }))
      terminal.write(stream, text);
  }

  return {
    report,
    finish: async () => {
      const isWhole = await terminal.flush();
      tellDropped();
      if (!isWhole) tell('output_dropped', `The end of the output was not written: ${WHY}.`);
      await terminal.flush();
    },
  };
}

const WHY = 'whoever reads the output stood still for too long';
const STALLED =
  'Whoever reads the output stands still, and no more of it can wait: records are not written until it goes on.';
