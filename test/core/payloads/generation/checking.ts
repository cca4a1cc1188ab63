import { splitDocument } from '../../../../src/core/capture/records.ts';
import { createRecordChecker } from '../../../../src/core/validation/parts/record-checker.ts';
import type { Finding } from '../../../../src/core/validation/rules/finding.ts';
import { toLevels } from '../../../../src/core/validation/rules/rules.ts';

type Told = Pick<Finding, 'code' | 'severity' | 'path'>;

/** What is generated is of the year 2025. */
const SETTINGS = { levels: toLevels(new Map()), nowMs: Date.parse('2026-01-01T00:00:00Z') };

/** What `validate` says of a body, by the same ways as for a file. */
export function check(body: Uint8Array): readonly Told[] {
  const entries = [...splitDocument(body, 'body', () => ({ kind: 'not_capture' }))];
  // That there is nothing in a file is said by the command.
  if (entries.length === 0) return [{ code: 'empty', severity: 'error', path: [] }];
  const { check: checkEntry } = createRecordChecker(SETTINGS, {
    explainSignature: () => undefined,
    isCommitted: true,
  });
  return entries
    .flatMap((entry) => checkEntry(entry))
    .filter(({ code }) => code !== 'deprecated_event')
    .map(({ code, severity, path }) => ({ code, severity, path }));
}
