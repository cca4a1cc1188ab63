import type { PartResult, SeenMessage } from '../../../../src/core/validation/parts/part.ts';
import type { FindingText } from '../../../../src/core/validation/rules/finding.ts';
import { toLevels } from '../../../../src/core/validation/rules/rules.ts';
import { createGathering, type GatheringOptions } from '../../../../src/core/validation/run/gather.ts';
import type { ValidationRun } from '../../../../src/core/validation/run/run.ts';

export const LEVELS = toLevels(new Map());

/** A finding's text. */
export function text(more: Partial<FindingText> = {}): FindingText {
  return {
    code: 'field_missing',
    severity: 'error',
    message: '`fp_id` is missing; it should be a string.',
    path: ['fp_id'],
    event: 'footprint.vault.updated',
    ...more,
  };
}

/** A delivery that was seen. */
export function message(id: string, digest: string, line = 1): SeenMessage {
  return { id, digest, line, column: 1, event: null };
}

/** What came of a part in which there was nothing, but for what is said. */
export function part(more: Partial<PartResult> = {}): PartResult {
  return {
    input: 0,
    part: 0,
    lines: 1,
    payloads: 1,
    isEmpty: false,
    groups: [],
    seen: {},
    messages: [],
    ...more,
  };
}

/** What is gathered of parts that all begin on the first line of their files. */
export function gather(parts: readonly PartResult[], options: Partial<GatheringOptions> = {}): ValidationRun {
  const gathering = createGathering({ files: ['a.json', 'b.json', 'c.json'], levels: LEVELS, ...options });
  for (const each of parts) gathering.add(each, 1);
  return gathering.finish();
}
