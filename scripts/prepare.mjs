/**
 * Builds the tool when npm prepares it. Where npm installs this repository for the whole machine (`npm install -g` of a git
 * URL, which is also how pre-commit does it), it prepares it without its dependencies, and they are fetched first.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const { npm_config_global: _, npm_execpath: npm, ...env } = process.env;

function runNpm(...args) {
  const [command, ...first] = npm === undefined ? ['npm'] : [process.execPath, npm];
  const { status } = spawnSync(command, [...first, ...args], { cwd: root, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

function fetchDependencies() {
  // The checkout's own Node.js is fetched by a script of its package, and scripts of packages are not run here.
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 22 || (major === 22 && minor < 19)) {
    process.stderr.write(
      `fp-webhooks needs Node.js 22.19 or newer, and this is ${process.version}: install a current one and try again.\n`,
    );
    process.exit(2);
  }
  runNpm('ci', '--ignore-scripts', '--no-audit', '--no-fund');
}

if (!existsSync(join(root, 'node_modules', 'rolldown'))) fetchDependencies();
runNpm('run', 'build');
