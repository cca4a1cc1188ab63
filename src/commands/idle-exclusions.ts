import type { Context } from './command.ts';

/** Tells what was to be left out and is nowhere: where it is mistyped, that must not stay unseen. Never throws. */
export function tellIdle(exclusions: readonly string[], { report }: Pick<Context, 'report'>): void {
  for (const exclusion of exclusions) {
    report({
      type: 'notice',
      code: 'nothing_left_out',
      message: `${exclusion} leaves out nothing: no file that was found fits it.`,
    });
  }
}
