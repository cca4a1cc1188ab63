import type { InputForm } from '../../../../src/core/json/cut.ts';
import { checkPart } from '../../../../src/core/validation/parts/check-part.ts';
import type { CheckSettings, Part, PartResult } from '../../../../src/core/validation/parts/part.ts';
import { createRecordChecker } from '../../../../src/core/validation/parts/record-checker.ts';
import { loadRecordReaders } from '../../../../src/core/validation/parts/record-readers.ts';
import { toLevels } from '../../../../src/core/validation/rules/rules.ts';

/** What a part says, checked as the command does it, without a secret. */
export async function check(
  part: Part,
  as?: InputForm,
  change: Partial<CheckSettings> = {},
): Promise<PartResult> {
  const settings = {
    levels: toLevels(new Map()),
    nowMs: Date.parse('2026-11-25T00:00:00Z'),
    ...(as && { as }),
    ...change,
  };
  const checker = createRecordChecker(settings, {
    explainSignature: ({ verdict }) => (verdict.kind === 'valid' ? undefined : `It is ${verdict.kind}.`),
    isCommitted: false,
  });
  return checkPart(part, { settings, checker, readers: await loadRecordReaders(part, as) });
}

/** A part that is a whole input. */
export function toPart(content: string | Uint8Array, change: Partial<Part> = {}): Part {
  const bytes = Buffer.from(content);
  return { input: 0, part: 0, name: 'a.json', form: 'document', bytes, column: 1, ...change };
}

/** Findings as `code line:column …`, one for each text. */
export function outline({ groups }: PartResult): readonly string[] {
  return groups.map(({ finding, places }) => {
    const pairs = Array.from(
      { length: places.length / 2 },
      (_, index) => `${places[2 * index]}:${places[2 * index + 1]}`,
    );
    return [finding.code, ...pairs].join(' ');
  });
}
