import { defineConfig } from 'vitest/config';

// The console in a real browser against a real Tenon and its sandbox. One file at a time: two cores.
export default defineConfig({
  test: {
    include: ['e2e/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 90_000,
  },
});
