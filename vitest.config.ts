import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/global-setup.ts'],
    // Real processes and real mounts: on a loaded machine of two cores a call can take a while.
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
