import type { FullResult, Reporter, Suite, TestCase } from '@playwright/test/reporter';
import { writeCounts } from './counts.ts';

/** Counts tests for the closing line of `npm test`. */
class CountingReporter implements Reporter {
  private suite: Suite | undefined;
  private errors = 0;

  onBegin(_config: unknown, suite: Suite): void {
    this.suite = suite;
  }

  onError(): void {
    this.errors += 1;
  }

  onEnd(result: FullResult): void {
    const counts = { passed: 0, failed: 0, skipped: 0, errors: this.errors };
    for (const test of this.suite?.allTests() ?? []) counts[outcomeOf(test)] += 1;
    if (result.status === 'interrupted' || result.status === 'timedout') counts.errors += 1;
    writeCounts(counts);
  }

  printsToStdio(): boolean {
    return false;
  }
}

/** A test that never ran, because the run ended early, did not pass. */
function outcomeOf(test: TestCase): 'passed' | 'failed' | 'skipped' {
  const outcome = test.outcome();
  if (outcome === 'skipped') return test.expectedStatus === 'skipped' ? 'skipped' : 'failed';
  return outcome === 'expected' ? 'passed' : 'failed';
}

export default CountingReporter;
