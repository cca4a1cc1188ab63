import type { Capture } from '../../core/capture/capture.ts';
import { AppError } from '../../core/error.ts';
import type { Conclusion, Earlier, History } from '../../core/history/history.ts';
import type { Labels } from '../../core/history/labels.ts';
import type { Context } from '../command.ts';

/** The history, with its failures told instead of thrown. */
export interface Keeper {
  /** Resolves when the delivery is kept for good, or with undefined when it could not be kept. */
  readonly add: (capture: Capture, labels: Labels) => Promise<Earlier | undefined>;
  /** Adds what became of it, some time later. */
  readonly conclude: (id: string, conclusion: Conclusion) => void;
}

const HINT = 'The sender was answered 503, so that it tries again.';

/** A keeper over a history. */
export function createKeeper(history: History, report: Context['report']): Keeper {
  return {
    add: async (capture, labels) => {
      try {
        return await history.add(capture, labels);
      } catch (error) {
        tell(error, { code: 'not_kept', what: 'A delivery was not kept.', hint: HINT });
        return undefined;
      }
    },
    conclude: (id, conclusion) => {
      history.conclude(id, conclusion).catch((error: unknown) => {
        tell(error, { code: 'answer_not_kept', what: `What became of the delivery ${id} was not kept.` });
      });
    },
  };

  function tell(error: unknown, { code, what, hint }: { code: string; what: string; hint?: string }): void {
    if (!(error instanceof AppError)) throw error;
    const hints = [error.hint, hint].filter((each) => each !== undefined).join(' ');
    const message = `${what} ${error.message}`;
    report({ type: 'notice', code, message, ...(hints !== '' && { hint: hints }) });
  }
}
