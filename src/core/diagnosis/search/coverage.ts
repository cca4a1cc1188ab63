import { FAULTS, type FaultCode } from '../catalogue.ts';
import type { Change } from '../change.ts';
import type { Diagnosis } from '../diagnosis.ts';

/** Record of the single faults that were undone without a match: the list "ruled out" is made from it. */
export interface Coverage {
  /** Notes a change that was tried alone, in vain. The changes of one probe come one after the other. */
  readonly add: (change: Change) => void;
  /** Forgets the probe of this change: the budget ended before all of its changes were tried. */
  readonly cut: (change: Change) => void;
  readonly list: () => Diagnosis['ruledOut'];
}

/** A coverage of nothing. Never throws. */
export function createCoverage(): Coverage {
  const tried = new Map<FaultCode, Map<string, Set<Change>>>();
  return {
    add: (change) => {
      const { code, covers = '' } = change;
      const probes = tried.get(code) ?? new Map<string, Set<Change>>();
      // A set, since each change is tried with several keys.
      tried.set(code, probes.set(covers, (probes.get(covers) ?? new Set()).add(change)));
    },
    cut: ({ code, covers = '' }) => {
      tried.get(code)?.delete(covers);
    },
    list: () => [...tried].flatMap(([code, probes]) => toRuledOut(code, probes) ?? []),
  };
}

function toRuledOut(
  code: FaultCode,
  probes: ReadonlyMap<string, ReadonlySet<Change>>,
): Diagnosis['ruledOut'][number] | undefined {
  const { ruledOut } = FAULTS[code];
  if (ruledOut === undefined || probes.size === 0) return undefined;
  const count = [...probes.values()].reduce((sum, { size }) => sum + size, 0);
  const labels = [...probes.keys()].filter((label) => label !== '').join(', ');
  const bounds = [labels, count > 1 ? `${count.toLocaleString('en')} tried` : ''].filter(
    (text) => text !== '',
  );
  return { code, what: bounds.length === 0 ? ruledOut : `${ruledOut} (${bounds.join('; ')})` };
}
