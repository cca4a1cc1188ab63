import { Command } from 'commander';
import { AppError } from '../core/error.ts';
import { findSetting, type SettingKey } from '../core/settings/catalogue.ts';
import type { Held, Settings } from '../core/settings/settings.ts';
import { COMMANDS } from './commands.ts';
import { findOption, readHeld } from './read-held.ts';

/**
 * What the commands that take them would say of the settings that hold, by key; nothing for those that they take.
 * This loads these commands. Never throws.
 */
export async function findSettingProblems({ held }: Settings): Promise<ReadonlyMap<SettingKey, AppError>> {
  const problems = new Map<SettingKey, AppError>();
  for (const each of held.values()) {
    const problem = await findProblem(each);
    if (problem !== undefined) problems.set(each.key, problem);
  }
  return problems;
}

/** Commands that share a flag read it alike, so that one of them is enough. */
async function findProblem(held: Held): Promise<AppError | undefined> {
  const commands = findSetting(held.key)?.commands ?? 'all';
  const entry = COMMANDS.find(({ name }) => commands === 'all' || commands.includes(name));
  const definition = await entry?.load();
  if (definition === undefined || 'commands' in definition) return undefined;
  const option = findOption(definition.flags(new Command()), held.key);
  if (option === undefined) return undefined;
  try {
    readHeld(option, held);
    return undefined;
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}
