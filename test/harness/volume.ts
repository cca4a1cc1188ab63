/** Whether `npm run test:nightly` runs the tests, with all that they can do. */
export const IS_NIGHTLY = process.env['MODE'] === 'nightly';

/** How much a test does by default, and in the nightly mode. */
export function volume(daily: number, nightly: number): number {
  return IS_NIGHTLY ? nightly : daily;
}
