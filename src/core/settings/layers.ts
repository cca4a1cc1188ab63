import { AppError } from '../error.ts';
import { quoteValue } from '../events/wording.ts';
import type { SettingDefinition, SettingKey, SettingValue } from './catalogue.ts';
import type { Config, Level } from './config.ts';
import { toNameHint } from './nearest.ts';
import { type ChosenProfile, type Held, type NamedVariable, toFileOrigin } from './settings.ts';

/** One level of the file that holds: the chosen profile, or the top. */
interface Layer {
  readonly config: Config;
  readonly profile: string | undefined;
  readonly level: Level;
}

/**
 * The levels of a file that hold, the stronger first. Throws AppError `usage` for a profile that is not there; the hint
 * has the nearest name.
 */
export function toLayers(config: Config, chosen: ChosenProfile | undefined): readonly Layer[] {
  const top = { config, profile: undefined, level: config.top };
  if (chosen === undefined) return [top];
  const level = config.profiles.get(chosen.name);
  if (level !== undefined) return [{ config, profile: chosen.name, level }, top];
  const names = [...config.profiles.keys()];
  throw new AppError(
    'usage',
    `There is no profile ${quoteValue(chosen.name)} in ${config.file}.`,
    names.length === 0
      ? 'It has none: they stand under "profiles".'
      : toNameHint(chosen.name, names, 'profiles'),
  );
}

/** A setting from the first layer that has it. Never throws. */
export function findInLayers(
  { key, kind }: SettingDefinition & { readonly key: SettingKey },
  layers: readonly Layer[],
): Held | undefined {
  for (const { config, profile, level } of layers) {
    const value = level[key];
    if (value === undefined) continue;
    const isList = Array.isArray(value);
    return {
      key,
      value: kind === 'list' ? toList(value) : value,
      originOf: (index) =>
        toFileOrigin(config, profile, isList && index !== undefined ? [key, index] : [key]),
    };
  }
  return undefined;
}

function toList(value: SettingValue): readonly string[] {
  return typeof value === 'object' ? value : [String(value)];
}

/** The variables of `secret`, from the first layer that has it; undefined when none has. Never throws. */
export function findSecretVariables(layers: readonly Layer[]): readonly NamedVariable[] | undefined {
  for (const { config, profile, level } of layers) {
    const { secret } = level;
    if (secret === undefined) continue;
    if (typeof secret === 'string')
      return [{ name: secret, variable: secret, origin: toFileOrigin(config, profile, ['secret']) }];
    return secret.map((variable, index) => ({
      name: variable,
      variable,
      origin: toFileOrigin(config, profile, ['secret', index]),
    }));
  }
  return undefined;
}

/** The variables of `secrets`: those of a profile beside those of the top, and in place of those of the same name. Never throws. */
export function findOtherVariables(layers: readonly Layer[]): readonly NamedVariable[] {
  const found = new Map<string, NamedVariable>();
  for (const { config, profile, level } of layers.toReversed()) {
    for (const [name, variable] of Object.entries(level.secrets ?? {}))
      found.set(name, { name, variable, origin: toFileOrigin(config, profile, ['secrets', name]) });
  }
  return [...found.values()];
}
