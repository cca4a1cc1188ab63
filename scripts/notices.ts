import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The licenses of the libraries in the bundle, as one text: each asks that its notice goes along with its code. */
export function toNotices(moduleFiles: readonly string[]): string {
  const folders = new Set(moduleFiles.flatMap((file) => findPackage(file) ?? []));
  const notices = [...folders].sort().map(toNotice);
  return ['fp-webhooks holds code of the following packages.', ...notices]
    .join(`\n\n${'-'.repeat(80)}\n\n`)
    .concat('\n');
}

function findPackage(file: string): string | undefined {
  return /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(file)?.[0];
}

function toNotice(folder: string): string {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? undefined : readFileSync(join(folder, file), 'utf8').trim();
  if (text === undefined && license === undefined) throw new Error(`${name} says nothing about its license`);
  return [`${name} ${version} (${license})`, ...(text === undefined ? [] : [text])].join('\n\n');
}
