import type { Reporter } from 'vitest/node';
import { writeCounts } from './counts.ts';

/** Counts tests for the closing line of `npm test`; a file that could not be loaded is an error. */
const reporter: Reporter = {
  onTestRunEnd(modules, unhandledErrors) {
    const counts = { passed: 0, failed: 0, skipped: 0, errors: unhandledErrors.length };
    for (const module of modules) {
      counts.errors += module.errors().length;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') counts.passed += 1;
        else if (state === 'skipped') counts.skipped += 1;
        else counts.failed += 1;
      }
      // A failed hook of a suite leaves its tests unrun.
      for (const suite of module.children.allSuites()) counts.errors += suite.errors().length;
    }
    writeCounts(counts);
  },
};

export default reporter;
