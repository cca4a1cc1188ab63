import type { ValidationRun } from '../../core/validation/run/run.ts';
import { toSafeJson } from '../ndjson.ts';
import type { DriftReport } from './drift-schema.ts';

/** The document of `--report drift`: what is not in the catalogue, in the order in which it was met. Never throws. */
export function toDriftReport({ files, payloads, drift }: ValidationRun, version: string): string {
  const report: DriftReport = {
    version: 1,
    tool: { name: 'fp-webhooks', version },
    files: files.length,
    payloads,
    drift: drift.map((item) => ({ ...item, examples: [...item.examples] })),
  };
  return `${toSafeJson(report, 2)}\n`;
}
