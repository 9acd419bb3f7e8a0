import { availableParallelism } from 'node:os';
import { inRoot } from '../../lib/paths.mjs';
import { watchedContext } from '../engine/watched-context.ts';
import { type Figure, milliseconds } from '../report.ts';

const wantedMilliseconds = 200;

/** As the product's worker has it: all cores, the built thread; it knows how long work went without a look for a cancel. */
export function engineContext() {
  return watchedContext({
    count: Math.min(8, availableParallelism()),
    entry: inRoot('out', 'main', 'thread.cjs'),
  });
}

/** Of processor time, which is the same on a busy machine. */
export function stretchFigure(stretches: readonly number[]): Figure {
  const longest = Math.max(...stretches);
  return {
    name: 'longest work without a look for a cancel',
    value: `${milliseconds(longest)} of a core`,
    target: `< ${wantedMilliseconds} ms`,
    passed: longest < wantedMilliseconds,
  };
}
