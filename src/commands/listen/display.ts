import { isSuccess } from '../../core/delivery/delivery.ts';
import type { RecordOf } from '../../report/records.ts';
import type { Context } from '../command.ts';

type Received = RecordOf<'received'>;
type FollowUp = RecordOf<'forwarded' | 'waiting'>;

/** What of the deliveries is shown. */
export interface Display {
  /** Shows a delivery, now or when it turns out to have failed, and gives what shows the rest of it. */
  readonly open: (received: Received) => (record: FollowUp) => void;
  /** Shows only failures from now on, or all again; gives whether only failures. */
  readonly toggleFailures: () => boolean;
}

/** A display of everything. */
export function createDisplay(report: Context['report']): Display {
  let onlyFailures = false;

  function open(received: Received): (record: FollowUp) => void {
    const isHeldBack = onlyFailures && isFine(received);
    if (!isHeldBack) {
      report(received);
      return report;
    }
    let isShown = false;
    return (record) => {
      if (!isShown && isFailure(record)) {
        isShown = true;
        report(received);
      }
      if (isShown) report(record);
    };
  }

  return {
    open,
    toggleFailures: () => {
      onlyFailures = !onlyFailures;
      return onlyFailures;
    },
  };
}

/** As far as is known before the apps have answered. */
function isFine({ verdict, answerStatus }: Received): boolean {
  return (
    verdict.kind === 'valid' && (answerStatus === undefined || (answerStatus !== null && answerStatus <= 299))
  );
}

function isFailure(record: FollowUp): boolean {
  return record.type === 'forwarded' && !isSuccess(record.status);
}
