import type { Reporter, SerializedError, TestModule } from 'vitest/node';
import { writeCounts } from './counts.ts';

/** Counts tests for the closing line of `npm test`; a file that could not be loaded is an error. */
class CountingReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly SerializedError[]): void {
    const counts = { passed: 0, failed: 0, skipped: 0, errors: unhandledErrors.length };
    for (const module of modules) {
      for (const test of module.children.allTests()) counts[outcomeOf(test.result().state)] += 1;
      // A failed hook leaves the tests of its suite unrun.
      for (const suite of module.children.allSuites()) counts.errors += suite.errors().length;
      counts.errors += module.errors().length;
    }
    writeCounts(counts);
  }
}

/** A test that is still pending at the end of the run did not pass. */
function outcomeOf(state: 'passed' | 'failed' | 'skipped' | 'pending'): 'passed' | 'failed' | 'skipped' {
  return state === 'pending' ? 'failed' : state;
}

export default CountingReporter;
