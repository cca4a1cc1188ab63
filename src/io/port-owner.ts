import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';

/** The process that listens on a port. */
export interface PortOwner {
  readonly pid: number;
  readonly name: string;
}

/**
 * Who listens on a TCP port of this machine, or undefined where that cannot be known (another user's process, no
 * `/proc` and no `lsof`). Never throws.
 */
export function findPortOwner(port: number): PortOwner | undefined {
  try {
    return findInProc(port) ?? findWithLsof(port);
  } catch {
    return undefined;
  }
}

/** Source: proc(5): the columns of /proc/net/tcp; state 0A is LISTEN. */
function findInProc(port: number): PortOwner | undefined {
  const sockets = new Set(['/proc/net/tcp', '/proc/net/tcp6'].flatMap((file) => listeningInodes(file, port)));
  if (sockets.size === 0) return undefined;
  const pid = readdirSync('/proc').find((entry) => /^\d+$/.test(entry) && holdsSocket(entry, sockets));
  return pid === undefined ? undefined : { pid: Number(pid), name: commandName(pid) };
}

/** The program, and for an interpreter what it runs: `node server.js`. The `comm` of Node 24 is the name of a thread. */
function commandName(pid: string): string {
  const [program = '', script = ''] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  const isScript = script !== '' && !script.startsWith('-');
  return isScript ? `${basename(program)} ${basename(script)}` : basename(program);
}

function listeningInodes(file: string, port: number): string[] {
  const rows = attempt(() => readFileSync(file, 'utf8').split('\n').slice(1)) ?? [];
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, local, , state]) => local?.endsWith(suffix) === true && state === '0A')
    .map((columns) => `socket:[${columns[9] ?? ''}]`);
}

function holdsSocket(pid: string, sockets: ReadonlySet<string>): boolean {
  const folder = `/proc/${pid}/fd`;
  const descriptors = attempt(() => readdirSync(folder)) ?? [];
  return descriptors.some((each) => sockets.has(attempt(() => readlinkSync(`${folder}/${each}`)) ?? ''));
}

function findWithLsof(port: number): PortOwner | undefined {
  const output = execFileSync('lsof', ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc'], {
    encoding: 'utf8',
    timeout: 1_000,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const pid = /^p(\d+)$/m.exec(output)?.[1];
  return pid === undefined
    ? undefined
    : { pid: Number(pid), name: /^c(.+)$/m.exec(output)?.[1] ?? 'a program' };
}

function attempt<Value>(action: () => Value): Value | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
