import { judgeHeldOut, readDocuments } from '../bayes/documents.ts';
import { planFolds } from '../output/held-out-plan.ts';
import { heldOutPredictions } from '../output/held-out-predictions.ts';
import { fitOutput } from '../output/output.ts';
import type { TrainingContext, TrainingData } from '../types.ts';
import { pauseOf, runPaced } from '../work.ts';
import { foldCount, type Member } from './member.ts';

/** Bayes-weighted words with their order at the beginning: they err on other documents than the `linear` family. */
export async function wordsMember(
  data: TrainingData,
  context: TrainingContext,
  documents: number,
): Promise<Member> {
  const { kind, classes } = data;
  const pause = pauseOf(context);
  const read = await readDocuments(data, context, documents, (labels) =>
    planFolds(labels, classes.length, foldCount, context.seed),
  );
  const { plan, ids } = read;
  const folds = plan.by === 'cross-validation' ? plan.folds : [];
  return {
    judge: async (without) => {
      const fewer = folds.map(({ fit, judge }) => ({
        fit: fit.filter((row) => !without.has(ids[row]!)),
        judge,
      }));
      const documentsLeft = { ...read, plan: { by: 'cross-validation', folds: fewer } } as const;
      const judged = (await judgeHeldOut(data, documentsLeft, context, pause, nothing))!;
      const { output } = await runPaced(fitOutput(kind, classes.length, judged.values), pause);
      return runPaced(heldOutPredictions(judged, output), pause);
    },
  };
}

function* nothing() {}
