import { AppError } from '../../core/error.ts';
import type { History } from '../../core/history/history.ts';
import type { Context } from '../command.ts';
import { findAttempts } from '../kept-delivery.ts';

/** Shows one delivery with all that is known of it. A history that cannot be read is told of: the listener goes on. */
export async function showDetails(id: string, history: History, context: Context): Promise<void> {
  try {
    await show(id, history, context);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { message, hint } = error;
    context.report({ type: 'notice', code: error.code, message, ...(hint !== undefined && { hint }) });
  }
}

async function show(id: string, history: History, { report, showPii }: Context): Promise<void> {
  const { toDeliveryRecord } = await import('../delivery-record.ts');
  const [kept] = history.find({ ids: [id], limit: 1 });
  if (kept !== undefined) report(toDeliveryRecord(kept, findAttempts(history, kept.capture), showPii));
}
