import type { Place } from '../../json/places.ts';
import { explainSyntaxError } from '../../json/syntax-error.ts';
import type { PartTally } from './part-tally.ts';

/**
 * A tally of what was cut off by damage: that its last record ends too early follows from that, and is not told besides.
 * It is counted all the same. Never throws.
 */
export function withCutEnd(tally: PartTally, end: Place): PartTally {
  const add: PartTally['add'] = (record) => {
    if (record.kind !== 'not_json') return tally.add(record);
    const { line, column } = explainSyntaxError(record.source);
    if (line === end.line && column === end.column) tally.addClean();
    else tally.add(record);
  };
  return { ...tally, add };
}
