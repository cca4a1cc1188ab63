import { Buffer } from 'node:buffer';
import type { Capture } from '../../core/capture/capture.ts';
import { encodeCapture } from '../../core/capture/encode.ts';
import { createLineCutter } from '../../core/cutting/cut-lines.ts';
import type { Part } from '../../core/validation/part.ts';
import type { InputName, StreamPlan } from './input-plan.ts';

/** A plan for deliveries of the history: as if they had been exported to a file of captures. Its parts throw what the captures throw. */
export function planHistory(named: InputName, find: () => Iterable<Capture>): StreamPlan {
  return { kind: 'stream', ...named, open: () => toParts(named, find()) };
}

async function* toParts({ input, name }: InputName, captures: Iterable<Capture>): AsyncGenerator<Part, void> {
  const cutter = createLineCutter();
  let part = 0;
  const form = 'lines' as const;
  for (const capture of captures) {
    const line = Buffer.from(`${encodeCapture(capture)}\n`);
    for (const cut of cutter.push(line)) yield { input, part: part++, name, form, ...cut };
  }
  for (const cut of cutter.end()) yield { input, part: part++, name, form, ...cut };
}
