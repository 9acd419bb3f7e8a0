import type { CorpusLimits } from '../features/corpus.ts';
import { prepareJudging } from '../linear/repeated-judging.ts';
import { planFolds } from '../output/held-out-plan.ts';
import { heldOutPredictions } from '../output/held-out-predictions.ts';
import { fitOutput } from '../output/output.ts';
import type { ThreadPool } from '../threads/pool.ts';
import type { TrainingContext, TrainingData } from '../types.ts';
import { pauseOf, runPaced } from '../work.ts';
import { foldCount, type Member } from './member.ts';

/** The `linear` family. Its features and its cost are found once; it then judges again in a fraction of the time. */
export async function linearMember(
  data: TrainingData,
  context: TrainingContext,
  limits: CorpusLimits,
  pool: ThreadPool,
): Promise<Member> {
  const { kind, classes } = data;
  const judging = await prepareJudging(data, context, limits, pool, (labels) =>
    planFolds(labels, classes.length, foldCount, context.seed),
  );
  const { ids, judgedIds, whole } = judging;
  const pause = pauseOf(context);
  const rows = Int32Array.from(ids, (_, row) => row);
  return {
    judge: async (without) => {
      const values =
        without.size === 0 ? whole : await judging.judge(rows.filter((row) => !without.has(ids[row]!)));
      const { output } = await runPaced(fitOutput(kind, classes.length, values), pause);
      return runPaced(heldOutPredictions({ ids: judgedIds, values }, output), pause);
    },
  };
}
