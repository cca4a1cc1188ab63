import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderConfigSummary, renderSetting } from '../../src/report/human/config.ts';
import type { RecordOf } from '../../src/report/records.ts';
import { CODE_POINT } from '../harness/code-point.ts';
import { UNSEEN } from '../harness/unseen.ts';

type Setting = RecordOf<'setting'>;
const page = (columns: number) => ({ columns, paint: (text: string) => text });
const PORT: Setting = { type: 'setting', key: 'port', value: 4401, source: 'file', origin: 'f.json:3:11' };

test('a setting is a line of its key, its value and where it came from', () => {
  expect(renderSetting(PORT, page(100))).toBe(`port            4401${' '.repeat(32)}f.json:3:11\n`);
  const unset: Setting = { ...PORT, value: null, meaning: 'any', source: 'default', origin: 'default' };
  expect(renderSetting(unset, page(100))).toBe(`port            any${' '.repeat(33)}default\n`);
  expect(renderSetting({ ...PORT, value: [] }, page(100))).toMatch(/^port +none +f\.json/);
});

test('further items of a list stand below the first', () => {
  const text = renderSetting({ ...PORT, key: 'event', value: ['a.*', 'b'] }, page(100));
  expect(text.split('\n')).toEqual([
    expect.stringMatching(/^event +a\.\* +f\.json:3:11$/),
    `${' '.repeat(16)}b`,
    '',
  ]);
});

test('of a secret only its state is shown, and of several each by its name', () => {
  const set = { name: 'NEW', isSet: true, kinds: ['shared' as const], isUsable: true };
  const missing = { name: 'OLD', isSet: false, kinds: [], isUsable: false };
  const broken = { ...missing, name: 'BAD', isSet: true, problem: 'It is empty.' };
  const lines = (secrets: Setting['secrets']) =>
    renderSetting({ ...PORT, key: 'secret', value: ['x'], secrets }, page(100))
      .split('\n')
      .slice(1, -1)
      .map((line) => line.trim());
  expect(lines([set])).toEqual(['set: a shared secret (whsec_)']);
  expect(lines([set, missing, broken])).toEqual([
    'NEW: set: a shared secret (whsec_)',
    'OLD: not set',
    'BAD: set, and cannot be used',
    'It is empty.',
  ]);
});

test('the end says which file and profile were read', () => {
  const summary = { type: 'summary', command: 'config', file: null, profile: null, profiles: [] } as const;
  const render = (record: object) =>
    renderConfigSummary({ ...summary, profiles: [], ...record }, page(100)).trim();
  expect(render({})).toBe('There is no fp-webhooks.config.json in this folder.');
  expect(render({ file: 'f' })).toBe('Read from f. It has no profiles.');
  expect(render({ file: 'f', profile: 'a', profiles: ['a', 'b'] })).toBe(
    'Read from f with the profile a. Its profiles: a, b.',
  );
});

test('whatever a setting holds, no control character reaches the terminal, and every line ends', () => {
  const text = fc.string({ unit: CODE_POINT });
  fc.assert(
    fc.property(
      text,
      fc.array(text),
      text,
      fc.integer({ min: 20, max: 120 }),
      (key, value, origin, columns) => {
        const shown = renderSetting({ ...PORT, key, value, origin }, page(columns));
        expect(shown).not.toMatch(UNSEEN);
        expect(shown.endsWith('\n')).toBe(true);
      },
    ),
  );
});
