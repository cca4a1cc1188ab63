import { globSync, readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '../src/core/events/catalogue.ts';
import { inspectPayload } from '../src/core/events/inspect.ts';
import { eventJsonSchema } from '../src/core/events/json-schema.ts';

const folder = new URL('../fixtures/', import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), 'utf8');
const files = globSync('**/*.json', { cwd: folder }).map((name) => name.replaceAll('\\', '/'));
const rows = Array.from(
  read('README.md').matchAll(/^\| `(?<file>.+?)` +\| .+? +\| (?<from>.+?) +\| (?<warnings>.+?) +\|$/gm),
  ({ groups = {} }) => groups,
);
const validators = new Map(
  EVENTS.map((event) => [event.kind, new Ajv2020().compile(eventJsonSchema(event))]),
);

describe('the fixtures', () => {
  test('are all in the table of the README, and the table has no others', () => {
    expect(rows.map(({ file }) => file).toSorted()).toEqual(files.toSorted());
  });

  test('of every event are there as documented and as live', () => {
    for (const { name } of EVENTS)
      expect(files).toEqual(expect.arrayContaining([`${name}.json`, `synthetic/${name}.live.json`]));
  });

  test.each(rows)(
    '$file has no error, and the warnings that the README says: $warnings',
    ({ file = '', warnings }) => {
      const { findings } = inspectPayload(JSON.parse(read(file)));
      expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      expect(findings.map(({ code }) => `\`${code}\``).join(' ') || 'none').toBe(warnings);
    },
  );

  test.each(rows)('$file is of the revision that the README says: $from', ({ file = '', from }) => {
    const { revision, definition } = inspectPayload(JSON.parse(read(file)));
    expect(from).toBe(
      `${file.startsWith('synthetic/') ? 'synthetic' : 'documented'}, ${revision ?? 'invented'}`,
    );
    expect(file.replace('synthetic/', '').startsWith(definition?.name ?? 'unknown-event')).toBe(true);
  });

  test.each(files)('%s is one line of compact JSON with sorted keys and no line break', (file) => {
    const payload: object = JSON.parse(read(file));
    expect(read(file)).toBe(JSON.stringify(payload));
    expect(Object.keys(payload)).toEqual(Object.keys(payload).toSorted());
  });

  test.each(files.filter((file) => !file.includes('unknown-event')))(
    '%s is accepted by its JSON Schema',
    (file) => {
      const payload = JSON.parse(read(file));
      const validate = validators.get(payload.event_kind);
      expect(validate?.(payload), JSON.stringify(validate?.errors)).toBe(true);
    },
  );
});
