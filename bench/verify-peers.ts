import { createHmac } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Webhook } from 'svix';
import { install } from './npm.ts';
import type { Scene } from './verify-scene.ts';

/** Something that verifies a delivery. What does not depend on the delivery is done in `prepare`. */
export interface Verifier {
  readonly name: string;
  readonly prepare: (scene: Scene) => () => unknown;
}

const SVIX: Verifier = {
  name: 'svix',
  prepare: ({ secret, text, headers }) => {
    const webhook = new Webhook(secret);
    return () => webhook.verify(text, { ...headers });
  },
};

/** Libraries that do the same for their own providers; with `wanted`, those that are not here are installed for the run. */
export async function preparePeerVerifiers(wanted: boolean): Promise<readonly Verifier[]> {
  if (!wanted) return [SVIX];
  const folder = await mkdtemp(join(tmpdir(), 'bench-verify-'));
  await writeFile(join(folder, 'package.json'), '{"private":true}');
  try {
    for (const spec of ['standardwebhooks@1', 'stripe@latest', '@octokit/webhooks-methods@latest'])
      await install(spec, folder);
    const loaded = await Promise.all([loadStandard(folder), loadStripe(folder), loadOctokit(folder)]);
    return [SVIX, ...loaded.filter((each) => each !== undefined)];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function loadStandard(folder: string): Promise<Verifier | undefined> {
  const library = await load(folder, 'standardwebhooks');
  if (library === undefined) return undefined;
  return {
    name: 'standardwebhooks',
    prepare: ({ secret, text, headers }) => {
      const webhook = new library.Webhook(secret);
      const renamed = Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name.replace('svix-', 'webhook-'), value]),
      );
      return () => webhook.verify(text, renamed);
    },
  };
}

async function loadStripe(folder: string): Promise<Verifier | undefined> {
  const library = await load(folder, 'stripe');
  if (library === undefined) return undefined;
  return {
    name: 'stripe constructEvent',
    prepare: ({ secret, text, nowSeconds }) => {
      const { webhooks } = new library.default('sk_test_bench');
      const header = `t=${nowSeconds},v1=${createHmac('sha256', secret).update(`${nowSeconds}.${text}`).digest('hex')}`;
      return () => webhooks.constructEvent(text, header, secret);
    },
  };
}

async function loadOctokit(folder: string): Promise<Verifier | undefined> {
  const library = await load(folder, '@octokit/webhooks-methods');
  if (library === undefined) return undefined;
  return {
    name: 'octokit verify',
    prepare: ({ secret, text }) => {
      const header = `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;
      return () => library.verify(secret, text, header);
    },
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the peers are installed at run time, so the compiler never sees their types.
async function load(folder: string, name: string): Promise<any> {
  const loader = join(folder, `${name.replace(/\W/g, '-')}.mjs`);
  try {
    await writeFile(loader, `import * as library from '${name}';\nexport default library;\n`);
    return (await import(pathToFileURL(loader).href)).default;
  } catch {
    return undefined;
  }
}
