import { MOST_STORED_BYTES } from '../stored.ts';
import { type Column, kindOf, type Layout } from './record.ts';

/** What tells a row of one of our tables from any other bytes. */
export interface Shape {
  /** Bytes of which every row of the table has one in it, as Latin-1 text. */
  readonly anchors: readonly string[];
  /** How far before the anchor its record may begin: from, to, both inclusive. */
  readonly before: readonly [nearest: number, farthest: number];
  /** The column that begins with the anchor, where it is not a part of the header. */
  readonly anchored?: number;
  /** One pattern for each column. */
  readonly columns: readonly ((column: Column) => boolean)[];
}

const ID_BYTES = 26;
const TIME_BYTES = 24;

const isNull = (column: Column) => kindOf(column) === 'null';
const isInteger = (column: Column) => kindOf(column) === 'integer';
const isText = (column: Column) =>
  kindOf(column) === 'text' && column.end - column.start <= MOST_STORED_BYTES;
const isBytes = (column: Column) =>
  kindOf(column) === 'bytes' && column.end - column.start <= MOST_STORED_BYTES;
const isTextOf = (bytes: number) => (column: Column) => isText(column) && column.end - column.start === bytes;
const orNull = (test: (column: Column) => boolean) => (column: Column) => isNull(column) || test(column);

/** A row of `deliveries`: the types of its number, its id and its time are always the same. */
export const DELIVERY: Shape = {
  anchors: ['\x00\x41\x3d'],
  before: [1, 1],
  columns: [
    isNull,
    isTextOf(ID_BYTES),
    isTextOf(TIME_BYTES),
    isText,
    orNull(isText),
    orNull(isText),
    orNull(isText),
    isInteger,
    isInteger,
    orNull(isTextOf(TIME_BYTES)),
    orNull(isInteger),
    isInteger,
    isText,
    isBytes,
  ],
};

/** A row of `answers`: the anchors are the types of the first columns, for an app and for the listener. */
export const ANSWER: Shape = {
  anchors: ['\x05\x00\x13', '\x05\x00\x1d'],
  before: [0, 0],
  columns: [isNull, isText, orNull(isInteger), isInteger],
};

/** A row of `forwardings`: the anchor is how its JSON begins. */
export const FORWARDING: Shape = {
  anchors: ['{"url":"'],
  before: [6, 40],
  anchored: 3,
  columns: [isNull, isInteger, isInteger, isText, orNull(isBytes)],
};

/** A row of `diagnoses`: the anchor is how its JSON begins. */
export const DIAGNOSIS: Shape = {
  anchors: ['{"suspicions":'],
  before: [4, 24],
  anchored: 2,
  columns: [isNull, isInteger, isText],
};

/** An entry of the index of ids: it tells which deliveries there were, also where a row is gone. */
export const INDEX_ENTRY: Shape = {
  anchors: ['\x03\x41'],
  before: [0, 0],
  columns: [isTextOf(ID_BYTES), isInteger],
};

/** Whether the columns of a record are those of a table. Never throws. */
export function hasShape({ columns }: Layout, shape: Shape): boolean {
  return columns.every((column, index) => shape.columns[index]?.(column) === true);
}
