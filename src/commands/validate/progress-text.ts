import { toBytes } from '../../report/text.ts';

/** How far a check of many inputs has come. */
export interface Stand {
  readonly payloads: number;
  readonly elapsedMs: number;
  readonly bytes: number;
  /** All that there are to check; undefined where that is not known, as of a pipe. */
  readonly totalBytes?: number;
}

/** The stand in words: `Checking: 42 %, 380,000 events a second, 3 s left`. Never throws. */
export function toCheckingText({ payloads, elapsedMs, bytes, totalBytes }: Stand): string {
  const perSecond = Math.round((payloads * 1_000) / Math.max(elapsedMs, 1));
  const rate = `${withCommas(perSecond)} events a second`;
  if (totalBytes === undefined || totalBytes === 0 || bytes === 0)
    return `Checking: ${toBytes(bytes)}, ${rate}`;
  const share = Math.min(bytes / totalBytes, 1);
  const leftSeconds = Math.ceil((elapsedMs * (1 / share - 1)) / 1_000);
  return `Checking: ${Math.floor(share * 100)} %, ${rate}, ${leftSeconds} s left`;
}

/** What knows the numbers of all languages takes 20 ms to load. */
function withCommas(count: number): string {
  return String(count).replace(/\B(?=(?:\d{3})+$)/g, ',');
}
