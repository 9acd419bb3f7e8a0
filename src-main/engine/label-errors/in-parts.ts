import { type ConfidentLearning, confidentLearning } from '../../domain/label-errors/confident-learning.ts';
import type { LabelGroup } from '../../domain/label-errors/judged-labels.ts';
import { surveyCorpus } from '../features/corpus.ts';
import { mix } from '../random.ts';
import type { TrainingContext, TrainingData, TrainingDocument } from '../types.ts';
import { pauseOf } from '../work.ts';
import { doubtedLabels, outOfFoldLimits } from './out-of-fold.ts';

/** What is held at a time: text in UTF-16 units, and documents times classes. */
export interface PartLimits {
  readonly characters: number;
  readonly probabilities: number;
}

const usualPartLimits: PartLimits = {
  characters: outOfFoldLimits.charactersForWords,
  probabilities: 20_000_000,
};
/** A class with fewer documents a part lies in one part as a whole. */
const leastOfClass = 50;

export interface FoundLabelErrors extends ConfidentLearning {
  readonly documents: number;
}

/**
 * Label errors among the training documents of `data`. More text than memory allows for is gone through in seeded
 * parts, each of which is cross-validated by itself.
 */
export async function findLabelErrors(
  data: TrainingData,
  context: TrainingContext,
  limits: PartLimits = usualPartLimits,
): Promise<FoundLabelErrors> {
  context.onProgress({ phase: 'reading', fraction: 0 });
  const { documents: all, characters, classSizes } = await surveyCorpus(data, context);
  const parts = Math.max(
    1,
    Math.ceil(characters / limits.characters),
    Math.ceil((all * data.classes.length) / limits.probabilities),
  );
  const groups: LabelGroup[] = [];
  let documents = 0;
  for (let part = 0; part < parts; part++) {
    const inPart = (document: TrainingDocument): boolean =>
      partOf(document, classSizes, parts, context.seed) === part;
    const found = await doubtedLabels(parts === 1 ? data : filtered(data, inPart), {
      ...context,
      onProgress: (progress) =>
        context.onProgress({ ...progress, fraction: (part + progress.fraction) / parts }),
    });
    documents += found.documents;
    groups.push(...found.groups);
  }
  // Where nothing was contradicted, there was no second round to tell of.
  context.onProgress({ phase: 'calibrating', fraction: 1 });
  await pauseOf(context)();
  return { documents, ...confidentLearning(data.classes.length, groups) };
}

function partOf({ id, classes }: TrainingDocument, sizes: Int32Array, parts: number, seed: number): number {
  const rarest = classes.reduce((least, k) => (least < 0 || sizes[k]! < sizes[least]! ? k : least), -1);
  if (rarest >= 0 && sizes[rarest]! < leastOfClass * parts) return rarest % parts;
  return mix(mix(seed) ^ id) % parts;
}

function filtered(data: TrainingData, wanted: (document: TrainingDocument) => boolean): TrainingData {
  return {
    ...data,
    *training() {
      for (const document of data.training()) if (wanted(document)) yield document;
    },
  };
}
