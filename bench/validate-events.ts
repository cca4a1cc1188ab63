import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { EVENTS } from '../src/core/events/catalogue.ts';
import { createGenerator } from '../src/core/payloads/generation/generate.ts';
import { createDice } from '../src/io/dice.ts';

/** So many different payloads are made; each comes many times, with another time. */
const POOL = 12_000;
const FIRST_MS = Date.parse('2025-01-01T00:00:00Z');
const WRITE_BYTES = 4_194_304;
const TIME = /"timestamp":"[^"]{19}/;

/** Ordinary events, all valid: none is deprecated, and each names its time zone. */
export function makePool(): readonly string[] {
  const generators = EVENTS.filter(({ deprecated }) => deprecated === undefined).map((definition) =>
    createGenerator(definition, { seed: 1, createDice }),
  );
  // What comes first are the odd cases of each event, such as escapes.
  const bodies = Array.from({ length: POOL / generators.length }, (_, index) =>
    generators.map(({ at, size }) => Buffer.from(at(size + index).body).toString()),
  );
  return bodies.flat().filter((text) => /"timestamp":"[^"]*Z"/.test(text));
}

/** Writes so many events, one a line, a second apart. */
export function writeLines(path: string, count: number, pool: readonly string[]): void {
  writeAll(path, (write) => {
    for (let index = 0; index < count; index += 1) write(`${toEvent(pool, index)}\n`);
  });
}

/** Writes the same events as one array. */
export function writeArray(path: string, count: number, pool: readonly string[]): void {
  writeAll(path, (write) => {
    for (let index = 0; index < count; index += 1) write((index === 0 ? '[' : ',') + toEvent(pool, index));
    write(']');
  });
}

/** Writes the first events to a file each, `0001.json` and so on. */
export function writeFiles(folder: string, count: number, pool: readonly string[]): void {
  mkdirSync(folder);
  for (let index = 0; index < count; index += 1)
    writeFileSync(join(folder, `${String(index).padStart(4, '0')}.json`), `${toEvent(pool, index)}\n`);
}

function toEvent(pool: readonly string[], index: number): string {
  const second = new Date(FIRST_MS + index * 1_000).toISOString().slice(0, 19);
  return (pool[index % pool.length] ?? '').replace(TIME, `"timestamp":"${second}`);
}

function writeAll(path: string, fill: (write: (text: string) => void) => void): void {
  const descriptor = openSync(path, 'w');
  let waiting: string[] = [];
  let length = 0;
  const flush = () => {
    writeSync(descriptor, waiting.join(''));
    waiting = [];
    length = 0;
  };
  fill((text) => {
    waiting.push(text);
    length += text.length;
    if (length > WRITE_BYTES) flush();
  });
  flush();
  closeSync(descriptor);
}
