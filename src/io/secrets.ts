import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { AppError } from '../core/error.ts';
import { type Key, parseSecrets } from '../core/signature/secret.ts';
import { toFileError } from './file-error.ts';
import { developmentSecret, STATE_FOLDER } from './state-folder.ts';

/** Where secrets are looked for, in this order; the first place that has any is the only one used. */
export type SecretSource = 'argument' | 'file' | 'environment' | 'dotenv' | 'development';

/** The secrets to work with. */
export interface Secrets {
  readonly keys: readonly Key[];
  readonly source: SecretSource;
}

/** What the user said about secrets. */
export interface SecretRequest {
  readonly secret?: readonly string[] | undefined;
  readonly secretFile?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
}

const VARIABLE = 'FP_WEBHOOKS_SECRET';

/**
 * Finds the secrets: flags, then the environment, then `.env`, else the development secret of the folder.
 * Throws AppError `secret_invalid` (which never holds a secret), `file_unreadable` or `file_unwritable`.
 */
export function findSecrets({ secret, secretFile, env, cwd }: SecretRequest): Secrets {
  if (secret !== undefined && secretFile !== undefined) {
    throw new AppError(
      'usage',
      'The flags --secret and --secret-file cannot be used together.',
      'Use one of the two.',
    );
  }
  if (secret !== undefined) return { keys: parseSecrets(secret.join(' '), '--secret'), source: 'argument' };
  if (secretFile !== undefined) {
    return { keys: parseSecrets(readText(resolve(cwd, secretFile), secretFile), secretFile), source: 'file' };
  }
  const fromEnvironment = env[VARIABLE];
  if (fromEnvironment !== undefined)
    return { keys: parseSecrets(fromEnvironment, VARIABLE), source: 'environment' };
  const fromDotenv = readDotenv(cwd)[VARIABLE];
  if (fromDotenv !== undefined)
    return { keys: parseSecrets(fromDotenv, `${VARIABLE} in .env`), source: 'dotenv' };
  return { keys: parseSecrets(developmentSecret(cwd), join(STATE_FOLDER, 'secret')), source: 'development' };
}

function readDotenv(cwd: string): Readonly<Record<string, string | undefined>> {
  const path = join(cwd, '.env');
  try {
    return parseEnv(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return {};
    throw toFileError('read', '.env', error);
  }
}

function readText(path: string, name: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw toFileError('read', name, error);
  }
}
