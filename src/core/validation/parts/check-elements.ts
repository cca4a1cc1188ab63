import { columnBehind, countFeeds, type Place } from '../../json/places.ts';
import { isSpace } from '../../json/scan.ts';
import { createElementScanner } from '../../json/scan-elements.ts';
import type { FastPath } from './fast-path.ts';
import type { PartTally } from './part-tally.ts';

interface Checks {
  readonly fastPath: FastPath;
  readonly tally: PartTally;
}

/** Checks elements of an array, without its brackets. Never throws. */
export function checkElements(bytes: Uint8Array, startColumn: number, { fastPath, tally }: Checks): void {
  let start: number | undefined;
  const placeAt = createPlacing(bytes, startColumn);

  function checkElement(from: number, to: number): void {
    const { line, column } = placeAt(from);
    const isEnd = (_: Uint8Array, at: number) => at <= to && bytes.subarray(at, to).every(isSpace);
    if (fastPath.isClean(from, isEnd)) fastPath.take(line, column);
    else fastPath.check({ from, to, line, column });
  }

  const { read } = createElementScanner({
    onStart: (offset) => {
      start = offset;
    },
    onEnd: (offset) => {
      if (start !== undefined) checkElement(start, offset);
      start = undefined;
    },
    onStray: (offset) => tally.tell(STRAY, placeAt(offset)),
  });
  read(bytes);
  if (start !== undefined) checkElement(start, bytes.length);
}

const STRAY = { code: 'not_json', message: 'This is not JSON: unexpected ",".' } as const;

/** Places of offsets that only grow. */
function createPlacing(bytes: Uint8Array, startColumn: number): (offset: number) => Place {
  let [at, line, column] = [0, 1, startColumn];
  return (offset) => {
    const between = bytes.subarray(at, offset);
    line += countFeeds(between);
    column = columnBehind(between, column);
    at = offset;
    return { line, column };
  };
}
