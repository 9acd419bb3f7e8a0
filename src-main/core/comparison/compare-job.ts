import { mirrored } from '../../domain/comparison/mirror.ts';
import type { Comparison } from '../../domain/comparison/types.ts';
import { AppError } from '../../domain/errors.ts';
import { defaultSeed } from '../../domain/splits.ts';
import { evaluateModel } from '../evaluation/evaluate-model.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import { runTask } from '../jobs/run-task.ts';
import type { CompareTaskResult } from '../ports/worker.ts';
import { now, type ProjectContext } from '../projects/project-context.ts';
import { showing } from '../training/training-log.ts';
import { type ComparablePair, comparisonKey, type Pair, pairOf, requireComparable } from './pair.ts';

/** Compares in a worker and stores the result for both orders of the two. @returns the id of this order's. */
export async function runComparison(
  context: ProjectContext,
  pair: ComparablePair,
  control: JobControl,
  from = 0,
): Promise<number> {
  const startedAt = performance.now();
  // Computed in one order only, so that a swap shows the mirrored result to the last digit.
  const isOrdered = pair.a.model.id < pair.b.model.id;
  const { a, b } = isOrdered ? pair : { a: pair.b, b: pair.a };
  const task = {
    kind: 'compare',
    projectPath: context.store.path,
    // Judged as multi-label, a document with one class counts as it does in single-label.
    projectKind: a.model.kind === b.model.kind ? a.model.kind : 'multi',
    a: { evaluationId: a.evaluation.id, classes: a.evaluation.classes },
    b: { evaluationId: b.evaluation.id, classes: b.evaluation.classes },
    seed: defaultSeed,
  } as const;
  const result = await runTask<CompareTaskResult>(context.launcher, task, {
    signal: control.signal,
    onProgress: showing(control, from, 1),
    onLog: control.log,
  });
  const comparison: Comparison = {
    ...result,
    dataset: pair.dataset,
    fingerprint: pair.fingerprint,
    a: { modelId: a.model.id, name: a.model.name, evaluationId: a.evaluation.id },
    b: { modelId: b.model.id, name: b.model.name, evaluationId: b.evaluation.id },
  };
  const seconds = (performance.now() - startedAt) / 1000;
  const [asAsked, other] = isOrdered
    ? [comparison, mirrored(comparison)]
    : [mirrored(comparison), comparison];
  return context.store.transaction(() => {
    const swapped = { ...pair, a: pair.b, b: pair.a };
    store(context, swapped, other, seconds);
    return store(context, pair, asAsked, seconds);
  });
}

function store(context: ProjectContext, pair: ComparablePair, result: Comparison, seconds: number): number {
  const { analyses } = context.store;
  const analysisId = analyses.begin({
    kind: 'comparison',
    key: comparisonKey(pair),
    createdAt: now(context),
    fingerprint: pair.fingerprint,
  });
  analyses.publish(analysisId, { result, seconds });
  return analysisId;
}

/** Share of the progress bar for each of the two evaluations. */
const evaluationShare = 0.45;

/** Judges again what was not judged on the documents as they are now, then compares. */
export async function runAnew(context: ProjectContext, pair: Pair, control: JobControl): Promise<number> {
  const { dataset } = pair;
  const present = await context.fingerprint([dataset]);
  for (const [index, { model, evaluation }] of [pair.a, pair.b].entries()) {
    if (evaluation?.fingerprint === present && evaluation.analysis !== null) continue;
    control.log(`Judging “${model.name}”.`);
    await evaluateModel(context, model.id, dataset, {
      signal: control.signal,
      onProgress: showing(control, index * evaluationShare, (index + 1) * evaluationShare),
      onLog: control.log,
    });
  }
  const judged = pairOf(context, pair.a.model.id, pair.b.model.id, dataset);
  return await runComparison(context, requireUnchanged(context, judged), control, 2 * evaluationShare);
}

/** Labelling goes on meanwhile: the second may have been judged on other documents than the first. */
function requireUnchanged(context: ProjectContext, pair: Pair): ComparablePair {
  if (pair.a.evaluation?.fingerprint !== pair.b.evaluation?.fingerprint) {
    throw new AppError(
      'test_set_changed',
      'Documents were changed between the two evaluations. Start again when the changes are made.',
    );
  }
  return requireComparable(context, pair);
}
