import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../../src/cli/commands.ts';
import { SETTINGS, type SettingDefinition, toVariable } from '../../../src/core/settings/catalogue.ts';
import { findNearest } from '../../../src/core/settings/nearest.ts';
import { configJsonSchema } from '../../../src/core/settings/schema.ts';

const settings: readonly SettingDefinition[] = SETTINGS;

async function flagsOf(name: string) {
  const loaded = await COMMANDS.find((entry) => entry.name === name)?.load();
  return loaded === undefined || 'commands' in loaded ? [] : loaded.flags(new Command(name)).options;
}

test('every setting names commands that there are, and says the default that their flags have', async () => {
  for (const { key, commands, fallback } of settings) {
    for (const name of commands === 'all' ? [] : commands) {
      expect(COMMANDS.map((command) => command.name)).toContain(name);
      const options = (await flagsOf(name)).filter((option) => option.attributeName() === key);
      for (const { defaultValue } of options)
        if (defaultValue !== undefined) expect([key, defaultValue]).toEqual([key, fallback]);
    }
  }
});

test('a setting has a variable of its own, which cannot be taken for one of a secret', () => {
  const variables = settings.map(({ key }) => toVariable(key));
  expect(new Set(variables).size).toBe(variables.length);
  expect(variables.filter((name) => /^FP_WEBHOOKS_(?:SECRET|PROFILE)/.test(name))).toEqual([]);
  expect(toVariable('maxBody')).toBe('FP_WEBHOOKS_MAX_BODY');
});

test('the schema has every setting at the top and in a profile, and nothing else is allowed', () => {
  const keys = [...settings.map(({ key }) => key), 'secret', 'secrets'];
  const level = (extra: string[]) => ({
    additionalProperties: false,
    properties: Object.fromEntries([...keys, ...extra].map((key) => [key, expect.anything()])),
  });
  expect(configJsonSchema()).toMatchObject({
    ...level(['$schema', 'profiles']),
    properties: { profiles: { additionalProperties: level([]) } },
  });
});

describe('the nearest name', () => {
  const keys = settings.map(({ key }) => key);
  test.each([
    ['prot', 'port'],
    ['forwards', 'forward'],
    ['max_body', 'maxBody'],
    ['AllowRemote', 'allowRemote'],
    ['evnet', 'event'],
    ['q', undefined],
    ['xyzzyplugh', undefined],
    ['', undefined],
    ['p'.repeat(1_000_000), undefined],
  ])('of %s is %s', (name, near) => {
    expect(findNearest(name, keys)).toBe(near);
  });
});
