import type { Acceptance } from '../baseline/baseline.ts';
import { createSeenTally, findGaps, type Gap } from '../coverage/coverage.ts';
import type { Requirement } from '../coverage/requirement.ts';
import { createEmptyWatch, toEmpty } from '../parts/empty.ts';
import type { PartResult } from '../parts/part.ts';
import type { FindingText } from '../rules/finding.ts';
import type { Level, Severity } from '../rules/rule.ts';
import type { Levels } from '../rules/rules.ts';
import { type CarriedPart, carryPart } from './carry.ts';
import { createDriftTally } from './drift.ts';
import { toFingerprint, toSteadyName } from './fingerprint.ts';
import { createGroupTally } from './group-tally.ts';
import { createReuseWatch } from './message-ids.ts';
import type { FiledFinding, ValidationRun } from './run.ts';
import { type Batch, createSingles } from './singles.ts';

/** How results are gathered. */
export interface GatheringOptions {
  /** The name of every input, by its index; also of those that only other shards check. */
  readonly files: readonly string[];
  readonly levels: Pick<Levels, 'message_id_reused' | 'coverage_missing' | 'empty'>;
  /** Whether no more than a share of an input is looked into, of which it cannot be said that the input is empty. */
  readonly isShare?: (input: number) => boolean;
  /** What is accepted; it is asked in the order of the input. */
  readonly baseline?: Acceptance;
  /** How fingerprints and the baseline name a file, whichever way it was named; else as it was. */
  readonly nameOf?: (file: string) => string;
  readonly required?: Requirement;
  /** Is told every finding that is not accepted, in the order of the input. */
  readonly onFinding?: (finding: FiledFinding) => void;
}

/** Makes one run of the results of its parts, in memory that does not grow with the input. */
export interface Gathering {
  /** Takes the next part, in the order of the input. Throws what the baseline and `onFinding` throw. */
  readonly add: (result: PartResult, firstLine: number) => void;
  /** The same of a part that was made ready before. Throws what `add` throws. */
  readonly addCarried: (part: CarriedPart) => void;
  /** Looks for what is required and lacks, and gives the whole. Throws what `add` throws. */
  readonly finish: () => ValidationRun;
}

/** Findings of one text, and the message to make the fingerprint from where that differs. */
interface Said {
  readonly finding: FindingText;
  readonly places: readonly number[];
  readonly steady?: string;
}

/** Where stands what no input is to blame for. */
export const ALL_INPUTS = '(all inputs)';

/** Starts to gather. */
export function createGathering(options: GatheringOptions): Gathering {
  const { files, levels, isShare, baseline, required, onFinding, nameOf = toSteadyName } = options;
  const [groups, drift, seen, singles] = [
    createGroupTally(),
    createDriftTally(),
    createSeenTally(),
    createSingles(onFinding),
  ];
  const findReuses = createReuseFinder(levels.message_id_reused);
  const empties = createEmptyWatch();
  const checked = new Set<number>();
  const { counts, take } = createCounting(baseline, nameOf);

  function addCarried(part: CarriedPart): void {
    const file = files[part.input] ?? '';
    tellEmpty(empties.next(part));
    checked.add(part.input);
    counts.payloads += part.payloads;
    seen.add(part.seen);
    addSaid([...part.groups, ...findReuses(part, file)], file, part.input);
  }

  function tellEmpty(input: number | undefined): void {
    if (input === undefined || levels.empty === 'off' || isShare?.(input) === true) return;
    addSaid([{ finding: toEmpty(levels.empty), places: [1, 1] }], files[input] ?? '', input);
  }

  function addSaid(said: readonly Said[], file: string, input: number): void {
    if (said.length === 0) return;
    const batches = said.flatMap((each) => take(each, file)).sort(byFirstPlace);
    for (const { finding, places } of batches) {
      groups.add(finding, file, places);
      const [line = 1, column = 1] = places;
      drift.add(finding, places.length / 2, { file, line, column });
    }
    singles.add(batches, file, input);
  }

  return {
    add: (result, firstLine) => addCarried(carryPart(result, firstLine)),
    addCarried,
    finish: () => {
      tellEmpty(empties.last());
      const level = levels.coverage_missing;
      if (required !== undefined && level !== 'off')
        addSaid(
          findGaps(seen.list(), required).map((gap) => toSaid(gap, level)),
          ALL_INPUTS,
          files.length,
        );
      return {
        files: files.filter((_, input) => checked.has(input)),
        payloads: counts.payloads,
        errors: counts.error,
        warnings: counts.warning,
        unreadable: counts.unreadable,
        accepted: counts.accepted,
        findings: singles.list(),
        omitted: singles.omitted(),
        groups: groups.list(),
        seen: seen.list(),
        drift: drift.list(),
      };
    },
  };
}

/** Counts findings, but for those that are accepted. */
function createCounting(baseline: Acceptance | undefined, nameOf: (file: string) => string) {
  const counts = { payloads: 0, error: 0, warning: 0, accepted: 0, unreadable: 0 };

  /** What the baseline does not accept, counted. */
  function take({ finding: found, places, steady }: Said, file: string): readonly Batch[] {
    const { maskedMessage, ...finding } = found;
    const known = steady ?? maskedMessage ?? found.message;
    const fingerprint = () => toFingerprint(finding, nameOf(file), known);
    const { code } = finding;
    const identify = () => ({ fingerprint: fingerprint(), code, file: nameOf(file), message: known });
    const accepted = baseline?.accept(identify(), places.length / 2) ?? 0;
    counts.accepted += accepted;
    const left = accepted === 0 ? places : places.slice(2 * accepted);
    if (left.length === 0) return [];
    counts[finding.severity] += left.length / 2;
    if (finding.code === 'file_unreadable') counts.unreadable += left.length / 2;
    return [{ finding, places: left, fingerprint }];
  }

  return { counts, take };
}

function byFirstPlace(
  { places: [line = 1, column = 1] }: Batch,
  { places: [row = 1, at = 1] }: Batch,
): number {
  return line - row || column - at;
}

function createReuseFinder(level: Level): (part: CarriedPart, file: string) => readonly Said[] {
  if (level === 'off') return () => [];
  const { findReuse } = createReuseWatch(level);
  return ({ messages }, file) =>
    messages.flatMap((message) => {
      const reuse = findReuse(message, file);
      if (reuse === undefined) return [];
      const { finding, steady, line, column } = reuse;
      return [{ finding, steady, places: [line, column] }];
    });
}

function toSaid({ event, field, value }: Gap, severity: Severity): Said {
  const message =
    field === undefined
      ? `${event.name} is required, and no input has it.`
      : `\`${field}\` = ${JSON.stringify(value)} is required in ${event.name}, and no input has it.`;
  const path = field === undefined ? [] : field.split('.');
  return {
    finding: { code: 'coverage_missing', severity, message, path, event: event.kind },
    places: [1, 1],
  };
}
