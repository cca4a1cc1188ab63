import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  findLayout,
  findRowId,
  kindOf,
  readInteger,
  readVarint,
} from '../../../../src/core/history/salvage/record.ts';
import { makeFolder } from '../../../harness/folder.ts';

/** The page of a table with one row, as SQLite writes it, and where in it the record begins. */
function writeRow(rowId: number, number: number, text: string): { page: Buffer; at: number } {
  const path = join(makeFolder(), 'x.db');
  const database = new DatabaseSync(path);
  database.exec(
    'PRAGMA page_size = 4096; CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER, s TEXT, b BLOB)',
  );
  database.prepare('INSERT INTO t VALUES (?, ?, ?, NULL)').run(rowId, number, text);
  database.close();
  const page = readFileSync(path).subarray(4_096, 8_192);
  const cell = page.readUInt16BE(8);
  const length = readVarint(page, cell);
  const number_ = readVarint(page, length?.next ?? 0);
  return { page, at: number_?.next ?? 0 };
}

test('rows that SQLite wrote are read as it would read them', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 2 ** 45 }),
      fc.oneof(
        fc.integer(),
        fc.maxSafeInteger(),
        fc.constantFrom(0, 1, -1, 127, 128, -129, 32_768, 8_388_608, -(2 ** 40)),
      ),
      fc.string({ maxLength: 2_000 }).filter((text) => !text.includes('\0')),
      (rowId, number, text) => {
        const { page, at } = writeRow(rowId, number, text);
        const layout = findLayout(page, at, 4);
        expect(layout?.columns.map(kindOf)).toEqual(['null', 'integer', 'text', 'null']);
        const [, n, s] = layout?.columns ?? [];
        if (layout === undefined || n === undefined || s === undefined)
          throw new Error('The layout has columns.');
        const payload = page.subarray(at, at + layout.payloadBytes);
        expect(readInteger(payload, n)).toBe(number);
        expect(payload.toString('utf8', s.start, s.end)).toBe(text);
        expect(findRowId(page, at, layout.payloadBytes)).toBe(rowId);
      },
    ),
    { numRuns: 20 },
  );
});

test('of any bytes something or nothing is read, without an end too far', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: 60 }),
      fc.nat({ max: 70 }),
      fc.integer({ min: 1, max: 14 }),
      (bytes, at, count) => {
        const layout = findLayout(bytes, at, count);
        expect(layout === undefined || layout.columns.length === count).toBe(true);
        findRowId(bytes, at, layout?.payloadBytes ?? 5);
      },
    ),
  );
});
