import { defineConfig } from 'vitest/config';

// SQLite's binding crashes without a word on an older Node.
if (Number.parseInt(process.versions.node, 10) < 24) {
  throw new Error(`The tests need Node.js 24; this is ${process.versions.node}. Run them with npm test.`);
}

export default defineConfig({
  test: {
    pool: 'forks',
    // A wait for an event, not a measurement: a loaded machine may be slow.
    expect: { poll: { timeout: 20_000 } },
    // Against hanging for ever, not against being slow.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          environment: 'node',
          include: ['src-main/**/*.test.ts', 'src-preload/**/*.test.ts', 'tools/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'renderer', environment: 'happy-dom', include: ['src-renderer/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          environment: 'node',
          include: ['tests/{integration,architecture}/**/*.test.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
