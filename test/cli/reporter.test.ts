import { expect, test } from 'vitest';
import type { Terminal } from '../../src/cli/output.ts';
import { createReporter } from '../../src/cli/reporter.ts';
import { createNdjsonRenderer } from '../../src/report/ndjson.ts';
import type { OutputRecord } from '../../src/report/records.ts';

const refused: OutputRecord = {
  type: 'refused',
  status: 405,
  code: 'method_not_allowed',
  message: 'GET',
};

/** A terminal whose reader can stand still. */
function createTerminal() {
  const state = { hasRoom: true, flushed: true };
  const codes: string[] = [];
  const written: string[] = [];
  const terminal: Terminal = {
    write: (_, text) => {
      const { type, code, message } = JSON.parse(text);
      codes.push(type === 'notice' ? code : type);
      written.push(message);
    },
    hasRoom: (stream) => stream === 'stderr' || state.hasRoom,
    isIdle: () => true,
    flush: async () => state.flushed,
    isTerminal: () => false,
    columns: () => 80,
    stderr: () => process.stderr,
  };
  return { state, codes, written, reporter: createReporter(createNdjsonRenderer(), terminal) };
}

test('what finds no room is counted, and said once at first and once when the reader is back', async () => {
  const { state, codes, written, reporter } = createTerminal();
  reporter.report(refused);
  state.hasRoom = false;
  for (let count = 0; count < 3; count += 1) reporter.report(refused);
  state.hasRoom = true;
  reporter.report(refused);
  await reporter.finish();
  expect(codes).toEqual(['refused', 'output_stalled', 'output_dropped', 'refused']);
  expect(written[2]).toContain('3 records were not written');
});

test('at the end it is said too, also when the reader does not come back', async () => {
  const { state, codes, written, reporter } = createTerminal();
  state.hasRoom = false;
  reporter.report(refused);
  state.flushed = false;
  await reporter.finish();
  expect(codes).toEqual(['output_stalled', 'output_dropped', 'output_dropped']);
  expect(written[1]).toContain('1 record was not written');
  expect(written[2]).toContain('The end of the output was not written');
});
