/** The two halves of the checksum of a write-ahead log. */
export type Sums = readonly [number, number];

/** What the checksum of a log begins with. */
export const START: Sums = [0, 0];

/** Goes on with a checksum; the length is a multiple of eight. Never throws. Source: sqlite.org/fileformat2.html, section 4.2. */
export function addToSums([first, second]: Sums, bytes: Uint8Array, isBigEndian: boolean): Sums {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let [one, two] = [first, second];
  for (let at = 0; at + 8 <= bytes.length; at += 8) {
    one = (one + view.getUint32(at, !isBigEndian) + two) >>> 0;
    two = (two + view.getUint32(at + 4, !isBigEndian) + one) >>> 0;
  }
  return [one, two];
}

/** A checksum as it is written. Never throws for eight bytes that are there. */
export function sumsAt(view: DataView, at: number): Sums {
  return [view.getUint32(at), view.getUint32(at + 4)];
}
