import { type Command, Option } from 'commander';
import { FORMS, type InputForm } from '../../core/json/cut.ts';

/** What the inputs are. */
export interface InputOptions {
  readonly as?: InputForm;
  readonly fromHistory?: boolean;
}

/** Adds `--as` and `--from-history`. */
export function addInputFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--as <form>', 'what the inputs hold, where it cannot be told from their content').choices(
        FORMS,
      ),
    )
    .option('--from-history', 'check what the history holds, or what the filters below choose of it');
}
