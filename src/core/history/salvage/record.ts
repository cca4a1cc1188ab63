/** Where in a payload a column stands, and of what type it is: a code that SQLite calls serial type. */
export interface Column {
  readonly serial: number;
  readonly start: number;
  readonly end: number;
}

/** The layout of a row as its header tells. */
export interface Layout {
  readonly columns: readonly Column[];
  /** Of header and values together. */
  readonly payloadBytes: number;
}

/** A number of one to nine bytes, and where the next thing begins; undefined when it is cut off. Never throws. */
export function readVarint(bytes: Uint8Array, at: number): { value: number; next: number } | undefined {
  let value = 0;
  for (let index = 0; index < 9; index += 1) {
    const byte = bytes[at + index];
    if (byte === undefined) return undefined;
    if (index === 8) return { value: value * 256 + byte, next: at + 9 };
    value = value * 128 + (byte & 0x7f);
    if (byte < 0x80) return { value, next: at + index + 1 };
  }
  return undefined;
}

/**
 * Reads the header of a record that has so many columns, or gives undefined when there is none. Never throws.
 * Source: sqlite.org/fileformat2.html, section 2.1.
 */
export function findLayout(bytes: Uint8Array, at: number, columnCount: number): Layout | undefined {
  const header = readVarint(bytes, at);
  if (header === undefined || header.value > 9 * (columnCount + 1)) return undefined;
  const columns: Column[] = [];
  let [cursor, position] = [header.next, header.value];
  while (columns.length < columnCount) {
    const serial = readVarint(bytes, cursor);
    if (serial === undefined || serial.value > 4_294_967_295) return undefined;
    const end = position + sizeOf(serial.value);
    columns.push({ serial: serial.value, start: position, end });
    [cursor, position] = [serial.next, end];
  }
  return cursor === at + header.value ? { columns, payloadBytes: position } : undefined;
}

const FIXED_SIZES = [0, 1, 2, 3, 4, 6, 8, 8, 0, 0, 0, 0];

function sizeOf(serial: number): number {
  return FIXED_SIZES[serial] ?? Math.floor((serial - 12) / 2);
}

/** Whether a column holds text, bytes, a whole number or nothing. Never throws. */
export function kindOf({ serial }: Column): 'text' | 'bytes' | 'integer' | 'null' | 'other' {
  if (serial === 0) return 'null';
  if (serial >= 12) return serial % 2 === 1 ? 'text' : 'bytes';
  return serial <= 6 || serial === 8 || serial === 9 ? 'integer' : 'other';
}

/** The number in a column of whole numbers. Never throws. */
export function readInteger(payload: Uint8Array, { serial, start, end }: Column): number {
  if (serial === 8 || serial === 9) return serial - 8;
  let value = ((payload[start] ?? 0) << 24) >> 24;
  for (let at = start + 1; at < end; at += 1) value = value * 256 + (payload[at] ?? 0);
  return value;
}

/**
 * The number of the row whose record begins at a place: it stands before the record, and before it the length of the
 * record. Undefined when the two do not fit. Never throws.
 */
export function findRowId(bytes: Uint8Array, at: number, payloadBytes: number): number | undefined {
  const length = toVarint(payloadBytes);
  for (let size = 1; size <= 9; size += 1) {
    const rowId = readVarint(bytes, at - size);
    const start = at - size - length.length;
    if (start >= 0 && rowId?.next === at && length.every((byte, index) => bytes[start + index] === byte)) {
      return rowId.value;
    }
  }
  return undefined;
}

function toVarint(value: number): readonly number[] {
  const low = value % 128;
  return value < 128 ? [low] : [...toVarint(Math.floor(value / 128)).map((byte) => byte | 0x80), low];
}
