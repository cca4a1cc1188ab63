import { expect, test } from 'vitest';
import { explainWrong } from '../../src/report/wrong-words.ts';

test.each([
  [204, 'The app took it although its time was changed after signing: it does not verify signatures'],
  [400, 'It was refused, as it should be: its time was changed after signing.'],
  [403, 'It was refused, as it should be'],
] as const)('an answer of %i to what is wrong on purpose is explained', (status, words) => {
  expect(explainWrong(status, 'timestamp')).toContain(words);
});

test.each([302, 404, 405, 413, 500])('%i says nothing of signatures', (status) => {
  expect(explainWrong(status, 'body')).toBeUndefined();
});
