import type { IncomingMessage } from 'node:http';
import type { Deadlines } from './receiver/deadlines.ts';

/**
 * The bytes of a request's body, or why they are not there: `too_large` as soon as the limit is passed, while the
 * sender is still sending, `too_slow` when the time is over, and `incomplete` when the connection ended first. Never throws.
 */
export function readBody(
  request: IncomingMessage,
  { maxBytes, deadlines }: { readonly maxBytes: number; readonly deadlines: Deadlines },
): Promise<Uint8Array | 'too_large' | 'too_slow' | 'incomplete'> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const finish = (outcome: Uint8Array | 'too_large' | 'too_slow' | 'incomplete') => {
      deadlines.lift(deadline);
      request.off('data', take);
      resolve(outcome);
    };
    const deadline = deadlines.set(() => finish('too_slow'));
    const take = (chunk: Buffer) => {
      length += chunk.length;
      if (length > maxBytes) finish('too_large');
      else chunks.push(chunk);
    };
    request.on('data', take);
    // What comes after the first of these does nothing any more.
    request.on('end', () =>
      finish(chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks)),
    );
    request.on('error', () => finish('incomplete'));
    request.on('close', () => finish('incomplete'));
  });
}
