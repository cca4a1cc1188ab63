import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { COMMANDS, type CommandEntry } from '../src/cli/commands.ts';
import { EXIT_STATUS_OF_ERROR, EXIT_STATUS_OF_OUTCOME } from '../src/cli/exit-status.ts';
import { parseCommandLine } from '../src/cli/program.ts';
import { REPORT_FORMATS } from '../src/commands/validate/report-formats.ts';
import { FAULTS } from '../src/core/diagnosis/catalogue.ts';
import { SETTINGS, toVariable } from '../src/core/settings/catalogue.ts';
import { RULES } from '../src/core/validation/rules/rules.ts';
import { PROJECT } from './harness/folder.ts';

// What scripts and CI of users rely on. A line that disappears from the file breaks somebody: CHANGELOG.md must say so.
test('the public names are those of public-names.txt', async () => {
  const sections = {
    'commands and flags': await listFlags(COMMANDS),
    'configuration keys and environment variables': SETTINGS.map(({ key }) => `${key} ${toVariable(key)}`),
    'formats of validate --report': REPORT_FORMATS,
    'rules of validate and their levels': Object.entries(RULES).map(
      ([code, { level }]) => `${code} ${level}`,
    ),
    'faults of signatures': Object.keys(FAULTS),
    'exit statuses': Object.entries({ ...EXIT_STATUS_OF_OUTCOME, ...EXIT_STATUS_OF_ERROR }).map(
      ([name, status]) => `${name} ${status}`,
    ),
    'records of --json and their fields': listRecords(
      JSON.parse(readFileSync(join(PROJECT, 'schemas', 'records.v1.json'), 'utf8')),
    ),
  };
  const text = Object.entries(sections).map(([title, lines]) => `# ${title}\n${lines.join('\n')}\n`);
  await expect(text.join('\n')).toMatchFileSnapshot('public-names.txt');
});

/** The flags that the help of each command names, such as `replay --to <url>`. */
async function listFlags(entries: readonly CommandEntry[], before = ''): Promise<readonly string[]> {
  const lists = entries.map(async ({ name, load }) => {
    const loaded = await load();
    const command = `${before}${name}`;
    if ('commands' in loaded) return [command, ...(await listFlags(loaded.commands, `${command} `))];
    const help = await helpOf(command.split(' '));
    const flags = help.flatMap((line) => /^ {2}(-.*?)(?: {2}|$)/.exec(line)?.[1] ?? []);
    return [command, ...flags.map((flag) => `${command} ${flag}`)];
  });
  return (await Promise.all(lists)).flat();
}

async function helpOf(command: readonly string[]): Promise<readonly string[]> {
  const setting = { version: '0', columns: () => 1_000, env: {}, cwd: PROJECT };
  const request = await parseCommandLine([...command, '--help'], setting);
  if (request.kind !== 'help') throw new Error(`This is not help: ${request.kind}`);
  return request.text.split('\n');
}

interface RecordSchema {
  readonly anyOf?: readonly RecordSchema[];
  readonly oneOf?: readonly RecordSchema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, { readonly const?: string }>>;
}

/** Each type of record with its fields; a field that may be absent ends with a question mark. */
function listRecords({ anyOf, oneOf, required = [], properties = {} }: RecordSchema): readonly string[] {
  const variants = anyOf ?? oneOf;
  if (variants !== undefined) return [...new Set(variants.flatMap(listRecords))];
  const type = properties['type']?.const;
  return Object.keys(properties).map((name) => `${type}.${name}${required.includes(name) ? '' : '?'}`);
}
