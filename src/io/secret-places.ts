import { AppError } from '../core/error.ts';
import type { NamedVariable, Settings } from '../core/settings/settings.ts';
import { readDotenv } from './dotenv.ts';
import { readText } from './read-file.ts';

/** Where secrets are looked for, in this order; the first place that has any is the only one used. */
export type SecretSource = 'argument' | 'file' | 'environment' | 'dotenv' | 'configuration' | 'development';

/** What the user said about secrets. */
export interface SecretRequest {
  readonly secret?: readonly string[] | undefined;
  readonly secretFile?: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** The variables that the configuration file names. */
  readonly settings: Pick<Settings, 'secret' | 'secrets'>;
}

/** What is needed for the secrets under names of their own. */
export type NamedSecretRequest = Pick<SecretRequest, 'env' | 'cwd' | 'settings'>;
type Variables = Readonly<Record<string, string | undefined>>;

/** The environment variable of the secrets; others begin with it and an underscore. */
const VARIABLE = 'FP_WEBHOOKS_SECRET';

/** Where secrets are, before they are read as such. */
export interface LocatedSecrets {
  readonly source: SecretSource;
  readonly places: readonly SecretPlace[];
}

/** One text with a secret or several; undefined when the variable that should hold it is not set. */
export interface SecretPlace {
  readonly name: string;
  readonly text: string | undefined;
  /** The configuration's word for it, when it is from there. */
  readonly named?: NamedVariable;
}

/**
 * The first place that has secrets, but for the development secret; undefined when there is none.
 * Throws AppError `usage`, `file_unreadable` or `file_malformed`.
 */
export function locateSecrets(request: SecretRequest): LocatedSecrets | undefined {
  const { secret, secretFile, env, cwd, settings } = request;
  if (secret !== undefined && secretFile !== undefined) {
    throw new AppError(
      'usage',
      'The flags --secret and --secret-file cannot be used together.',
      'Use one of the two.',
    );
  }
  const one = (source: SecretSource, name: string, text: string) => ({ source, places: [{ name, text }] });
  if (secret !== undefined) return one('argument', '--secret', secret.join(' '));
  if (secretFile !== undefined) return one('file', secretFile, readText(secretFile, cwd).trimEnd());
  const fromEnvironment = env[VARIABLE];
  if (fromEnvironment !== undefined) return one('environment', VARIABLE, fromEnvironment);
  const dotenv = readDotenv(cwd);
  const fromDotenv = dotenv[VARIABLE];
  if (fromDotenv !== undefined) return one('dotenv', `${VARIABLE} in .env`, fromDotenv);
  if (settings.secret === undefined || settings.secret.length === 0) return undefined;
  return {
    source: 'configuration',
    places: settings.secret.map((named) => toPlace(named, { ...dotenv, ...env })),
  };
}

/** The secrets under names of their own: `FP_WEBHOOKS_SECRET_…`, and those of the configuration. Throws AppError `file_unreadable`. */
export function locateNamedSecrets({ env, cwd, settings }: NamedSecretRequest): readonly SecretPlace[] {
  const variables: Variables = { ...readDotenv(cwd), ...env };
  const prefixed = Object.keys(variables).filter((name) => name.startsWith(`${VARIABLE}_`));
  const own = prefixed.sort().map((name) => ({ name, text: variables[name] }));
  return [...own, ...settings.secrets.map((named) => toPlace(named, variables))];
}

function toPlace(named: NamedVariable, variables: Variables): SecretPlace {
  return { name: named.name, text: variables[named.variable], named };
}
