import type { LineEditor } from '../io/line-editor.ts';
import { type FootLine, renderPrompt, renderStatus, type Status } from '../report/human/console.ts';
import type { Page } from '../report/layout.ts';
import type { Foot } from './foot.ts';

/** A question that is being answered. */
export interface Asking {
  readonly question: string;
  readonly editor: LineEditor;
}

/** What stands at the foot of a console: a question before the status, and nothing before there is one of them. */
export interface FootContent {
  readonly setStatus: (status: Status) => void;
  readonly setAsking: (asking: Asking | undefined) => void;
  readonly asking: () => Asking | undefined;
  /** Nothing is shown while the terminal is another job's. */
  readonly setHidden: (isHidden: boolean) => void;
}

/** Content of a foot that shows nothing yet. */
export function createFootContent(foot: Foot, page: Page): FootContent {
  let status: Status | undefined;
  let asking: Asking | undefined;
  let isHidden = false;

  function compose(): FootLine {
    if (asking !== undefined)
      return renderPrompt({ question: asking.question, ...asking.editor.current() }, page);
    return { text: status === undefined ? '' : renderStatus(status, page), cursorColumn: 0 };
  }

  function show(): void {
    const isEmpty = status === undefined && asking === undefined;
    foot.show(isEmpty || isHidden ? undefined : compose);
  }

  return {
    setStatus: (next) => {
      const isFirst = status === undefined;
      status = next;
      if (isFirst) show();
      else foot.refresh('soon');
    },
    setAsking: (next) => {
      asking = next;
      show();
    },
    asking: () => asking,
    setHidden: (next) => {
      isHidden = next;
      show();
    },
  };
}
