import type { InputForm } from '../../core/json/cut.ts';
import { findPacking } from '../../core/json/packing.ts';
import type { Part } from '../../core/validation/parts/part.ts';
import type { FilePlan } from './input-plan.ts';
import { planPath } from './plan-input.ts';
import { readFilePart } from './read-file-part.ts';

/** The parts of a file that is read whole: one, unless its first bytes say that it is packed. Never throws: what cannot be read is told in a part. */
export async function* readFileParts(plan: FilePlan, as: InputForm | undefined): AsyncGenerator<Part, void> {
  const part = readFilePart(plan);
  if (findPacking(part.bytes) === undefined) yield part;
  else yield* planPath(plan, as).open();
}
