import type { PathStep } from '../json/places.ts';
import type { Problem } from './config.ts';
import { holdsSecret, isSecretItself } from './secret-text.ts';

/** What stands at a path and must not stand in the file at all; with `isKey` it is the key itself. */
export interface Forbidden extends Problem {
  readonly path: readonly PathStep[];
  readonly isKey: boolean;
}

/** `profiles.NAME.secrets.NAME` and `profiles.NAME.header[0]`: nothing that is valid lies deeper. */
const DEEPEST = 4;

/**
 * The first secret in the place of the name of a variable, or anywhere else, and the first key that JavaScript would
 * take for something else. The words hold none of it. Takes no stack, however deep the value is. Never throws.
 */
export function findForbidden(config: unknown): Forbidden | undefined {
  const rest: { readonly value: unknown; readonly path: readonly PathStep[] }[] = [
    { value: config, path: [] },
  ];
  for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
    const { value, path } = next;
    if (typeof value === 'string' && isSecretHere(value, path)) return { ...SECRET, path, isKey: false };
    if (typeof value !== 'object' || value === null || path.length >= DEEPEST) continue;
    for (const [key, child] of Object.entries(value).reverse()) {
      const step = Array.isArray(value) ? Number(key) : key;
      if (typeof step === 'string' && isSecretItself(key))
        return { ...SECRET, path: [...path, step], isKey: true };
      if (key === '__proto__') return { ...PROTOTYPE, path: [...path, step], isKey: true };
      rest.push({ value: child, path: [...path, step] });
    }
  }
  return undefined;
}

/** A path of a URL may look like base64, so that a secret without its prefix is told only where a name is expected. */
function isSecretHere(text: string, path: readonly PathStep[]): boolean {
  return (
    holdsSecret(text) ||
    (path.some((step) => step === 'secret' || step === 'secrets') && isSecretItself(text))
  );
}

const SECRET: Problem = {
  problem: 'this is a secret itself, and secrets do not belong into this file.',
  hint: 'Put it into an environment variable or .env, and write the name of that variable here.',
};

const PROTOTYPE: Problem = { problem: '"__proto__" cannot be a name.', hint: 'Choose another name.' };
