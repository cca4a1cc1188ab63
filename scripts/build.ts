/**
 * Bundles `src` and every runtime library into `dist`, so that the package has nothing to install.
 * CommonJS chunks on purpose: an ESM import of `node:http` costs some 50 ms at start, a `require` 7 ms (measured on Node 24).
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build, type Plugin } from 'rolldown';
import { toNotices } from './notices.ts';

const root = join(import.meta.dirname, '..');

const dist = join(root, 'dist');
const draft = join(root, 'dist.draft');
const NO_CHILD_PROCESS = '\0no-child-process';

/** Commander can start subcommands that are programs of their own. Ours are not, and loading what starts them takes 4 ms. */
const withoutChildProcess: Plugin = {
  name: 'commander-without-child-process',
  resolveId: (id, importer) =>
    id === 'node:child_process' && importer?.includes('commander') === true ? NO_CHILD_PROCESS : undefined,
  load: (id) => (id === NO_CHILD_PROCESS ? 'export default {};' : undefined),
};

/**
 * `node:crypto` takes 9 of the 90 ms of a start, and whoever checks payloads needs it for what it finds, which is mostly
 * nothing: it is loaded when a function of it is first called. The bundler reads imports of a module that is not in the
 * bundle where they are used, so that the module may come later.
 */
const laterCrypto: Plugin = {
  name: 'later-crypto',
  renderChunk: (code) =>
    code.replaceAll(REQUIRED_CRYPTO, (found, variable) => toLater(code, found, variable)),
};

const REQUIRED_CRYPTO = /(\w+) ?= ?require\("node:crypto"\)(?=[,;])/g;
let laterCount = 0;

/** A library that imports the module as a whole gets a copy of it, for which it must be there. */
function toLater(code: string, found: string, variable: string): string {
  if (new RegExp(`\\b${variable} ?= ?[\\w.$]+\\(${variable}\\b`).test(code)) return found;
  laterCount += 1;
  return `${variable} = new Proxy({}, { get: (_, name) => require("node:crypto")[name] })`;
}

// Built beside the old one and then put in its place, so that a build that fails leaves a tool that works.
await rm(draft, { recursive: true, force: true });
const { output } = await build({
  input: { main: join(root, 'src/main.ts'), thread: join(root, 'src/commands/validate/thread.ts') },
  platform: 'node',
  plugins: [withoutChildProcess, laterCrypto],
  output: {
    dir: draft,
    format: 'cjs',
    minify: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: '[name]-[hash].cjs',
  },
  logLevel: 'warn',
});
if (laterCount === 0) throw new Error('The bundler writes require in another way: mend laterCrypto.');
const modules = output.flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
await writeFile(join(draft, 'THIRD-PARTY-NOTICES.txt'), toNotices(modules));
await rm(dist, { recursive: true, force: true });
await rename(draft, dist);
