import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { OutputRecord, RecordOf } from '../../src/report/records.ts';
import { PROJECT } from './folder.ts';

const ajv = new Ajv2020({ allowUnionTypes: true });
addFormats.default(ajv);
const accepts = ajv.compile(JSON.parse(readFileSync(join(PROJECT, 'schemas', 'records.v1.json'), 'utf8')));

/** The records of NDJSON output. Throws when a line is not a record of the published schema, so every test of `--json` tests it. */
export function parseRecords(ndjson: string): OutputRecord[] {
  return ndjson
    .split('\n')
    .slice(0, -1)
    .map((line) => {
      const record = JSON.parse(line);
      if (!accepts(record))
        throw new Error(`Not as schemas/records.v1.json says: ${line}\n${ajv.errorsText(accepts.errors)}`);
      return record as OutputRecord;
    });
}

/** The records of one type, in their order. */
export function ofType<Type extends OutputRecord['type']>(
  type: Type,
  records: readonly OutputRecord[],
): RecordOf<Type>[] {
  return records.filter((record): record is RecordOf<Type> => record.type === type);
}
