import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { addFlags, checkFlags, defaultOf, flags, toLong } from '../../src/commands/declare.ts';
import { integer } from '../../src/commands/flags.ts';

const table = flags({
  port: { flag: '-p, --port <n>', about: 'a port', parse: integer(0, 10), default: defaultOf('port') },
  tag: { flag: '--tag <text>', about: 'a tag', repeat: true },
  mode: { flag: '--mode <mode>', about: 'a mode', choices: ['a', 'b'] },
  noise: { flag: '--noise', about: 'noise', conflicts: ['mode'] },
  dryRun: { flag: '--dry-run', about: 'nothing', needs: ['mode', 'tag'] },
});

const parse = (...args: string[]) =>
  addFlags(new Command().exitOverride().configureOutput({ writeErr: () => {} }), table)
    .parse(args, { from: 'user' })
    .opts();

describe('a table of flags', () => {
  test('gives the options with defaults, parsed values and lists', () => {
    expect(parse()).toEqual({ port: 4400 });
    expect(parse('--port', '3', '--tag', 'x', '--tag', 'y', '--dry-run')).toEqual({
      port: 3,
      tag: ['x', 'y'],
      dryRun: true,
    });
  });

  test('refuses a value out of range and one that is no choice', () => {
    expect(() => parse('--port', '11')).toThrow('from 0 to 10');
    expect(() => parse('--mode', 'c')).toThrow('Allowed choices are a, b');
  });
});

describe('checkFlags', () => {
  const check = (options: object, configured: readonly string[] = []) =>
    checkFlags(table, options, {
      originOf: (name) => ({ source: configured.includes(name) ? 'file' : 'flag', name: toLong(name) }),
    });

  test('refuses two typed flags that exclude each other, and names both', () => {
    expect(() => check({ noise: true, mode: 'a' })).toThrow('--noise cannot be combined with --mode.');
    expect(() => check({ noise: false, mode: 'a' })).not.toThrow();
  });

  test('refuses a flag without any of those that it needs', () => {
    expect(() => check({ dryRun: true })).toThrow('--dry-run has no effect without --mode or --tag.');
    expect(() => check({ dryRun: true, tag: ['x'] })).not.toThrow();
  });

  test('lets a configured value be what a flag needs, and never a conflict', () => {
    expect(() => check({ dryRun: true, mode: 'a' }, ['mode'])).not.toThrow();
    expect(() => check({ noise: true, mode: 'a' }, ['mode'])).not.toThrow();
  });
});
