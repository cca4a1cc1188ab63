import type { PathStep } from '../json/places.ts';
import type { SettingKey, SettingValue } from './catalogue.ts';
import { type Config, toPlaceText } from './config.ts';

/** Where a setting came from. Lines and columns count from 1. */
export type Origin =
  | { readonly source: 'flag'; readonly flag: string }
  | { readonly source: 'environment'; readonly variable: string }
  | { readonly source: 'profile'; readonly profile: string; readonly place: string }
  | { readonly source: 'file'; readonly place: string }
  | { readonly source: 'default' };

/** A setting that is not the default. */
export interface Held {
  readonly key: SettingKey;
  /** A list is a list here, also when the file has one text in its place. */
  readonly value: SettingValue;
  /** Where it came from; of a list also where one item of it did. Never throws. */
  readonly originOf: (index?: number) => Origin;
}

/** The environment variable that holds a secret, and where it is named. */
export interface NamedVariable {
  /** The name of the secret: its own, or that of the variable. */
  readonly name: string;
  readonly variable: string;
  readonly origin: Origin;
}

/** The profile that was chosen. */
export interface ChosenProfile {
  readonly name: string;
  readonly origin: Origin;
}

/** What the environment and the configuration file say together. */
export interface Settings {
  /** The configuration file, when there is one. */
  readonly file: string | undefined;
  readonly profile: ChosenProfile | undefined;
  /** The profiles that the file has. */
  readonly profiles: readonly string[];
  readonly held: ReadonlyMap<SettingKey, Held>;
  /** The variables with the secrets to verify and sign with; undefined when the file names none. */
  readonly secret: readonly NamedVariable[] | undefined;
  /** The variables with other secrets, which only help a diagnosis. */
  readonly secrets: readonly NamedVariable[];
}

/** The settings of a command that takes none. */
export const NO_SETTINGS: Settings = {
  file: undefined,
  profile: undefined,
  profiles: [],
  held: new Map(),
  secret: undefined,
  secrets: [],
};

/** Where a setting came from, in a few words. Never throws. */
export function toOriginText(origin: Origin): string {
  switch (origin.source) {
    case 'flag':
      return origin.flag;
    case 'environment':
      return origin.variable;
    case 'profile':
      return `profile ${origin.profile} (${origin.place})`;
    case 'file':
      return origin.place;
    case 'default':
      return 'default';
  }
}

/** Where a value stands in the file: at its top, or in a profile. Never throws. */
export function toFileOrigin(config: Config, profile: string | undefined, path: readonly PathStep[]): Origin {
  const base = profile === undefined ? [] : ['profiles', profile];
  const place = toPlaceText(config.file, config.placeOf([...base, ...path]));
  return profile === undefined ? { source: 'file', place } : { source: 'profile', profile, place };
}
