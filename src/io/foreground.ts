import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/**
 * Whether the terminal is this process's to read and to set: a job that does so in the background is stopped by the
 * system. Never throws.
 */
export function isForeground(): boolean {
  switch (process.platform) {
    case 'win32':
      return true;
    case 'linux':
      return isForegroundOnLinux();
    default:
      return isForegroundByPs();
  }
}

/** Source: proc_pid_stat(5), read 2026-11: behind the name in parentheses come state, ppid, pgrp, session, tty_nr, tpgid. */
function isForegroundOnLinux(): boolean {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const [, , group, , , owner] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return isOwner(group, owner);
  } catch {
    return false;
  }
}

function isForegroundByPs(): boolean {
  try {
    const columns = execFileSync('ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [group, owner] = columns.trim().split(/\s+/);
    return isOwner(group, owner);
  } catch {
    return false;
  }
}

/** An owner of -1: the terminal controls no jobs. */
function isOwner(group: string | undefined, owner: string | undefined): boolean {
  return group !== undefined && (group === owner || owner === '-1');
}
