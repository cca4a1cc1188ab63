import { join } from 'node:path';
import { lintSecretText } from '../../core/diagnosis/secret-text.ts';
import { AppError } from '../../core/error.ts';
import { toOriginText } from '../../core/settings/settings.ts';
import { type Key, parseSecrets } from '../../core/signature/secret.ts';
import {
  locateNamedSecrets,
  locateSecrets,
  type SecretPlace,
  type SecretSource,
} from '../../io/secret-places.ts';
import { developmentSecret, hasDevelopmentSecret } from '../../io/state-folder.ts';
import { STATE_FOLDER } from '../../io/state-paths.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';

type Setting = RecordOf<'setting'>;
type SecretState = NonNullable<Setting['secrets']>[number];

/** The secrets that commands would use, without a part of any. Throws AppError `file_unreadable`. */
export function findSecretSetting(context: Context): Setting {
  const { source, places } = locateSecrets(context) ?? locateDevelopment(context);
  const origin = places[0]?.named?.origin;
  return {
    type: 'setting',
    key: 'secret',
    value: places.map(({ name }) => name),
    source: origin?.source ?? SOURCES[source],
    origin: origin === undefined ? ORIGINS[source] : toOriginText(origin),
    variable: 'FP_WEBHOOKS_SECRET',
    secrets: places.map((place) => toState(place, source)),
  };
}

/** The secrets under names of their own, which only help a diagnosis. Throws AppError `file_unreadable`. */
export function findNamedSettings(context: Context): readonly Setting[] {
  return locateNamedSecrets(context).map((place) => {
    const { name, named } = place;
    return {
      type: 'setting',
      key: `secrets.${name}`,
      value: named?.variable ?? name,
      source: named?.origin.source ?? toSource(name, context),
      origin: named === undefined ? ORIGINS[toSource(name, context)] : toOriginText(named.origin),
      secrets: [toState(place)],
    };
  });
}

/** A variable that is not in the environment was found in `.env`. */
function toSource(variable: string, { env }: Context): 'environment' | 'dotenv' {
  return env[variable] === undefined ? 'dotenv' : 'environment';
}

function locateDevelopment({ cwd }: Context) {
  const text = hasDevelopmentSecret(cwd) ? developmentSecret(cwd) : undefined;
  return {
    source: 'development',
    places: [{ name: join(STATE_FOLDER, 'secret'), text }] as SecretPlace[],
  } as const;
}

const SOURCES = {
  argument: 'flag',
  file: 'flag',
  environment: 'environment',
  dotenv: 'dotenv',
  configuration: 'file',
  development: 'default',
} as const satisfies Record<SecretSource, Setting['source']>;

const ORIGINS = {
  argument: '--secret',
  file: '--secret-file',
  environment: 'environment',
  dotenv: '.env',
  configuration: 'configuration',
  development: 'default',
} as const satisfies Record<SecretSource, string>;

function toState({ name, text }: SecretPlace, source?: SecretSource): SecretState {
  const missing =
    source === 'development' ? { problem: 'It is made by the first command that needs it.' } : {};
  if (text === undefined) return { name, isSet: false, kinds: [], isUsable: false, ...missing };
  try {
    const keys = parseSecrets(text, name);
    const odd =
      keys.length === 1 ? lintSecretText(text, name)?.evidence : keys.flatMap(({ warnings }) => warnings)[0];
    const kinds = keys.map(({ kind }) => KINDS[kind]);
    return { name, isSet: true, kinds, isUsable: true, ...(odd !== undefined && { problem: odd }) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      name,
      isSet: true,
      kinds: [],
      isUsable: false,
      problem: `${error.message} ${error.hint ?? ''}`.trim(),
    };
  }
}

const KINDS = {
  symmetric: 'shared',
  public: 'public',
  private: 'private',
} as const satisfies Record<Key['kind'], SecretState['kinds'][number]>;
