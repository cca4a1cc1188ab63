import { readdirSync, readFileSync } from 'node:fs';

/** What a process uses. NaN where the system has no `/proc`. */
export interface Usage {
  /** Of all its threads and of the programs that it ran, since its start, in steps of 10 ms. */
  readonly cpuMs: number;
  readonly rssMiB: number;
  readonly handles: number;
}

/** Source: proc(5), Linux; the kernel counts in 1/100 s for programs, whatever it uses itself. */
const TICK_MS = 10;

/** Asks the system about a process. Throws for one that is gone. */
export function readUsage(pid: number): Usage {
  if (process.platform !== 'linux') return { cpuMs: Number.NaN, rssMiB: Number.NaN, handles: Number.NaN };
  // The name of the program stands in brackets and may hold spaces; the fields are counted after it.
  const fields = readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ').at(-1)?.split(' ') ?? [];
  const [, kib] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
  return {
    cpuMs: fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * TICK_MS, 0),
    rssMiB: Number(kib) / 1_024,
    handles: readdirSync(`/proc/${pid}/fd`).length,
  };
}

/** The most memory that a process used so far; undefined for one that is gone, and where the system has no `/proc`. */
export function readPeakMiB(pid: number): number | undefined {
  try {
    const [, kib] = /^VmHWM:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1')) ?? [];
    return kib === undefined ? undefined : Number(kib) / 1_024;
  } catch {
    return undefined;
  }
}
