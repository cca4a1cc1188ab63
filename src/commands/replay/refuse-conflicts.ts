import { AppError } from '../../core/error.ts';
import { CONFLICTS, type Conflict } from './conflicts.ts';

/** Throws AppError `usage`, naming both flags and why, for two that cannot work together. */
export function refuseConflicts(options: object, conflicts: readonly Conflict[] = CONFLICTS): void {
  const given = new Set(
    Object.entries(options)
      .filter(([, value]) => value !== undefined && value !== false)
      .map(([name]) => name),
  );
  for (const { flag, why, others, hint } of conflicts) {
    const other = given.has(flag) ? others.find((each) => given.has(each)) : undefined;
    if (other === undefined) continue;
    const message = `${toFlag(flag)} ${why}, and ${toFlag(other)} cannot be used with it.`;
    throw new AppError('usage', message, hint);
  }
}

/** An option as it is typed: `--new-id` for `newId`. Never throws. */
export function toFlag(option: string): string {
  return `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
