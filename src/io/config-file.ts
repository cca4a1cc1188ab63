import { AppError } from '../core/error.ts';
import { SETTINGS, type SettingKey } from '../core/settings/catalogue.ts';
import type { Config } from '../core/settings/config.ts';
import { findInEnvironment } from '../core/settings/environment.ts';
import { type ChosenProfile, type Held, NO_SETTINGS, type Settings } from '../core/settings/settings.ts';
import { findRegular } from './read-file.ts';

/** The file beside the project that is worked on; both names may hold comments. */
const CONFIG_FILES = ['fp-webhooks.config.json', 'fp-webhooks.config.jsonc'] as const;

/** Whether a file of this name is a configuration. Never throws. */
export function isConfigName(name: string): boolean {
  return CONFIG_FILES.some((file) => file === name);
}

/** What to look for and where. */
export interface SettingsRequest {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The profile that a flag names. */
  readonly profile: string | undefined;
  /** The settings that are wanted: environment variables of others are not read. */
  readonly keys: readonly SettingKey[];
}

/**
 * What the environment and the configuration file of the working folder say; the environment comes first, then the
 * profile, then the top of the file. Without a file this takes two system calls.
 * Throws AppError `file_unreadable`, `file_malformed`, or `usage` for a variable that cannot be used and a profile that is not there.
 */
export async function loadSettings(request: SettingsRequest): Promise<Settings> {
  const { cwd, env, keys } = request;
  const config = await readConfig(cwd);
  const profile = chooseProfile(request);
  const wanted = SETTINGS.filter(({ key }) => keys.includes(key));
  const fromEnvironment = wanted.map((setting) => findInEnvironment(setting, env));
  if (config === undefined) {
    if (profile !== undefined) throw noFile(profile);
    return { ...NO_SETTINGS, held: toHeld(fromEnvironment) };
  }
  const { findInLayers, findOtherVariables, findSecretVariables, toLayers } = await import(
    '../core/settings/layers.ts'
  );
  const layers = toLayers(config, profile);
  return {
    file: config.file,
    profile,
    profiles: [...config.profiles.keys()],
    held: toHeld(wanted.map((setting, index) => fromEnvironment[index] ?? findInLayers(setting, layers))),
    secret: findSecretVariables(layers),
    secrets: findOtherVariables(layers),
  };
}

function toHeld(found: readonly (Held | undefined)[]): Settings['held'] {
  return new Map(found.flatMap((held) => (held === undefined ? [] : [[held.key, held] as const])));
}

const PROFILE_VARIABLE = 'FP_WEBHOOKS_PROFILE';

function chooseProfile({ profile, env }: SettingsRequest): ChosenProfile | undefined {
  if (profile !== undefined) return { name: profile, origin: { source: 'flag', flag: '--profile' } };
  const name = env[PROFILE_VARIABLE]?.trim() ?? '';
  if (name === '') return undefined;
  return { name, origin: { source: 'environment', variable: PROFILE_VARIABLE } };
}

function noFile({ origin }: ChosenProfile): AppError {
  const who = origin.source === 'flag' ? '--profile' : PROFILE_VARIABLE;
  return new AppError(
    'usage',
    `${who} names a profile, and there is no ${CONFIG_FILES[0]} in this folder.`,
    'Profiles stand in that file, under "profiles".',
  );
}

async function readConfig(cwd: string): Promise<Config | undefined> {
  const [found, other] = CONFIG_FILES.flatMap((file) => {
    const bytes = findRegular(file, cwd);
    return bytes === undefined ? [] : [{ file, bytes }];
  });
  if (found === undefined) return undefined;
  if (other !== undefined) {
    const message = `There are both ${found.file} and ${other.file}.`;
    throw new AppError('file_malformed', message, 'Keep one of the two.');
  }
  // Loaded here so that a folder without a configuration pays for none of it.
  const { parseConfig } = await import('../core/settings/parse-config.ts');
  return parseConfig(found.bytes, found.file);
}
