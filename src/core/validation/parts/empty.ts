import type { FindingText } from '../rules/finding.ts';
import type { CarriedPart } from '../run/carry.ts';

/** What is said of an input without a payload, at its beginning. */
export const EMPTY = { code: 'empty', message: 'This holds no payload.' } as const;

/** The same as a finding of its severity. Never throws. */
export function toEmpty(severity: FindingText['severity']): FindingText {
  return { ...EMPTY, severity, path: [], event: null };
}

/** Tells which inputs are empty of whose parts none says it by itself. */
export interface EmptyWatch {
  /** Takes the next part, in the order of the input, and gives the input before it where that has ended and is empty. */
  readonly next: (part: Pick<CarriedPart, 'input' | 'isEmpty'>) => number | undefined;
  /** The last input, where it is empty. */
  readonly last: () => number | undefined;
}

/** A watch over no input yet. Nothing in it throws. */
export function createEmptyWatch(): EmptyWatch {
  let current: { readonly input: number; isEmpty: boolean } | undefined;
  const last = () => (current?.isEmpty === true ? current.input : undefined);
  return {
    next: ({ input, isEmpty }) => {
      if (current?.input === input) {
        current.isEmpty &&= isEmpty;
        return undefined;
      }
      const ended = last();
      current = { input, isEmpty };
      return ended;
    },
    last,
  };
}
