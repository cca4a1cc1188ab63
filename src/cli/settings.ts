import type { Command } from 'commander';
import type { CommandDefinition, OptionOrigin } from '../commands/command.ts';
import { findSetting, SETTINGS, type SettingKey } from '../core/settings/catalogue.ts';
import { NO_SETTINGS, type Settings, toOriginText } from '../core/settings/settings.ts';
import { loadSettings, type SettingsRequest } from '../io/config-file.ts';
import { findOption, readHeld } from './read-held.ts';

/** What was configured, and where the value of each option came from. */
export interface Settled {
  readonly settings: Settings;
  readonly originOf: (option: string) => OptionOrigin;
}

/** Adds `--profile` to a command that takes anything from the configuration file. */
export function addProfileFlag(command: Command, { readsSettings }: CommandDefinition<object>): Command {
  const takesSecrets = command.options.some((option) => option.attributeName() === 'secretFile');
  if (readsSettings === undefined && !takesSecrets && settableKeys(command).length === 0) return command;
  return command
    .optionsGroup('Options:')
    .option('--profile <name>', 'use a profile of fp-webhooks.config.json');
}

/**
 * Puts what is configured into the options that were not typed, read as if it had been typed.
 * Throws what `loadSettings` throws, and AppError `usage` or `file_malformed` for what the flag would refuse.
 */
export async function applySettings(
  command: Command,
  { readsSettings }: CommandDefinition<object>,
  { env, cwd }: Pick<SettingsRequest, 'env' | 'cwd'>,
): Promise<Settled> {
  if (findOption(command, 'profile') === undefined) return toSettled(command, NO_SETTINGS);
  const wanted = readsSettings === 'all' ? SETTINGS.map(({ key }) => key) : settableKeys(command);
  const keys = wanted.filter((key) => !isTyped(command, key) || findSetting(key)?.isAddedTo === true);
  const settings = await loadSettings({ cwd, env, profile: command.opts()['profile'], keys });
  for (const held of settings.held.values()) {
    const { source } = held.originOf();
    const option = findOption(command, held.key);
    if (option === undefined) continue;
    const value = readHeld(option, held);
    if (isTyped(command, held.key)) {
      addBefore(command, held.key, value);
      continue;
    }
    command.setOptionValueWithSource(held.key, value, source === 'environment' ? 'env' : 'config');
  }
  return toSettled(command, settings);
}

/** Both are lists: the setting is one to which flags add. */
function addBefore(command: Command, key: string, configured: unknown): void {
  const typed: unknown = command.getOptionValue(key);
  if (!Array.isArray(configured) || !Array.isArray(typed)) return;
  command.setOptionValueWithSource(key, [...configured, ...typed], 'cli');
}

/** A command below another, such as `history list`, takes what belongs to the first. */
function settableKeys(command: Command): readonly SettingKey[] {
  const name = topOf(command).name();
  return command.options.flatMap((option) => {
    const setting = findSetting(option.attributeName());
    return setting !== undefined && (setting.commands === 'all' || setting.commands.includes(name))
      ? [setting.key]
      : [];
  });
}

function topOf(command: Command): Command {
  return command.parent?.parent ? topOf(command.parent) : command;
}

function isTyped(command: Command, key: string): boolean {
  return command.getOptionValueSource(key) === 'cli';
}

function toSettled(command: Command, settings: Settings): Settled {
  return {
    settings,
    originOf: (key) => {
      const flag = findOption(command, key)?.long ?? `--${key}`;
      if (isTyped(command, key)) return { source: 'flag', name: flag };
      const setting = findSetting(key);
      const origin = setting && settings.held.get(setting.key)?.originOf();
      if (origin === undefined) return { source: 'default', name: flag };
      const name = origin.source === 'environment' ? origin.variable : `"${key}" (${toOriginText(origin)})`;
      return { source: origin.source, name };
    },
  };
}
