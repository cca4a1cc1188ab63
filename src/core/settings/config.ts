import { AppError } from '../error.ts';
import type { PathStep, Place } from '../json/places.ts';
import type { SettingKey, SettingValue } from './catalogue.ts';

/** The settings of one level of the file: its top, or a profile. */
export type Level = { readonly [Key in SettingKey]?: SettingValue } & {
  /** One environment variable or several, with the secrets to verify and sign with. */
  readonly secret?: string | readonly string[];
  /** Environment variables by the names of other secrets. */
  readonly secrets?: Readonly<Record<string, string>>;
};

/** A configuration file that was read and found good. */
export interface Config {
  /** Its name in the working folder. */
  readonly file: string;
  readonly top: Level;
  readonly profiles: ReadonlyMap<string, Level>;
  /** Where a value begins in the file. Never throws. */
  readonly placeOf: (path: readonly PathStep[]) => Place;
}

/** `FILE:LINE:COLUMN`, which editors and terminals turn into a link. Never throws. */
export function toPlaceText(file: string, { line, column }: Place): string {
  return `${file}:${line}:${column}`;
}

/** What is wrong at a place of the file: AppError `file_malformed`. `problem` ends in a full stop. */
export function refuseAt(file: string, place: Place, { problem, hint }: Problem): AppError {
  return new AppError('file_malformed', `${toPlaceText(file, place)}: ${problem}`, hint);
}

/** What is wrong, in a sentence, and what to do about it. */
export interface Problem {
  readonly problem: string;
  readonly hint: string;
}
