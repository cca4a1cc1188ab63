import { toShownText } from '../core/events/masking.ts';
import type { Verdict } from '../core/signature/verdict.ts';

/** A verdict as it may be reported: it repeats parts of headers that were refused, which can hold anything. Never throws. */
export function toShownVerdict(verdict: Verdict, showPii: boolean): Verdict {
  const shown = (text: string) => toShownText(text, showPii);
  if (verdict.kind === 'timestamp_malformed') return { ...verdict, value: shown(verdict.value) };
  if (verdict.kind === 'signature_unusable') return { ...verdict, versions: verdict.versions.map(shown) };
  return verdict;
}
