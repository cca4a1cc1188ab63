import type { Cut, InputForm, PartProblem } from '../../core/json/cut.ts';
import { type ContentCutter, createContentCutter } from '../../core/json/cut-content.ts';
import type { Part } from '../../core/validation/parts/part.ts';
import { toFileError } from '../file-error.ts';
import type { InputName } from './read-part.ts';

interface Wanted extends InputName {
  readonly as: InputForm | undefined;
}

/**
 * The parts of what comes in chunks, packed or not, in constant memory but for one value that has to be read whole. Never
 * throws: what cannot be unpacked or read is told at the end of what could.
 */
export async function* toParts(
  chunks: AsyncIterable<Uint8Array>,
  wanted: Wanted,
): AsyncGenerator<Part, void> {
  const { input, name, as } = wanted;
  // A plain file is read without Node's streams and zlib.
  const { isDamage, unpackStream } = await import('./unpack-stream.ts');
  const cutter = createContentCutter({ name, as });
  let part = 0;
  const label = (cut: Cut): Part => ({ input, part: part++, name, form: cutter.form(), ...cut });
  let problem: PartProblem | undefined;
  try {
    for await (const chunk of unpackStream(chunks)) for (const cut of cutter.push(chunk)) yield label(cut);
  } catch (error) {
    problem = isDamage(error) ? DAMAGE : toUnread(error, name);
  }
  for (const cut of finish(cutter, problem)) yield label(cut);
}

/** The last parts; that the content ends too early follows from the problem, and is not told as well. */
function finish(cutter: ContentCutter, problem: PartProblem | undefined): readonly Cut[] {
  const cuts = cutter.end();
  if (problem === undefined) return cuts;
  const last = cuts.at(-1);
  if (last === undefined || last.problem?.code === 'line_too_long')
    return [...cuts, { bytes: new Uint8Array(), column: 1, problem }];
  return [...cuts.slice(0, -1), { ...last, problem }];
}

function toUnread(error: unknown, name: string): PartProblem {
  return { code: 'file_unreadable', message: toFileError('read', name, error).message };
}

const DAMAGE: PartProblem = {
  code: 'packed_damaged',
  message: 'What is packed is cut off or damaged here: nothing behind this place can be unpacked.',
};
