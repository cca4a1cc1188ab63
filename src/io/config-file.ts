import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findJson } from '../core/document/parse-json.ts';
import { AppError } from '../core/error.ts';
import { toFileError } from './file-error.ts';

/** The name of a variable, and not a secret that was put in its place. */
const VARIABLE = /^(?!wh(?:sec|sk|pk)_|sk_)[A-Za-z_]\w*$/;

/** The file beside the project that is worked on. */
const CONFIG_FILE = 'fp-webhooks.config.json';

/**
 * The secrets that the configuration names, each as its name and the environment variable that holds it:
 * `{ "secrets": { "sandbox": "FOOTPRINT_SANDBOX_SECRET" } }`. None without the file.
 * Throws AppError `file_unreadable` or `file_malformed`.
 */
export function readConfiguredSecrets(cwd: string): readonly (readonly [name: string, variable: string])[] {
  const text = readConfig(cwd);
  if (text === undefined) return [];
  const config = findJson(text)?.value;
  if (!isObject(config)) throw malformed('it is not a JSON object');
  const { secrets = {} } = config;
  if (!isObject(secrets)) throw malformed('"secrets" is not an object of names and environment variables');
  return Object.entries(secrets).map(([name, variable]) => {
    if (typeof variable === 'string' && VARIABLE.test(variable)) return [name, variable] as const;
    throw malformed(`"secrets.${name}" is not the name of an environment variable`);
  });
}

function readConfig(cwd: string): string | undefined {
  try {
    return readFileSync(join(cwd, CONFIG_FILE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw toFileError('read', CONFIG_FILE, error);
  }
}

function malformed(problem: string): AppError {
  return new AppError(
    'file_malformed',
    `${CONFIG_FILE} cannot be used: ${problem}.`,
    'For example: { "secrets": { "sandbox": "FOOTPRINT_SANDBOX_SECRET" } }. Secrets themselves do not belong into it.',
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
