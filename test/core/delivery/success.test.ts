import { expect, test } from 'vitest';
import { isSuccess } from '../../../src/core/delivery/success.ts';

test.each([200, 201, 204, 299])('%i is a success', (status) => {
  expect(isSuccess(status)).toBe(true);
});

test.each([null, 100, 199, 300, 304, 400, 500])('%s is none', (status) => {
  expect(isSuccess(status)).toBe(false);
});
