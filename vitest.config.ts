import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Files share a worker: none keeps state outside its tests, and starting workers took a third of the time.
  test: { isolate: false, include: ['test/**/*.test.ts'], testTimeout: 20_000 },
});
