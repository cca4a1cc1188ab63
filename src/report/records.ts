import { z } from 'zod';
import { event, fixture, rule, scenario, schema, written } from './records/catalogue.ts';
import { setting } from './records/configuration.ts';
import { contract } from './records/contract.ts';
import { diagnosed, forwarded, ready, received, refused, waiting } from './records/delivery.ts';
import { computed, judged } from './records/diagnosis.ts';
import type { DocumentRecord } from './records/document.ts';
import { delivery, exported, kept, location } from './records/history.ts';
import { assertion, error, notice, summary } from './records/outcome.ts';
import { request, sent, signed } from './records/sending.ts';
import { coverage, finding } from './records/validation.ts';

/**
 * Every record of `--json`, one line each: the contract with scripts. Fields are added, never renamed or removed.
 * This file holds zod, so commands import only its types; `scripts/schemas.ts` publishes it under `schemas/`.
 */
export const recordSchemas = {
  ready,
  received,
  waiting,
  forwarded,
  refused,
  diagnosed,
  judged,
  computed,
  kept,
  delivery,
  exported,
  location,
  sent,
  request,
  signed,
  finding,
  rule,
  coverage,
  assertion,
  summary,
  event,
  schema,
  contract,
  setting,
  fixture,
  scenario,
  written,
  notice,
  error,
};

/** One record of the tool's output. Commands report these; a renderer writes them as text or as NDJSON. */
export type OutputRecord = z.infer<(typeof recordSchemas)[keyof typeof recordSchemas]> | DocumentRecord;

/** The record of one type, for example `RecordOf<'received'>`. */
export type RecordOf<Type extends OutputRecord['type']> = Extract<OutputRecord, { type: Type }>;

/** The published JSON Schema (2020-12) of one line of `--json`: any one of the records, told apart by `type`. Never throws. */
export function recordsJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(z.union(Object.values(recordSchemas)), {
    target: 'draft-2020-12',
  });
  return {
    $schema,
    $id: 'urn:fp-webhooks:schema:records:v1',
    title: 'fp-webhooks records, version 1',
    description: 'One line of the output of fp-webhooks with --json.',
    ...schema,
  };
}
