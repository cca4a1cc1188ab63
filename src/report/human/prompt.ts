import type { Page } from '../layout.ts';
import { toVisible } from '../text.ts';
import { toEnd, toStart, widthOfText } from '../width.ts';

/** A question with the answer as far as it is typed. `cursor` is an index into `typed`. */
export interface Prompt {
  readonly question: string;
  readonly typed: string;
  readonly cursor: number;
}

/** A line at the foot of a terminal, and the column at which its cursor stands. */
export interface FootLine {
  readonly text: string;
  readonly cursorColumn: number;
}

/**
 * A question on one line that is always narrower than the page: of an answer that is too long for it, the part
 * around the cursor is shown. Never throws.
 */
export function renderPrompt({ question, typed, cursor }: Prompt, page: Page): FootLine {
  // One column is for the cursor behind the last character.
  const room = Math.max(0, page.columns - 1);
  const asked = toStart(toVisible(question), Math.floor(room / 2));
  const before = toEnd(toVisible(typed.slice(0, cursor)), room - widthOfText(asked));
  const cursorColumn = widthOfText(asked) + widthOfText(before);
  const after = toStart(toVisible(typed.slice(cursor)), room - cursorColumn);
  return { text: page.paint(asked, 'strong') + before + after, cursorColumn };
}
