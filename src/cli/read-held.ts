import { type Command, InvalidArgumentError, type Option } from 'commander';
import { AppError } from '../core/error.ts';
import { type Held, type Origin, toOriginText } from '../core/settings/settings.ts';

/** The option of this name. `--save FILE` and `--no-save` share one; what is read is the value of the first. Never throws. */
export function findOption(command: Command, key: string): Option | undefined {
  const options = command.options.filter((option) => option.attributeName() === key);
  return options.find(({ negate }) => !negate) ?? options[0];
}

/**
 * A configured value, read as if it had been typed behind the flag. Throws AppError for what the flag would refuse, naming
 * the place: `file_malformed` for the file, `usage` for a variable.
 */
export function readHeld(option: Option, { key, value, originOf }: Held): unknown {
  if (typeof value === 'boolean') return value;
  const texts = typeof value === 'object' ? value : [String(value)];
  return texts.reduce<unknown>(
    (previous, text, index) => readText(option, { text, previous, key, origin: originOf(index) }),
    option.defaultValue,
  );
}

interface Reading {
  readonly text: string;
  readonly previous: unknown;
  readonly key: string;
  readonly origin: Origin;
}

function readText(option: Option, { text, previous, key, origin }: Reading): unknown {
  try {
    return option.parseArg === undefined ? text : option.parseArg(text, previous);
  } catch (error) {
    if (error instanceof InvalidArgumentError)
      throw refuse(origin, `the value of "${key}" is invalid. ${error.message}`);
    if (error instanceof AppError) throw refuse(origin, error.message, error.hint);
    throw error;
  }
}

function refuse(origin: Origin, problem: string, hint?: string): AppError {
  const isVariable = origin.source === 'environment';
  return new AppError(isVariable ? 'usage' : 'file_malformed', `${toPrefix(origin)}: ${problem}`, hint);
}

/** The place alone, without the name of the profile, in the form that editors turn into a link. */
function toPrefix(origin: Origin): string {
  return origin.source === 'profile' ? origin.place : toOriginText(origin);
}
