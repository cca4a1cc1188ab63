import { AppError } from '../error.ts';
import { type SettingDefinition, type SettingKey, type SettingValue, toVariable } from './catalogue.ts';
import type { Held } from './settings.ts';

type Definition = SettingDefinition & { readonly key: SettingKey };

/**
 * A setting that an environment variable holds; undefined when it is not set, or set to nothing.
 * Throws AppError `usage`, naming the variable and never its value.
 */
export function findInEnvironment(
  definition: Definition,
  env: Readonly<Record<string, string | undefined>>,
): Held | undefined {
  const variable = toVariable(definition.key);
  const text = env[variable]?.trim() ?? '';
  if (text === '') return undefined;
  const value = readValue(definition, text);
  if (value === undefined) {
    throw new AppError('usage', `${variable} must be ${definition.form}.`, `It sets ${definition.key}.`);
  }
  return { key: definition.key, value, originOf: () => ({ source: 'environment', variable }) };
}

function readValue({ kind, choices, range, separator }: Definition, text: string): SettingValue | undefined {
  switch (kind) {
    case 'number':
      return readNumber(text, range);
    case 'switch':
      return SWITCHES.get(text.toLowerCase());
    case 'list':
      return text
        .split(separator === 'line' ? /[\r\n]+/ : /\s+/)
        .map((item) => item.trim())
        .filter((item) => item !== '');
    case 'text':
    case 'size':
      return choices === undefined || choices.includes(text) ? text : undefined;
  }
}

function readNumber(text: string, range: Definition['range']): number | undefined {
  const [least, most] = range ?? [0, Number.MAX_SAFE_INTEGER];
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : undefined;
}

const SWITCHES: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['0', false],
  ['no', false],
  ['off', false],
]);
