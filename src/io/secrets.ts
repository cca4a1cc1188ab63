import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { lintSecretText } from '../core/diagnosis/secret-text.ts';
import { AppError } from '../core/error.ts';
import { type Key, parseSecrets } from '../core/signature/secret.ts';
import { readConfiguredSecrets } from './config-file.ts';
import { toFileError } from './file-error.ts';
import { developmentSecret, hasDevelopmentSecret, STATE_FOLDER } from './state-folder.ts';

/** Where secrets are looked for, in this order; the first place that has any is the only one used. */
export type SecretSource = 'argument' | 'file' | 'environment' | 'dotenv' | 'development';

/** The secrets to work with. */
export interface Secrets {
  readonly keys: readonly Key[];
  readonly source: SecretSource;
  /** What is odd about the text of a secret though it can be used, in sentences. */
  readonly remarks: readonly string[];
}

/** Secrets that verify nothing and help to find out whose signature it is. */
export type NamedSecrets = Pick<Secrets, 'keys' | 'remarks'>;

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
export function findSecrets(request: SecretRequest): Secrets {
  const { cwd } = request;
  return (
    findGivenSecrets(request) ??
    toSecrets(developmentSecret(cwd), join(STATE_FOLDER, 'secret'), 'development')
  );
}

/** The same without making a development secret: undefined when there is none at all. Throws as `findSecrets` does. */
export function findKnownSecrets(request: SecretRequest): Secrets | undefined {
  return findGivenSecrets(request) ?? (hasDevelopmentSecret(request.cwd) ? findSecrets(request) : undefined);
}

/** The same without the development secret: undefined when nobody gave any. Throws as `findSecrets` does. */
export function findGivenSecrets({ secret, secretFile, env, cwd }: SecretRequest): Secrets | undefined {
  if (secret !== undefined && secretFile !== undefined) {
    throw new AppError(
      'usage',
      'The flags --secret and --secret-file cannot be used together.',
      'Use one of the two.',
    );
  }
  if (secret !== undefined) return toSecrets(secret.join(' '), '--secret', 'argument');
  if (secretFile !== undefined) {
    return toSecrets(readText(resolve(cwd, secretFile), secretFile).trimEnd(), secretFile, 'file');
  }
  const fromEnvironment = env[VARIABLE];
  if (fromEnvironment !== undefined) return toSecrets(fromEnvironment, VARIABLE, 'environment');
  const fromDotenv = readDotenv(cwd)[VARIABLE];
  return fromDotenv === undefined ? undefined : toSecrets(fromDotenv, `${VARIABLE} in .env`, 'dotenv');
}

function toSecrets(text: string, name: string, source: SecretSource): Secrets {
  const keys = parseSecrets(text, name);
  const lint = keys.length === 1 ? lintSecretText(text, name) : undefined;
  const remarks =
    lint === undefined ? keys.flatMap(({ warnings }) => warnings) : [`${lint.evidence} ${lint.fix}`];
  return { keys, source, remarks };
}

/**
 * The secrets that are configured under names of their own, for example `FP_WEBHOOKS_SECRET_SANDBOX`: they verify
 * nothing, but a diagnosis can tell that one of them fits. Those that cannot be read as secrets are left out.
 * Throws AppError `file_unreadable` for a `.env` that is there and cannot be read.
 */
export function findNamedSecrets({ env, cwd }: Pick<SecretRequest, 'env' | 'cwd'>): NamedSecrets {
  const variables: Readonly<Record<string, string | undefined>> = { ...readDotenv(cwd), ...env };
  const prefixed = Object.keys(variables).filter((name) => name.startsWith(`${VARIABLE}_`));
  const own = prefixed.sort().map((name) => [name, name] as const);
  const named = [...own, ...readConfiguredSecrets(cwd)].map(([name, variable]) =>
    readNamed(name, variables[variable]),
  );
  return { keys: named.flatMap(({ keys }) => keys), remarks: named.flatMap(({ remarks }) => remarks) };
}

function readNamed(name: string, text = ''): NamedSecrets {
  const lint = lintSecretText(text, name);
  const remarks = lint === undefined ? [] : [`${lint.evidence} ${lint.fix}`];
  try {
    return { keys: parseSecrets(text, name), remarks };
  } catch {
    return { keys: [], remarks: remarks.map((remark) => `${remark} It is left out of the diagnosis.`) };
  }
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
