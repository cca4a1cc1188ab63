import { type Command, Option } from 'commander';
import { AppError } from '../core/error.ts';
import { SETTINGS, type SettingKey } from '../core/settings/catalogue.ts';
import type { Context } from './command.ts';

/** Declaration of one flag. Its key in the table is the name of the option, and of the setting where it has one. */
export interface Flag {
  /** The flag as the help shows it, such as `-p, --port <number>`. */
  readonly flag: string;
  readonly about: string;
  /** Reads the text of one value. Throws commander's InvalidArgumentError, or AppError. */
  readonly parse?: (text: string) => unknown;
  /** Reads the text of one value and adds it to the earlier ones, where a list of values is not enough. */
  readonly fold?: (text: string, previous: never) => unknown;
  /** Collects the values of a flag that is given several times in a list. */
  readonly repeat?: true;
  readonly choices?: readonly string[];
  readonly default?: unknown;
  /** Flags of which one must be set, or this one has no effect. */
  readonly needs?: readonly string[];
  /** Flags that must not be typed together with this one. */
  readonly conflicts?: readonly string[];
}

/** A group of flags, by the names of their options. */
export type Flags = Readonly<Record<string, Flag>>;

/** A group of flags as it is written, with its types. Never throws. */
export function flags<const Table extends Flags>(table: Table): Table {
  return table;
}

type ValueOf<Row extends Flag> = Row extends { readonly choices: readonly (infer Choice)[] }
  ? Choice
  : Row extends { readonly fold: (...args: never) => infer Value }
    ? Value
    : Row extends { readonly parse: (...args: never) => infer Value }
      ? Value
      : string;

type OptionOf<Row extends Flag> = Row extends { readonly repeat: true }
  ? readonly ValueOf<Row>[]
  : Row['flag'] extends `${string}<${string}`
    ? ValueOf<Row>
    : Row['flag'] extends `${string} [${string}`
      ? ValueOf<Row> | true
      : boolean;

/** Flags that have a value even when nothing is typed. */
type Settled = { readonly default: unknown } | { readonly flag: `--no-${string}` };

/** Options that a group of flags gives. */
export type OptionsOf<Table extends Flags> = {
  readonly [Name in keyof Table as Table[Name] extends Settled ? Name : never]: OptionOf<Table[Name]>;
} & {
  readonly [Name in keyof Table as Table[Name] extends Settled ? never : Name]?: OptionOf<Table[Name]>;
};

type UnionToIntersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** Options that several groups of flags give together. */
export type OptionsOfGroups<Groups extends Readonly<Record<string, Flags>>> = UnionToIntersection<
  { [Heading in keyof Groups]: OptionsOf<Groups[Heading]> }[keyof Groups]
>;

type DefaultOf<Key extends SettingKey> = Extract<(typeof SETTINGS)[number], { key: Key }>['fallback'];

/** The default of a setting, which its flag shares. Never throws for a key of the catalogue. */
export function defaultOf<Key extends SettingKey>(key: Key): DefaultOf<Key> {
  return SETTINGS.find((setting) => setting.key === key)?.fallback as DefaultOf<Key>;
}

/** Adds a group of flags, in the order of the table. */
export function addFlags(command: Command, table: Flags): Command {
  for (const row of Object.values(table)) command.addOption(toOption(row));
  return command;
}

/** Adds several groups of flags, each below its heading in the help. */
export function addGroups(command: Command, groups: Readonly<Record<string, Flags>>): Command {
  for (const [heading, table] of Object.entries(groups)) addFlags(command.optionsGroup(heading), table);
  return command;
}

function toOption({ flag, about, parse, fold, repeat, choices, default: value }: Flag): Option {
  const option = new Option(flag, about);
  if (choices !== undefined) option.choices(choices);
  if (value !== undefined) option.default(value);
  if (fold !== undefined) return option.argParser(fold as (text: string, previous: unknown) => unknown);
  if (repeat === true)
    return option.argParser((text: string, previous: readonly unknown[] | undefined) => [
      ...(previous ?? []),
      parse === undefined ? text : parse(text),
    ]);
  return parse === undefined ? option : option.argParser((text: string) => parse(text));
}

/**
 * Throws AppError `usage` for typed flags that exclude each other, and for one that lacks the flag it needs. A configured value is
 * meant for other runs as well: it can be what a flag needs, and never conflicts.
 */
export function checkFlags(table: Flags, options: object, { originOf }: Pick<Context, 'originOf'>): void {
  const values = new Map(Object.entries(options));
  const isSet = (name: string) => values.get(name) !== undefined && values.get(name) !== false;
  const isTyped = (name: string) => isSet(name) && originOf(name).source === 'flag';
  const longOf = (name: string) => originOf(name).name;
  for (const [name, { needs, conflicts = [] }] of Object.entries(table)) {
    if (!isTyped(name)) continue;
    const rival = conflicts.find(isTyped);
    if (rival !== undefined)
      throw new AppError('usage', `${longOf(name)} cannot be combined with ${longOf(rival)}.`, 'Remove one.');
    if (needs === undefined || needs.some(isSet)) continue;
    const needed = needs.map((each) => originOf(each).name).join(' or ');
    throw new AppError('usage', `${longOf(name)} has no effect without ${needed}.`, `Add ${needed}.`);
  }
}

/** The long form of a flag, by the name of its option: `newId` is `--new-id`. Never throws. */
export function toLong(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
