import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { EVENTS } from '../../src/core/events/catalogue.ts';
import { PROJECT } from '../harness/folder.ts';
import { mostlyInside } from '../harness/inside.ts';
import { parseRecords } from '../harness/records.ts';

const { run } = mostlyInside();
const shipped = (name: string) => readFileSync(join(PROJECT, 'schemas', name), 'utf8');

describe('schema', () => {
  test.each([
    [[], 'events.json'],
    [['vault.updated'], 'events/vault.updated.json'],
    [['footprint.vault.updated'], 'events/vault.updated.json'],
    [['vault.*'], 'events/vault.updated.json'],
    [['--format', 'typescript'], 'events.d.ts'],
    [['--format', 'openapi'], 'events.openapi.json'],
    [['--format', 'asyncapi'], 'events.asyncapi.json'],
  ])('%j prints what ships as schemas/%s', async (args, file) => {
    expect(await run(['schema', ...args])).toMatchObject({ status: 0, stderr: '', stdout: shipped(file) });
  });

  test('prints of one event what `events show --schema` prints', async () => {
    const shown = await run(['events', 'show', 'user.bank_link_updated', '--schema']);
    expect((await run(['schema', 'user.bank_link_updated'])).stdout).toBe(shown.stdout);
  });

  test('takes several names and globs, and prints each event once in the order of the catalogue', async () => {
    const { stdout } = await run(['schema', 'vault.updated', 'user.*', 'user.manual_review', '--json']);
    const kinds = EVENTS.map(({ kind }) => kind).filter((kind) => /\.(?:user|vault)\./.test(kind));
    expect(parseRecords(stdout)).toMatchObject([{ type: 'contract', format: 'json-schema', events: kinds }]);
  });

  test('--json holds the document, or the text of TypeScript', async () => {
    const [document] = parseRecords((await run(['schema', '--format', 'openapi', '--json'])).stdout);
    expect(document).toMatchObject({ content: JSON.parse(shipped('events.openapi.json')) });
    const [text] = parseRecords((await run(['schema', '--format', 'typescript', '--json'])).stdout);
    expect(text).toMatchObject({ content: shipped('events.d.ts') });
  });

  test('--draft 7 prints what tools read that know no later draft', async () => {
    const { stdout } = await run(['schema', '--draft', '7']);
    expect(JSON.parse(stdout)).toMatchObject({
      $schema: 'http://json-schema.org/draft-07/schema#',
      definitions: { VaultUpdated: expect.anything() },
    });
  });

  test.each([
    [['vault.update'], 'There is no event called "vault.update".', 'Did you mean vault.updated?'],
    [['vault.updated', 'volt.*'], 'No event fits volt.*.', 'The events are: onboarding.completed'],
    [['a b'], '"a b" is no event.', 'such as onboarding.completed'],
    [[''], '"" is no event.', 'such as onboarding.completed'],
    [['--format', 'openapi', '--draft', '7'], '--draft is for JSON Schema', 'Leave out --draft'],
    [['--format', 'yaml'], "'--format <format>'", 'json-schema, typescript, openapi, asyncapi'],
    [['--draft', '4'], "'--draft <draft>'", '2020-12, 7'],
  ])('%j is asked wrongly, and it is said why', async (args, message, hint) => {
    const { status, stdout, stderr } = await run(['schema', ...args]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr.replace(/\s+/g, ' ')).toContain(message);
    expect(stderr.replace(/\s+/g, ' ')).toContain(hint);
  });

  test('explains itself with --help', async () => {
    const { status, stdout } = await run(['schema', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('"json-schema", "typescript", "openapi", "asyncapi"');
    expect(stdout).toContain('fp-webhooks schema > footprint.schema.json');
  });
});
