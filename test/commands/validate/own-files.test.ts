import { expect, test } from 'vitest';
import { withoutOwn } from '../../../src/commands/validate/own-files.ts';

const options = {
  baseline: 'known.json',
  report: [{ format: 'json', file: 'out/../r.json' }, { format: 'text' }],
} as const;

test('the configuration, the baseline and reports are no inputs where they are only found', () => {
  const files = ['a.json', 'b/fp-webhooks.config.json', 'b/known.json', './known.json', 'r.json', '-'];
  const left = withoutOwn(files, { inputs: ['.', '*.json', '-'], options, cwd: '/c' });
  expect(left).toEqual(['a.json', 'b/known.json', '-']);
});

test('what is named by itself is checked, whatever it is', () => {
  const files = ['fp-webhooks.config.json', 'known.json'];
  expect(withoutOwn(files, { inputs: files, options, cwd: '/c' })).toEqual(files);
});

test('to find nothing else is never a success', () => {
  expect(() => withoutOwn(['b/r.json'], { inputs: ['b'], options, cwd: '/c' })).not.toThrow();
  expect(() => withoutOwn(['known.json', 'r.json'], { inputs: ['.'], options, cwd: '/c' })).toThrow(
    expect.objectContaining({
      code: 'no_input',
      message:
        'Nothing to check was found beside known.json, r.json, which fp-webhooks reads or writes itself.',
    }),
  );
});

test('where nothing was named nothing is found', () => {
  expect(withoutOwn([], { inputs: [], options, cwd: '/c' })).toEqual([]);
});
