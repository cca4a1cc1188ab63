import type { IncomingMessage } from 'node:http';
import type { Deadlines } from './receiver/deadlines.ts';

/**
 * The bytes of a request's body, or why they are not there: `too_large` as soon as the limit is passed, while the
 * sender is still sending, `too_slow` when the time is over, and `incomplete` when the connection ended first. Never throws.
 * They are gathered in one buffer: a list of single bytes takes a hundred times their memory.
 */
export function readBody(
  request: IncomingMessage,
  { maxBytes, deadlines }: { readonly maxBytes: number; readonly deadlines: Deadlines },
): Promise<Uint8Array | 'too_large' | 'too_slow' | 'incomplete'> {
  return new Promise((resolve) => {
    let gathered: Buffer | undefined;
    let length = 0;
    const finish = (outcome: Uint8Array | 'too_large' | 'too_slow' | 'incomplete') => {
      deadlines.lift(deadline);
      request.off('data', take);
      resolve(outcome);
    };
    const deadline = deadlines.set(() => finish('too_slow'));
    const take = (chunk: Buffer) => {
      const end = length + chunk.length;
      if (end > maxBytes) return finish('too_large');
      // Most bodies are one chunk, which is passed on as it is.
      if (gathered === undefined) gathered = chunk;
      else {
        if (end > gathered.length) gathered = enlarge(gathered, Math.min(maxBytes, 2 * end));
        gathered.set(chunk, length);
      }
      length = end;
    };
    request.on('data', take);
    // What comes after the first of these does nothing any more.
    request.on('end', () => finish(gathered?.subarray(0, length) ?? new Uint8Array()));
    request.on('error', () => finish('incomplete'));
    request.on('close', () => finish('incomplete'));
    if (request.destroyed) finish('incomplete');
  });
}

function enlarge(bytes: Buffer, size: number): Buffer {
  const larger = Buffer.allocUnsafe(size);
  larger.set(bytes);
  return larger;
}
