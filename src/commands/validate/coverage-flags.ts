import { type Command, InvalidArgumentError } from 'commander';
import { parseRequirement, type Requirement } from '../../core/validation/coverage/requirement.ts';
import { repeated } from '../event-flags.ts';

/** What the inputs are to hold all together. */
export interface CoverageOptions {
  readonly coverage?: boolean;
  readonly require?: readonly string[];
}

/** Adds `--coverage` and `--require`. */
export function addCoverageFlags(command: Command): Command {
  return command
    .option('--coverage', 'show which events and documented values came, and how often')
    .option(
      '--require <events>',
      "fail when one is in no input: all, values, or events and globs with commas between them ('user.*')",
      repeated(requirement),
    );
}

/** What is required, or undefined. Throws what `parseRequirement` throws. */
export function toRequirement({ require }: CoverageOptions): Requirement | undefined {
  return require === undefined ? undefined : parseRequirement(require);
}

/** Read at once, so that a wrong name is told of the flag or the setting that has it. */
function requirement(text: string): string {
  if (text.split(',').some((word) => word.trim() === ''))
    throw new InvalidArgumentError(
      'It must be all, values, or events and globs such as onboarding.completed,user.*, and no name may be empty.',
    );
  parseRequirement([text]);
  return text;
}
