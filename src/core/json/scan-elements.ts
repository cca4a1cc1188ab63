import { isSpace } from './scan.ts';

/** No byte: a comma where an element should begin. */
const STRAY = -1;
const LINE_FEED = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
const OPEN_ARRAY = 0x5b;
const BACKSLASH = 0x5c;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** Brackets deeper than this are counted and not told apart, so that memory is bounded. */
const MOST_OPEN = 10_000;

/** Events of an array. Offsets count from the first byte that was read. */
export interface ElementEvents {
  readonly onStart: (offset: number) => void;
  /** At the comma or the bracket behind it; white space before that belongs to it. */
  readonly onEnd: (offset: number) => void;
  /** The first comma of a run where an element should begin. */
  readonly onStray?: (offset: number) => void;
  /** The bracket that ends the array. Nothing is told of what follows. */
  readonly onClose?: (offset: number) => void;
}

/** State of an array: before its first element, behind a comma, in an element, in a string of it, or closed. */
export type ArrayState = 'empty' | 'behind_comma' | 'in_element' | 'in_string' | 'closed';

/** Reads an array, chunk by chunk. */
export interface ElementScanner {
  readonly read: (bytes: Uint8Array) => void;
  readonly state: () => ArrayState;
  /** Number of open brackets in an element. */
  readonly depth: () => number;
}

/**
 * Tells where the elements of an array begin and end, whose opening bracket was read already. It is not for what is no
 * JSON, but gets back into step behind it: a string ends with its line, a bracket that closes closes what was opened inside,
 * and an object where a key should stand is the next element. Never throws.
 */
export function createElementScanner(events: ElementEvents): ElementScanner {
  let state: ArrayState = 'empty';
  let isEscaped = false;
  let before = 0;
  let offset = 0;
  const open: number[] = [];
  // Brackets that are open deeper than those, and how many of those are arrays.
  let [beyond, arrays] = [0, 0];

  function begin(at: number): void {
    events.onStart(at);
    state = 'in_element';
    open.length = 0;
    [beyond, arrays] = [0, 0];
  }

  function push(opener: number): void {
    if (open.length === MOST_OPEN) beyond += 1;
    else {
      open.push(opener);
      arrays += Number(opener === OPEN_ARRAY);
    }
  }

  function close(opener: number): void {
    if (beyond > 0) {
      beyond -= 1;
      return;
    }
    const count = opener === OPEN_ARRAY ? arrays : open.length - arrays;
    for (let last: number | undefined; count > 0 && last !== opener; ) {
      last = open.pop();
      arrays -= Number(last === OPEN_ARRAY);
    }
  }

  function readBetween(byte: number, at: number): void {
    if (byte === COMMA) {
      if (before !== STRAY) events.onStray?.(at);
      before = STRAY;
      state = 'behind_comma';
    } else if (byte === CLOSE_ARRAY) finish(at);
    else {
      begin(at);
      before = 0;
      readInside(byte, at);
    }
  }

  function finish(at: number): void {
    events.onClose?.(at);
    state = 'closed';
  }

  function readInside(byte: number, at: number): void {
    switch (byte) {
      case QUOTE:
        state = 'in_string';
        break;
      case OPEN_OBJECT:
        if (before === COMMA && open.at(-1) === OPEN_OBJECT) {
          events.onEnd(at);
          begin(at);
        }
        push(byte);
        break;
      case OPEN_ARRAY:
        push(byte);
        break;
      case CLOSE_OBJECT:
        close(OPEN_OBJECT);
        break;
      case CLOSE_ARRAY:
        if (open.length > 0) close(OPEN_ARRAY);
        else {
          events.onEnd(at);
          finish(at);
        }
        break;
      case COMMA:
        if (open.length > 0) break;
        events.onEnd(at);
        state = 'behind_comma';
    }
    before = byte;
  }

  /** Reads on in a string, and gives the index behind what was read. Nearly every byte is in one. */
  function readString(bytes: Uint8Array, start: number): number {
    let index = start;
    let escaped = isEscaped;
    for (; index < bytes.length; index += 1) {
      const byte = bytes[index];
      if (byte === LINE_FEED || (byte === QUOTE && !escaped)) {
        state = 'in_element';
        index += 1;
        escaped = false;
        break;
      }
      escaped = byte === BACKSLASH && !escaped;
    }
    isEscaped = escaped;
    return index;
  }

  function read(bytes: Uint8Array): void {
    for (let index = 0; index < bytes.length && state !== 'closed'; ) {
      if (state === 'in_string') {
        index = readString(bytes, index);
        continue;
      }
      const byte = bytes[index] ?? 0;
      if (!isSpace(byte)) {
        if (state === 'in_element') readInside(byte, offset + index);
        else readBetween(byte, offset + index);
      }
      index += 1;
    }
    offset += bytes.length;
  }

  return { read, state: () => state, depth: () => open.length };
}
