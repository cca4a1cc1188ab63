import { splitDocument } from '../../../src/core/document/split.ts';
import { inspectPayload } from '../../../src/core/events/inspect.ts';
import { checkEntry } from '../../../src/core/validation/check.ts';
import type { Finding } from '../../../src/core/validation/finding.ts';

type Told = Pick<Finding, 'code' | 'severity' | 'path'>;

/** What `validate` says of a body, by the same ways as for a file. */
export function check(body: Uint8Array): readonly Told[] {
  const entries = [...splitDocument(body, 'body', () => ({ kind: 'not_capture' }))];
  // That there is nothing in a file is said by the command.
  if (entries.length === 0) return [{ code: 'empty', severity: 'error', path: [] }];
  return entries
    .flatMap((entry) => checkEntry(entry, inspectPayload, () => undefined))
    .filter(({ code }) => code !== 'deprecated_event')
    .map(({ code, severity, path }) => ({ code, severity, path }));
}
