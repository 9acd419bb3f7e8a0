import type { CorpusLimits } from '../features/corpus.ts';
import type { HeldOut } from '../output/held-out.ts';
import type { HeldOutPlan } from '../output/held-out-plan.ts';
import type { ThreadPool } from '../threads/pool.ts';
import type { TrainingContext, TrainingData } from '../types.ts';
import { pauseOf } from '../work.ts';
import { judgeHeldOut } from './fitting.ts';
import { type PlacedDocuments, placeDocuments } from './placed-documents.ts';
import { roughLimits, tune } from './tuning.ts';

/** Models of the `linear` family that judge the same held-out documents again and again. */
export interface RepeatedJudging extends Pick<PlacedDocuments, 'ids' | 'labels' | 'plan' | 'notes'> {
  /** Ids of the judged documents, in the order of the plan. */
  readonly judgedIds: Int32Array;
  /** By models that learned from all documents outside the fold. */
  readonly whole: HeldOut;
  /** By models that learned from these rows alone, without those of the fold. They go on from the models before. */
  judge(rows: Int32Array): Promise<HeldOut>;
}

/**
 * Features and cost are found once, from all documents. A judged document is read as if the vectoriser had not known
 * its text.
 * @throws AppError `too_few_documents`, `too_few_classes`: see `Trainer.train`; `cancelled`.
 */
export async function prepareJudging(
  data: TrainingData,
  context: TrainingContext,
  limits: CorpusLimits,
  pool: ThreadPool,
  planOf: (labels: PlacedDocuments['labels']) => HeldOutPlan,
): Promise<RepeatedJudging> {
  const placed = await placeDocuments(data, context, pool, { balanced: false, limits, planOf });
  const { fitting, ids, labels, plan, notes } = placed;
  const pause = pauseOf(context);
  const { cost, folds, heldOut } = await tune(fitting, 0, pause, (fraction) =>
    context.onProgress({ phase: 'tuning', fraction: 0.3 + 0.7 * fraction }),
  );
  const { judged } = fitting.heldOut;
  return {
    ...{ ids, labels, plan, notes },
    judgedIds: fitting.judgedIds,
    whole: heldOut!,
    judge: (rows) => judgeHeldOut(fitting, folds!, cost, roughLimits, rows, judged, pause),
  };
}
