import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Program } from './listen-programs.ts';

const ROOT = join(import.meta.dirname, '..');
/** The server has one core, and all else the other. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

/** Whoever can make deliveries has it, and no other: new in every run. */
export const SECRET = `whsec_${randomBytes(24).toString('base64')}`;

/** A server to be measured. */
export interface Contestant {
  readonly name: string;
  /** What is asked for on its socket. */
  readonly path?: string;
  readonly hexHeader?: string;
  /** The least share of the yardstick's rate. */
  readonly aim?: number;
  readonly toProgram: (setting: Setting) => Program;
}

/** Where a contestant runs. */
export interface Setting {
  readonly port: number;
  /** A folder of its own. */
  readonly cwd: string;
  /** An app to pass deliveries on to. */
  readonly sinkUrl: string;
}

/** The yardstick first. */
export const YARDSTICK: Contestant = reference('bare node:http', 'bare');

/** All that are measured beside the yardstick. */
export const CONTESTANTS: readonly Contestant[] = [
  { ...YARDSTICK, name: 'bare node:http, again' },
  reference('a canned answer: the load at its fastest', 'canned'),
  reference('node:http with svix verify', 'svix'),
  { ...listener('listen --no-save', () => ['--no-save']), aim: 0.6 },
  { ...listener('listen --no-save --json', () => ['--no-save', '--json']), aim: 0.6 },
  { ...listener('listen, with its history', () => []), aim: 0.4 },
  listener('listen --forward, with its history', ({ sinkUrl }) => ['--forward', sinkUrl]),
];

/** What `listen --forward` passes on to, which is on the side of the load. */
export function toSink(port: number, cwd: string): Program {
  return { ...YARDSTICK.toProgram({ port, cwd, sinkUrl: '' }), core: LOAD_CORE };
}

function reference(name: string, kind: string): Contestant {
  const script = join(import.meta.dirname, 'listen-reference.ts');
  return {
    name,
    toProgram: ({ port, cwd }) => toProgram(name, cwd, [script, kind, String(port)]),
  };
}

/** The real binary. Its output goes to a file. */
export function listener(name: string, toFlags: (setting: Setting) => readonly string[]): Contestant {
  const script = join(ROOT, 'bin/fp-webhooks.cjs');
  return {
    name,
    toProgram: (setting) =>
      toProgram(name, setting.cwd, [script, 'listen', '--port', String(setting.port), ...toFlags(setting)]),
  };
}

function toProgram(name: string, cwd: string, args: readonly string[]): Program {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: cwd,
    TMPDIR: cwd,
    NO_COLOR: '1',
    FP_WEBHOOKS_SECRET: SECRET,
  };
  return { name, core: SERVER_CORE, command: process.execPath, args, env, cwd };
}

const DEBIAN_WEBHOOK = '/usr/bin/webhook';

/** Debian's package `webhook`, where it is installed: it knows an HMAC of the body in hex, and runs a command for each. */
export const PEER: Contestant = {
  name: 'webhook (Debian), HMAC rule, runs true',
  path: '/hooks/bench',
  hexHeader: 'X-Signature',
  toProgram: ({ port, cwd }) => ({
    ...toProgram(PEER.name, cwd, ['-hooks', 'hooks.json', '-ip', '127.0.0.1', '-port', String(port)]),
    command: DEBIAN_WEBHOOK,
  }),
};

/** Whether the peer is installed. */
export const hasPeer = () => existsSync(DEBIAN_WEBHOOK);

/** Makes the folder of a contestant, with what it reads there. */
export async function prepareFolder(cwd: string): Promise<void> {
  await mkdir(cwd);
  const match = {
    type: 'payload-hmac-sha256',
    secret: SECRET,
    parameter: { source: 'header', name: PEER.hexHeader },
  };
  const hook = {
    id: 'bench',
    'execute-command': '/bin/true',
    'trigger-rule': { match },
    'trigger-rule-mismatch-http-response-code': 403,
  };
  await writeFile(join(cwd, 'hooks.json'), JSON.stringify([hook]));
}
