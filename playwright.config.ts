import { defineConfig } from '@playwright/test';
import { findBrowser, QUIET_BROWSER_FLAGS } from './tools/lib/browser.mjs';

const browser = findBrowser();

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  workers: 2,
  fullyParallel: false,
  retries: 0,
  forbidOnly: true,
  // Against hanging for ever, not against being slow.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  reporter: 'list',
  use: {
    viewport: { width: 1280, height: 800 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: {
      args: QUIET_BROWSER_FLAGS,
      ...(browser === undefined ? {} : { executablePath: browser }),
    },
  },
  projects: [{ name: 'chromium' }],
});
