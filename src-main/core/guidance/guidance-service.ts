import { AppError } from '../../domain/errors.ts';
import type { GuidanceFacts } from '../../domain/guidance/facts.ts';
import { giveGuidance } from '../../domain/guidance/rules.ts';
import type { Remedy } from '../../domain/guidance.ts';
import type { Duplicates, LabelErrors } from '../../domain/health/types.ts';
import type { EvaluationMetrics } from '../../domain/metrics/types.ts';
import { createRandom, shuffle } from '../../domain/random.ts';
import { requireClass } from '../classes/classes.ts';
import { changeMany } from '../documents/bulk-change.ts';
import type { GuidanceService, TestSet } from '../improvement.ts';
import { requireModel } from '../models/models.ts';
import { assertWritable, type ProjectContext } from '../projects/project-context.ts';
import { isOpen } from '../test-set/policy.ts';

export function createGuidance(
  context: ProjectContext,
  testSet: Pick<TestSet, 'relabelledSince'>,
): GuidanceService {
  return {
    async forModel(modelId, dataset) {
      const isAlive = (classId: number) => context.store.classes.get(classId) !== undefined;
      return giveGuidance(gatherFacts(context, testSet, modelId, dataset)).map((advice) => ({
        ...advice,
        remedies: advice.remedies.filter((remedy) => classesOf(remedy).every(isAlive)),
      }));
    },
    async exclude(classId, documents, seed) {
      assertWritable(context);
      checkedCount(documents);
      const name = requireClass(context, classId).name;
      const ids = await drawTraining(context, classId, documents, seed);
      const what = ids.length === 1 ? '1 document' : `${ids.length.toLocaleString('en')} documents`;
      return await changeMany(context, ids, {
        kind: 'bulk-exclude',
        title: `Set ${what} of “${name}” aside`,
        source: 'evaluate',
        field: 'excluded',
        read: (id) => context.store.documents.marks(id)?.excluded,
        next: () => true,
      });
    },
  };
}

/** Classes that a remedy is about; those deleted since cannot be remedied any more. */
function classesOf(remedy: Remedy): readonly number[] {
  if ('classIds' in remedy) return remedy.classIds;
  return 'classId' in remedy && remedy.classId !== null ? [remedy.classId] : [];
}

function gatherFacts(
  context: ProjectContext,
  testSet: Pick<TestSet, 'relabelledSince'>,
  modelId: number,
  dataset: 'validation' | 'test',
): GuidanceFacts {
  const model = requireModel(context, modelId);
  const { analyses, evaluations } = context.store;
  const evaluation = evaluations.find(modelId, dataset);
  const classes = evaluation?.classes ?? model.classes;
  const labels = new Map(
    model.classes.map(({ classId }, index) => [classId, model.receipt.classCounts[index]?.train ?? 0]),
  );
  const duplicates = analyses.latest('duplicates', '')?.result as Duplicates | undefined;
  const labelErrors = analyses.latest('label-errors', '')?.result as LabelErrors | undefined;
  return {
    kind: model.kind,
    dataset,
    classes,
    training: classes.map(({ classId }) => labels.get(classId) ?? 0),
    trainingDocuments: model.receipt.documents.train,
    metrics: evaluation === undefined ? null : (evaluation.metrics as EvaluationMetrics),
    analysis: evaluation?.analysis ?? null,
    open: isOpen(context, dataset),
    relabelled: testSet.relabelledSince(modelId).documents,
    leaks:
      duplicates === undefined
        ? null
        : { documents: duplicates.leakedTestDocuments, share: duplicates.leakedTestShare },
    labelErrors: labelErrors === undefined ? null : { issues: labelErrors.issues, share: labelErrors.share },
  };
}

/** The same documents for the same seed, as long as the class's training documents are the same. */
async function drawTraining(
  context: ProjectContext,
  classId: number,
  documents: number,
  seed: number,
): Promise<readonly number[]> {
  const { ids } = await context.store.reader.ids(
    { classIds: [classId], datasets: ['train'], labelled: true, excluded: false },
    { by: 'id', descending: false },
  );
  return [...shuffle(ids, createRandom(seed)).slice(0, documents)];
}

/** @throws AppError `bad_request`. */
function checkedCount(documents: number): void {
  if (!Number.isSafeInteger(documents) || documents < 1) {
    throw new AppError(
      'bad_request',
      `The number of documents to set aside, ${documents}, must be a whole number from 1.`,
    );
  }
}
