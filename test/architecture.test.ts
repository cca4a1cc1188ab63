import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const SRC = join(import.meta.dirname, '..', 'src');
const LAYERS = ['core', 'report', 'io', 'commands', 'cli', 'main'];

const files = globSync('**/*.ts', { cwd: SRC }).map((path) => ({
  path: path.replaceAll('\\', '/'),
  text: readFileSync(join(SRC, path), 'utf8'),
}));
type File = (typeof files)[number];

const withoutComments = (text: string) => text.replace(/\/\*.*?\*\/|(?<![:'"`])\/\/[^\n]*/gs, '');

interface Import {
  readonly from: string;
  readonly isTypeOnly: boolean;
  readonly names: string;
}

function importsOf({ path, text }: File): Import[] {
  const pattern = /\b(?:import|export)\s+(type\s)?([^;'"]*?\sfrom\s+)?'([^']+)'|\bimport\('([^']+)'\)/g;
  return Array.from(withoutComments(text).matchAll(pattern), ([, type, names = '', fixed, lazy = '']) => {
    const name = fixed ?? lazy;
    const from = name.startsWith('.') ? normalize(join(dirname(path), name)).replaceAll('\\', '/') : name;
    return { from, isTypeOnly: type !== undefined, names };
  });
}

const layerOf = (path: string) => LAYERS.indexOf(path.replace(/\.ts$/, '').split('/')[0] ?? '');
const COMMANDS = Array.from(
  readFileSync(join(SRC, 'cli/commands.ts'), 'utf8').matchAll(/name: '(\w+)'/g),
  ([, name]) => name,
);
/** The command that a file belongs to; other files of the layer are for all commands. */
const commandOf = (path: string) => COMMANDS.find((name) => new RegExp(`^commands/${name}[/.]`).test(path));
/** Commands below a command, as `history/list`: those that a group loads from the folder of its name. */
const SUBCOMMANDS = files.flatMap(({ path, text }) =>
  commandOf(path) === undefined || path.split('/').length !== 2
    ? []
    : Array.from(text.matchAll(/name: '\w+',[^}]*?import\('\.\/(\w+\/[\w-]+)\.ts'\)/g), ([, name]) => name),
);
const subcommandOf = (path: string) => SUBCOMMANDS.find((name) => path === `commands/${name}.ts`);
const isInside = (path: string) => layerOf(path) !== -1 && path.endsWith('.ts');

/** `file: what is wrong`, for every file and every complaint of the rule about it. */
function violations(rule: (file: File) => readonly string[]): string[] {
  return files.flatMap((file) => rule(file).map((complaint) => `${file.path}: ${complaint}`));
}

test('there are files in every layer, and nowhere else', () => {
  expect(new Set(files.map(({ path }) => LAYERS[layerOf(path)]))).toEqual(new Set(LAYERS));
});

test('imports point left: core ← report ← io ← commands ← cli ← main', () => {
  const wrong = violations((file) =>
    importsOf(file).flatMap(({ from }) =>
      isInside(from) && layerOf(from) > layerOf(file.path) ? [from] : [],
    ),
  );
  expect(wrong).toEqual([]);
});

test('a command never imports another command', () => {
  expect(COMMANDS).toContain('listen');
  const wrong = violations((file) =>
    importsOf(file)
      .map(({ from }) => from)
      .filter((from) => layerOf(file.path) === LAYERS.indexOf('commands') && commandOf(from) !== undefined)
      .filter((from) => commandOf(from) !== commandOf(file.path)),
  );
  expect(wrong).toEqual([]);
});

test('a command of a group never imports another one of it', () => {
  expect(SUBCOMMANDS).toContain('history/list');
  const wrong = violations((file) => {
    const isInGroup = file.path.split('/').length > 2 && commandOf(file.path) !== undefined;
    return isInGroup ? importsOf(file).flatMap(({ from }) => subcommandOf(from) ?? []) : [];
  });
  expect(wrong).toEqual([]);
});

const IMPURE =
  /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\b|\bconsole\b|\bperformance\b|\bfetch\(|\bset(?:Timeout|Interval|Immediate)\b|\bglobalThis\b/g;
// The zlib functions in use work on bytes in memory.
const PURE_BUILTINS = ['node:crypto', 'node:buffer', 'node:zlib'];
const IMPURE_PACKAGES = /^(?:chalk|commander|ora|svix|ulid|undici)(?:\/|$)/;

test('core and report are pure: no clock, disk, network, randomness, colour or process', () => {
  const wrong = violations((file) => {
    if (layerOf(file.path) > LAYERS.indexOf('report')) return [];
    const imports = importsOf(file).flatMap(({ from, names, isTypeOnly }) => {
      if (isTypeOnly) return [];
      if (from.startsWith('node:') && !PURE_BUILTINS.includes(from)) return [from];
      return IMPURE_PACKAGES.test(from) || /\brandom|\bgenerateKey|\bgetRandomValues/.test(names)
        ? [names + from]
        : [];
    });
    // Words in messages may say what code may not.
    const code = withoutComments(file.text).replace(/'(?:[^'\\\n]|\\.)*'|`(?:[^`\\$]|\\.)*`/g, "''");
    return [...imports, ...(code.match(IMPURE) ?? [])];
  });
  expect(wrong).toEqual([]);
});

test('only main.ts and io know the process', () => {
  const wrong = violations(({ path, text }) => {
    const mayKnow = path === 'main.ts' || path.startsWith('io/');
    const code = withoutComments(text).replace(/'(?:[^'\\\n]|\\.)*'|`[^`]*`/g, "''");
    return mayKnow ? [] : (code.match(/\bprocess\.|\bconsole\./g) ?? []);
  });
  expect(wrong).toEqual([]);
});

test('names say what is inside: no utils, helpers, common, shared, misc, types, and no barrels', () => {
  const vague = /(?:^|\/)(?:utils?|helpers?|common|shared|misc|types?|index)(?:\.|\/)/;
  expect(violations(({ path }) => (vague.test(path) ? ['vague'] : []))).toEqual([]);
  expect(violations(({ path }) => (/[^a-z0-9./-]/.test(path) ? ['not kebab-case'] : []))).toEqual([]);
});

test('there are no default exports, enums, any, or re-exports of everything', () => {
  const banned = /\bexport default\b|\bas default\b|\benum\s+\w+|[:<(,|&]\s*any\b|\bas any\b|\bexport \*/g;
  const allowed = ['io/undici-parts.d.ts', 'cli/commands.ts'];
  expect(
    violations(({ path, text }) =>
      allowed.includes(path) ? [] : (withoutComments(text).match(banned) ?? []),
    ),
  ).toEqual([]);
});

test('no file is longer than 250 lines', () => {
  expect(violations(({ text }) => (text.split('\n').length > 251 ? ['too long'] : []))).toEqual([]);
});
