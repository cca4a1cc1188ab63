import { expect, test } from 'vitest';
import { explainWrong } from '../../src/report/wrong-words.ts';

test('a verdict on what is wrong on purpose is explained', () => {
  expect(explainWrong(true, 'timestamp')).toBe(
    'The app took it although its time was changed after signing: it does not verify signatures as it should.',
  );
  expect(explainWrong(false, 'timestamp')).toBe(
    'It was refused, as it should be: its time was changed after signing.',
  );
});
