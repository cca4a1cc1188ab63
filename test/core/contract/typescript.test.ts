import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toTypeScript } from '../../../src/core/contract/typescript.ts';
import { EVENTS } from '../../../src/core/events/catalogue.ts';
import { parseEventName } from '../../../src/core/events/event-name.ts';
import { makeFolder, PROJECT } from '../../harness/folder.ts';
import { SHIPPED } from './fixtures.ts';

const CONFIG = {
  compilerOptions: {
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    verbatimModuleSyntax: true,
    module: 'nodenext',
    lib: ['es2024'],
    types: [],
    noEmit: true,
  },
};

/** What the project's compiler says of files: `file(line,column): error TS…`, without the words. */
function compile(files: Readonly<Record<string, string | Uint8Array>>): readonly string[] {
  const folder = makeFolder({
    'package.json': '{"type":"module"}',
    'tsconfig.json': JSON.stringify(CONFIG),
    ...files,
  });
  try {
    execFileSync(process.execPath, [join(PROJECT, 'node_modules/typescript/bin/tsc'), '-p', folder], {
      cwd: folder,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    return [];
  } catch (error) {
    const { stdout } = error as { stdout: string };
    return stdout
      .split('\n')
      .filter((line) => line.includes('): error '))
      .map((line) => line.replace(/: error.*/s, ''));
  }
}

const ALL = toTypeScript(EVENTS);
const IMPORT = `import type { FootprintEvent, UserBankLinkUpdated } from './events.js';\n`;

/** As an object that came from elsewhere, which may have more fields than the type. */
const assignment = (name: string, payload: unknown) =>
  `{ const payload = ${JSON.stringify(payload)} as const; const event: FootprintEvent = payload; void event; } // ${name}\n`;

test('the types compile in strict mode as .ts and as the .d.ts of the package, and every fixture of an event is one of them', () => {
  const fixtures = SHIPPED.filter(({ isOfCatalogue }) => isOfCatalogue);
  expect(fixtures.length).toBeGreaterThan(40);
  const uses = IMPORT + fixtures.map(({ name, payload }) => assignment(name, payload)).join('');
  const handler = `${IMPORT}
export function handle(event: FootprintEvent): string | undefined {
  switch (event.event_kind) {
    case 'footprint.onboarding.completed':
      return event.status === 'pass' ? event.playbook_key : event.external_id ?? undefined;
    case 'footprint.vault.updated':
      return event.fields[0];
    case 'footprint.user.bank_link_updated':
      return stateOf(event);
    default:
      return undefined;
  }
}
function stateOf(event: UserBankLinkUpdated): string {
  const either: string = event.link_state ?? event.link_event_body.state;
  return 'link_event_body' in event && event.link_event_body !== undefined ? event.link_event_body.state : either;
}
export const unheardOf = (event: FootprintEvent) => 'status' in event && event.status === 'a new one';
`;
  expect(
    compile({
      'events.ts': ALL,
      'uses.ts': uses,
      'handler.ts': handler,
      'node_modules/fp-webhooks/schemas/events.d.ts': ALL,
      'node_modules/fp-webhooks/package.json': readFileSync(join(PROJECT, 'package.json')),
      'declared.ts': handler.replace('./events.js', 'fp-webhooks/schemas/events.js'),
    }),
  ).toEqual([]);
});

test('what is wrong with an event is an error of the compiler', () => {
  const review = { event_kind: 'footprint.user.manual_review', fp_id: 'fp_id_xyz', is_live: false };
  const timestamp = '2025-05-05T18:40:46Z';
  const link = SHIPPED.find(({ name }) => name === 'user.bank_link_updated.shape-b')?.payload;
  const wrong = [
    assignment('timestamp is missing', review),
    assignment('a wrong type', { ...review, timestamp, is_live: 'false' }),
    assignment('no event', { ...review, timestamp, event_kind: 'footprint.user.review' }),
    assignment('null where none may be', { ...review, timestamp: null }),
    assignment('both shapes at once', { ...link, link_event_body: { state: 'connected' } }),
    assignment('a wrong type within', { ...link, link_product_refresh: { product: 'x', success: 1 } }),
  ];
  const lines = compile({
    'events.ts': ALL,
    'wrong.ts': `${IMPORT}${assignment('right', { ...review, timestamp })}${wrong.join('')}`,
  });
  expect(lines.map((line) => line.replace(/,\d+\)$/, ')'))).toEqual(
    wrong.map((_, index) => `wrong.ts(${index + 3})`),
  );
});

test('the types of some events are those of these events only', () => {
  const text = toTypeScript([parseEventName('vault.updated')]);
  expect(text.match(/(?<=export (?:interface|type) )\w+/g)).toEqual(['VaultUpdated', 'FootprintEvent']);
});

test('the deprecated event is marked, and no other', () => {
  expect(ALL.match(/@deprecated.*/g)).toEqual([
    '@deprecated in favour of onboarding.completed and user.manual_review',
  ]);
});
