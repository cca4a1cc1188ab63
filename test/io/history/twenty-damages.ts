import type { Files } from './damage.ts';

/** One way to damage a history. `state`: whether its log is still there, as a killed listener leaves it. */
export interface DamageCase {
  readonly name: string;
  readonly state: 'open' | 'closed';
  readonly damage: (files: Files) => Files;
  /** Share of the deliveries that is recovered at least. */
  readonly least: number;
}

const PAGE = 4_096;
/** First bytes of pages, by type. Source: sqlite.org/fileformat2.html, section 1.6. */
const [TABLE_INTERIOR, TABLE_LEAF, INDEX_LEAF] = [0x05, 0x0d, 0x0a];
/** Pages of a new history: the root of `deliveries`, of its index of ids and of `forwardings`. */
const [DELIVERIES_ROOT, IDS_ROOT, FORWARDINGS_ROOT] = [3, 4, 8];

/** Twenty damages, from a wrong byte to a lost file. */
export const DAMAGES: readonly DamageCase[] = [
  closed('header of the file zeroed', 1, (file) => file.fill(0, 0, 100)),
  closed('format version in the header wrong', 1, (file) => file.fill(0, 60, 64)),
  closed('page 1 (the schema) overwritten with noise', 1, (file) => overwrite(file, [1])),
  closed('free pages in the header wrong', 1, (file) => file.fill(0x7f, 32, 40)),
  closed('one leaf zeroed', 0.9, (file) => zero(file, leaves(file).slice(10, 11))),
  closed('one leaf overwritten with noise', 0.9, (file) => overwrite(file, leaves(file).slice(20, 21))),
  closed('every tenth leaf zeroed', 0.8, (file) => zero(file, everyTenth(leaves(file)))),
  closed('first leaf zeroed', 0.9, (file) => zero(file, leaves(file).slice(0, 1))),
  closed('last leaf zeroed', 0.9, (file) => zero(file, leaves(file).slice(-1))),
  closed('number of rows wrong in ten leaves', 0.8, (file) => {
    for (const page of everyTenth(leaves(file)).slice(0, 10)) file.writeUInt16BE(0x0fff, offsetOf(page) + 3);
    return file;
  }),
  closed('a byte wrong in every tenth leaf', 0.9, (file) => {
    for (const page of everyTenth(leaves(file))) flip(file, offsetOf(page) + PAGE - 90);
    return file;
  }),
  closed('an interior page of the deliveries zeroed', 1, (file) =>
    zero(
      file,
      pagesOf(file, TABLE_INTERIOR)
        .filter((page) => page > 15)
        .slice(0, 1),
    ),
  ),
  closed('root page of the deliveries zeroed', 1, (file) => zero(file, [DELIVERIES_ROOT])),
  closed('root page of the index of ids zeroed', 1, (file) => zero(file, [IDS_ROOT])),
  closed('all leaves of indexes and the root of the forwardings zeroed', 1, (file) =>
    zero(file, [...pagesOf(file, INDEX_LEAF), FORWARDINGS_ROOT]),
  ),
  closed('a run of 64 KiB zeroed', 0.6, (file) =>
    file.fill(0, Math.floor(file.length / PAGE / 2) * PAGE, Math.floor(file.length / PAGE / 2 + 16) * PAGE),
  ),
  closed('second half cut off', 0.2, (file) => file.subarray(0, file.length / 2 + 5)),
  open('file empty, log left', 0.6, ({ log }) => ({ file: Buffer.alloc(0), log })),
  open('log: nine bytes wrong after a tenth of it', 0.3, ({ file, log }) => ({
    file,
    log: log.fill(0, Math.floor(log.length / 10), Math.floor(log.length / 10) + 9),
  })),
  open('log: its header zeroed', 0.3, ({ file, log }) => ({ file, log: log.fill(0, 0, 32) })),
];

function closed(name: string, least: number, damage: (file: Buffer) => Buffer): DamageCase {
  return {
    name,
    least,
    state: 'closed',
    damage: ({ file, log }) => ({ file: damage(Buffer.from(file)), log }),
  };
}

function open(name: string, least: number, damage: (files: Files) => Files): DamageCase {
  return {
    name,
    least,
    state: 'open',
    damage: ({ file, log }) => damage({ file: Buffer.from(file), log: Buffer.from(log) }),
  };
}

function offsetOf(page: number): number {
  return (page - 1) * PAGE;
}

function pagesOf(file: Buffer, type: number): readonly number[] {
  return Array.from({ length: file.length / PAGE }, (_, index) => index + 1).filter(
    (page) => file[offsetOf(page)] === type,
  );
}

/** The leaves that hold deliveries. */
function leaves(file: Buffer): readonly number[] {
  return pagesOf(file, TABLE_LEAF).filter((page) =>
    file.subarray(offsetOf(page), offsetOf(page) + PAGE).includes('"method":"POST"'),
  );
}

function everyTenth(pages: readonly number[]): readonly number[] {
  return pages.filter((_, index) => index % 10 === 0);
}

function zero(file: Buffer, pages: readonly number[]): Buffer {
  for (const page of pages) file.fill(0, offsetOf(page), offsetOf(page) + PAGE);
  return file;
}

/** The same noise each time. */
function overwrite(file: Buffer, pages: readonly number[]): Buffer {
  for (const page of pages) {
    for (let index = 0; index < PAGE; index += 1)
      file[offsetOf(page) + index] = (index * 2_654_435_761) >>> 13;
  }
  return file;
}

function flip(file: Buffer, at: number): void {
  file[at] = (file[at] ?? 0) ^ 0x10;
}
