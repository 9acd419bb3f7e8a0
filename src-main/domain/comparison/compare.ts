import { overallFigures } from '../metrics/analysis.ts';
import { f1Interval } from '../metrics/f1-interval.ts';
import { type Counts, classF1, newFigures, writeFigures } from '../metrics/figures.ts';
import type { ModelClass } from '../model.ts';
import type { ProjectKind } from '../project.ts';
import { bootstrapResamples, type PairedSamples, pairedBootstrap } from '../statistics/bootstrap.ts';
import { differenceInterval, type Estimate } from '../statistics/difference-interval.ts';
import { documentsForDifference, documentsForMcNemar } from '../statistics/documents-needed.ts';
import { mcNemarPValue } from '../statistics/mcnemar.ts';
import { countsOf, type Outcomes } from '../statistics/outcomes.ts';
import { randomisationTest } from '../statistics/randomisation-test.ts';
import { percentileInterval, standardDeviation } from '../statistics/sample-interval.ts';
import { scaled, type Work } from '../work.ts';
import type { ClassDifference, Comparison, FigureDifference, McNemar, Verdict } from './types.ts';

/** The whole comparison but for what names the two models. */
export type ComparedFigures = Omit<Comparison, 'dataset' | 'fingerprint' | 'a' | 'b'>;

/** One test alone decides, at this level. */
const level = 0.05;
/** Share of the work that the bootstrap is. */
const bootstrapShare = 0.8;

/**
 * Compares two models by the outcomes of both on the same documents; yields the share that is done. The same
 * outcomes and seed give the same result.
 */
export function* compare(
  kind: ProjectKind,
  classNames: readonly ModelClass[],
  outcomes: Outcomes,
  seed: number,
  resamples: number = bootstrapResamples,
): Work<ComparedFigures> {
  const options = { kind, seed, resamples };
  const samples = yield* scaled(pairedBootstrap(outcomes, options), 0, bootstrapShare);
  const figures = figureDifferences(kind, outcomes, samples);
  const right = rightness(outcomes);
  const mcNemar: McNemar = {
    onlyA: right.broken,
    onlyB: right.fixed,
    pValue: mcNemarPValue(right.broken, right.fixed),
  };
  const verdict =
    kind === 'single'
      ? singleVerdict(mcNemar, outcomes.documents)
      : yield* multiVerdict(outcomes, figures, samples, seed);
  return {
    kind,
    documents: outcomes.documents,
    seed,
    resamples,
    figures,
    mcNemar,
    verdict,
    classes: classDifferences(outcomes, samples),
    classNames,
    ...right,
  };
}

function figureDifferences(
  kind: ProjectKind,
  outcomes: Outcomes,
  samples: PairedSamples,
): readonly FigureDifference[] {
  const [a, b] = [0, 1].map((model) => {
    const figures = newFigures();
    writeFigures(kind, countsOf(outcomes, model), figures);
    return figures;
  }) as [Float64Array, Float64Array];
  return overallFigures.map((figure, index) => {
    const difference = b[index]! - a[index]!;
    return {
      figure,
      a: a[index]!,
      b: b[index]!,
      difference,
      interval: percentileInterval(samples.differences[figure]),
    };
  });
}

function classDifferences(outcomes: Outcomes, { correlations }: PairedSamples): readonly ClassDifference[] {
  const [countsA, countsB] = [countsOf(outcomes, 0), countsOf(outcomes, 1)];
  return Array.from(correlations, (correlation, k) => {
    const [a, b] = [estimateF1(countsA, k), estimateF1(countsB, k)];
    const known = a !== null && b !== null;
    return {
      support: countsA.tp[k]! + countsA.fn[k]!,
      a: a?.value ?? null,
      b: b?.value ?? null,
      difference: known ? b.value - a.value : null,
      interval: known ? differenceInterval(a, b, correlation) : null,
    };
  });
}

function estimateF1(counts: Counts, k: number): Estimate | null {
  const interval = f1Interval(counts.tp[k]!, counts.fp[k]!, counts.fn[k]!);
  return interval === null ? null : { value: classF1(counts, k), interval };
}

function rightness({ counts, sides }: Outcomes) {
  const [a, b] = sides as [Outcomes['sides'][number], Outcomes['sides'][number]];
  const documents = { bothRight: 0, fixed: 0, broken: 0, bothWrong: 0 };
  counts.forEach((count, outcome) => {
    const [inA, inB] = [a.exact[outcome] === 1, b.exact[outcome] === 1];
    const set = inA ? (inB ? 'bothRight' : 'broken') : inB ? 'fixed' : 'bothWrong';
    documents[set] += count;
  });
  return documents;
}

function singleVerdict({ onlyA, onlyB, pValue }: McNemar, documents: number): Verdict {
  return decided('mcnemar', pValue, onlyB - onlyA, documents, () =>
    documentsForMcNemar(onlyA, onlyB, documents),
  );
}

function* multiVerdict(
  outcomes: Outcomes,
  figures: readonly FigureDifference[],
  samples: PairedSamples,
  seed: number,
): Work<Verdict> {
  const pValue = yield* scaled(randomisationTest(outcomes, seed), bootstrapShare, 1);
  const { difference } = figures.find(({ figure }) => figure === 'microF1')!;
  return decided('randomisation', pValue, difference, outcomes.documents, () =>
    documentsForDifference(difference, standardDeviation(samples.differences.microF1), outcomes.documents),
  );
}

/** Without a winner more documents than there are are needed, whatever the approximation says. */
function decided(
  test: Verdict['test'],
  pValue: number,
  difference: number,
  documents: number,
  needed: () => number | null,
): Verdict {
  if (pValue < level && difference !== 0) {
    return { winner: difference > 0 ? 'b' : 'a', test, pValue, documentsNeeded: null };
  }
  const estimate = needed();
  const documentsNeeded = estimate === null ? null : Math.max(documents + 1, estimate);
  return { winner: null, test, pValue, documentsNeeded };
}
