import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // What hangs is found by it; what is slow on a busy machine is not at fault.
    testTimeout: 60_000,
    expect: { poll: { timeout: 20_000 } },
    // Files share a worker: none keeps state outside its tests, and starting workers took a third of the time.
    isolate: false,
    setupFiles: ['test/harness/setup.ts'],
    // Some tests wait for time to pass, and every worker loads all modules once: one more than two cores is enough.
    maxWorkers: 3,
  },
});
