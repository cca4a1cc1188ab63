import { expect, test } from 'vitest';
import { parseCommandLine, type Request } from '../../src/cli/program.ts';
import { list } from '../../src/commands/history/list.ts';
import { makeFolder } from '../harness/folder.ts';

const parse = (...args: string[]) =>
  parseCommandLine(args, { version: '0.0.0', columns: () => 80, env: {}, cwd: makeFolder() });

/** The command whose help it is. */
function helpOf(request: Request): string {
  if (request.kind !== 'help') throw new Error(`It is no help: ${request.kind}`);
  return /^Usage: fp-webhooks ?(.*?) ?[[<]/.exec(request.text)?.[1] ?? '';
}

test.each([
  [['help', 'history'], 'history'],
  [['history', '--help'], 'history'],
  [['history', 'help'], 'history'],
  [['help', 'history', 'list'], 'history list'],
  [['history', 'help', 'list'], 'history list'],
  [['history', 'list', '--help'], 'history list'],
  [['history', '--json', 'list', '-h'], 'history list'],
  [['help', 'listen'], 'listen'],
  [['help'], ''],
])('%j shows the help of "%s"', async (args, command) => {
  const request = await parse(...args);
  expect(helpOf(request)).toBe(command);
  expect(request).toMatchObject({ stream: 'stdout', exitStatus: 0 });
});

test('a group without a command shows its help, which is no success', async () => {
  const request = await parse('history');
  expect(helpOf(request)).toBe('history');
  expect(request).toMatchObject({ stream: 'stderr', exitStatus: 2 });
});

test.each([
  ['behind the command', ['history', 'list', '--json']],
  ['between the group and the command', ['history', '--json', 'list']],
  ['before the group', ['--json', 'history', 'list']],
])('a flag of every command may stand %s', async (_, args) => {
  expect(await parse(...args)).toMatchObject({ kind: 'command', definition: list, options: { json: true } });
});

test('what stands nearest to the command wins', async () => {
  const request = await parse('--color', 'always', 'history', '--color', 'auto', 'list', '--no-color');
  expect(request).toMatchObject({ options: { color: 'never' } });
});

test.each([
  [['history', 'lst'], "Unknown command 'lst'. Did you mean list?"],
  [['history', '--event', 'x', 'list'], "Unknown option '--event'."],
  [['list'], "Unknown command 'list'. Did you mean listen?"],
])('%j is a usage error that names what was typed', async (args, message) => {
  await expect(parse(...args)).rejects.toMatchObject({ code: 'usage', message });
});
