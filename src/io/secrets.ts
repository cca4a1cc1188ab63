import { join } from 'node:path';
import { lintSecretText } from '../core/diagnosis/secret-text.ts';
import { AppError } from '../core/error.ts';
import { type NamedVariable, toOriginText } from '../core/settings/settings.ts';
import { type Key, parseSecrets } from '../core/signature/secret.ts';
import { remarkOnGroup } from './own-state.ts';
import {
  locateNamedSecrets,
  locateSecrets,
  type NamedSecretRequest,
  type SecretRequest,
  type SecretSource,
} from './secret-places.ts';
import { developmentSecret, hasDevelopmentSecret } from './state-folder.ts';
import { STATE_FOLDER } from './state-paths.ts';

/** The secrets to work with. */
export interface Secrets {
  readonly keys: readonly Key[];
  readonly source: SecretSource;
  /** What is odd about the text of a secret though it can be used, in sentences. */
  readonly remarks: readonly string[];
}

/** Secrets that verify nothing and help to find out whose signature it is. */
export type NamedSecrets = Pick<Secrets, 'keys' | 'remarks'>;

/**
 * Finds the secrets: flags, then the environment, then `.env`, then the variables that the configuration file names, else
 * the development secret of the folder.
 * Throws AppError `secret_invalid` (which never holds a secret), `file_unreadable` or `file_unwritable`.
 */
export function findSecrets(request: SecretRequest): Secrets {
  const { cwd } = request;
  const given = findNamedOrGiven(request);
  if (given !== undefined) return given;
  const path = join(STATE_FOLDER, 'secret');
  const made = toSecrets(developmentSecret(cwd), path, 'development');
  return { ...made, remarks: [...made.remarks, ...remarkOnGroup(join(cwd, path))] };
}

/** The same without making a development secret: undefined when there is none at all. Throws as `findSecrets` does. */
export function findKnownSecrets(request: SecretRequest): Secrets | undefined {
  return findNamedOrGiven(request) ?? (hasDevelopmentSecret(request.cwd) ? findSecrets(request) : undefined);
}

/**
 * The same without the development secret: undefined when nobody gave any, also when the variables that the
 * configuration names are not set. Throws as `findSecrets` does.
 */
export function findGivenSecrets(request: SecretRequest): Secrets | undefined {
  const located = locateSecrets(request);
  const present = located?.places.filter(({ text }) => text !== undefined) ?? [];
  if (located === undefined || present.length === 0) return undefined;
  const found = present.map(({ name, text = '' }) => toSecrets(text, name, located.source));
  // During a rotation not everybody has both.
  const missing = located.places.filter((each) => !present.includes(each)).flatMap(({ named = [] }) => named);
  return {
    keys: found.flatMap(({ keys }) => keys),
    source: located.source,
    remarks: [...found.flatMap(({ remarks }) => remarks), ...missing.map((each) => toNotSet(each).message)],
  };
}

/** A secret that the configuration names must be there: the development secret in its place would fit nothing. */
function findNamedOrGiven(request: SecretRequest): Secrets | undefined {
  const given = findGivenSecrets(request);
  const [first] = request.settings.secret ?? [];
  if (given !== undefined || first === undefined) return given;
  throw toNotSet(first);
}

/** What to say of a variable that the configuration names and that is not there: AppError `secret_invalid`. Never throws. */
function toNotSet({ variable, origin }: NamedVariable): AppError {
  return new AppError(
    'secret_invalid',
    `The environment variable ${variable}, which ${toOriginText(origin)} names, is not set.`,
    'Set it, or put it into .env.',
  );
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
export function findNamedSecrets(request: NamedSecretRequest): NamedSecrets {
  const named = locateNamedSecrets(request).map(({ name, text }) => readNamed(name, text));
  return { keys: named.flatMap(({ keys }) => keys), remarks: named.flatMap(({ remarks }) => remarks) };
}

/** Not everybody has every secret that a file in the repository names. */
function readNamed(name: string, text: string | undefined): NamedSecrets {
  if (text === undefined) return { keys: [], remarks: [] };
  const lint = lintSecretText(text, name);
  const remarks = lint === undefined ? [] : [`${lint.evidence} ${lint.fix}`];
  try {
    return { keys: parseSecrets(text, name), remarks };
  } catch {
    return { keys: [], remarks: remarks.map((remark) => `${remark} It is left out of the diagnosis.`) };
  }
}
