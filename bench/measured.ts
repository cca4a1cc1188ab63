import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Subject } from './interleave.ts';
import { readPeakMiB } from './proc.ts';
import type { Launch } from './processes.ts';
import { median } from './statistics.ts';

/** A program that is run to its end again and again, and the most memory that it used. */
export interface Measured extends Subject {
  /** The median of the runs; NaN where the system does not say. */
  readonly peakMiB: () => number;
}

const LONGEST_MS = 600_000;
const POLL_MS = 20;
const STDERR_SHOWN = 2_000;

/**
 * A subject that runs a program, whose output is thrown away. A sample throws where it ends with another status than 0.
 * @param scale How much more there would be to do for it to have the work of the others.
 */
export function measured(name: string, launch: Launch, scale = 1): Measured {
  const peaks: number[] = [];
  const sample = async () => {
    const { elapsedMs, peakMiB } = await runOnce(launch);
    peaks.push(peakMiB);
    return elapsedMs * scale;
  };
  return { name, sample, peakMiB: () => median(peaks) };
}

async function runOnce({ command, args, cwd, env }: Launch) {
  const started = performance.now();
  const child = spawn(command, args, { cwd, env, timeout: LONGEST_MS, stdio: ['ignore', 'ignore', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (errors.length < STDERR_SHOWN) errors += text;
  });
  let peakMiB = Number.NaN;
  // What is gone between two looks is not seen: the high-water mark of the last one counts.
  const poll = setInterval(() => {
    peakMiB = readPeakMiB(child.pid ?? 0) ?? peakMiB;
  }, POLL_MS);
  await once(child, 'close').finally(() => clearInterval(poll));
  const elapsedMs = performance.now() - started;
  if (child.exitCode !== 0)
    throw new Error(`${[command, ...args].join(' ')} ended with ${child.exitCode}:\n${errors}`);
  return { elapsedMs, peakMiB };
}
