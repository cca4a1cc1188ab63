import { existsSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Subject } from './interleave.ts';
import { install } from './npm.ts';
import { timeToEnd } from './processes.ts';

/** Another program that does a similar job, as npm has it. */
interface Peer {
  readonly name: string;
  readonly spec: string;
  /** The script that its command runs, below `node_modules`. */
  readonly script: string;
  readonly args: readonly string[];
}

const PEERS: readonly Peer[] = [
  {
    name: 'ajv validate one.json (ajv-cli 5)',
    spec: 'ajv-cli@5',
    script: 'ajv-cli/dist/index.js',
    args: ['validate', '-s', 'schema.json', '-d', 'one.json'],
  },
  {
    name: 'smee --version (smee-client 5)',
    spec: 'smee-client@5',
    script: 'smee-client/bin/smee.js',
    args: ['--version'],
  },
];

/** A JSON Schema that the clean fixture meets, in the draft that ajv-cli reads without flags. */
const SCHEMA = {
  type: 'object',
  required: ['event_kind', 'fp_id', 'is_live', 'status', 'timestamp'],
  properties: {
    event_kind: { const: 'footprint.onboarding.completed' },
    fp_id: { type: 'string' },
    is_live: { type: 'boolean' },
    requires_manual_review: { type: 'boolean' },
    status: { type: 'string' },
    timestamp: { type: 'string' },
  },
};

interface PeerSetting {
  /** A temporary folder; the peers are installed below it. */
  readonly folder: string;
  readonly payload: string;
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Installs the peers from the npm registry into a temporary folder. Never fails: the names of those that could not be
 * installed come back as `missing`.
 */
export async function preparePeers({ folder, payload, env }: PeerSetting): Promise<{
  readonly subjects: readonly Subject[];
  readonly missing: readonly string[];
}> {
  const cwd = join(folder, 'peers');
  await mkdir(cwd);
  await writeFile(join(cwd, 'package.json'), '{"private":true}');
  await writeFile(join(cwd, 'schema.json'), JSON.stringify(SCHEMA));
  await copyFile(payload, join(cwd, 'one.json'));
  for (const { spec } of PEERS) await install(spec, cwd);
  const scriptOf = ({ script }: Peer) => join(cwd, 'node_modules', script);
  const isThere = (peer: Peer) => existsSync(scriptOf(peer));
  const subjects = PEERS.filter(isThere).map((peer) => ({
    name: peer.name,
    sample: () => timeToEnd({ command: process.execPath, args: [scriptOf(peer), ...peer.args], cwd, env }),
  }));
  return { subjects, missing: PEERS.filter((peer) => !isThere(peer)).map(({ name }) => name) };
}
