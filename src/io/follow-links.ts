import { readlinkSync, realpathSync } from 'node:fs';
import { dirname, resolve } from 'node:path';

const MOST_LINKS = 40;

/** The path behind symbolic links, also where the last of them leads to nothing yet; as it is where they lead in a circle. Never throws. */
export function followLinks(path: string): string {
  let target = path;
  for (let links = 0; links < MOST_LINKS; links += 1) {
    const [real, next] = [findReal(target), findLink(target)];
    if (real !== undefined) return real;
    if (next === undefined) return target;
    target = resolve(dirname(target), next);
  }
  return path;
}

function findReal(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function findLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
