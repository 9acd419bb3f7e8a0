import { labelMarks, type ProjectClass, type ProjectCounts } from '../../domain/class.ts';
import { AppError } from '../../domain/errors.ts';
import type { ProjectKind } from '../../domain/project.ts';
import { defaultSplit } from '../../domain/splits.ts';
import type { PlanWarning, TrainPlan } from '../learning.ts';
import type { ModelRecord } from '../ports/model-tables.ts';
import type { TextVolume } from '../ports/store.ts';
import { emptyClassCounts } from '../projects/counts-cache.ts';
import { estimateTrainings } from './estimate.ts';

/** With fewer labelled documents a model is trained but not evaluated. */
export const minimalForEvaluation = 10;
/** Largest to smallest class, in training labels, beyond which the small one is warned about. */
const imbalanceRatio = 10;
const minimalTrainingDocuments = 2;

export interface PlanFacts {
  readonly kind: ProjectKind;
  readonly classes: readonly ProjectClass[];
  readonly counts: ProjectCounts;
  readonly models: readonly ModelRecord[];
}

type PlannedClass = TrainPlan['classes'][number];

export function makePlan(facts: PlanFacts, volume: TextVolume): TrainPlan {
  const { counts } = facts;
  const { train, validation, test, none: toDraw } = counts.labelledIn;
  const classes = plannedClasses(facts);
  const evaluates =
    counts.labelled >= minimalForEvaluation && test + expected(toDraw, defaultSplit.test) >= 1;
  return {
    documents: { train, validation, test, toDraw, unlabelled: volume.unlabelled.documents },
    classes,
    warnings: [
      ...generalWarnings(counts, evaluates),
      ...classes.flatMap((entry) => classWarnings(entry, classes, evaluates)),
    ],
    blocker: blocker(facts)?.message ?? null,
    estimates: estimateTrainings(volume, facts.classes.length, facts.models),
    evaluates,
  };
}

/**
 * What would make a training refuse: `too_few_documents` or `too_few_classes`.
 * Documents still to be drawn count as training documents: of every class at least one becomes one.
 */
export function blocker(facts: PlanFacts): AppError | null {
  const { train, none } = facts.counts.labelledIn;
  const available = train + none;
  if (available < minimalTrainingDocuments) {
    return new AppError(
      'too_few_documents',
      `Training needs at least ${minimalTrainingDocuments} labelled training documents; there ${available === 1 ? 'is 1' : `are ${available}`}. Label more documents.`,
    );
  }
  const used = plannedClasses(facts).filter((entry) => entry.train + entry.toDraw > 0).length;
  const needed = facts.kind === 'single' ? 2 : 1;
  if (used < needed) {
    return new AppError(
      'too_few_classes',
      `Training needs ${needed === 1 ? 'a class' : `${needed} classes`} with training documents; there ${used === 1 ? 'is 1' : `are ${used}`}. Label documents of other classes too.`,
    );
  }
  return null;
}

function plannedClasses({ classes, counts }: PlanFacts): readonly PlannedClass[] {
  const byId = new Map(counts.classes.map((entry) => [entry.classId, entry]));
  return classes.map(({ id, name }) => {
    const { train, validation, test, none } = byId.get(id) ?? emptyClassCounts(id);
    return { classId: id, name, train, validation, test, toDraw: none };
  });
}

function generalWarnings(counts: ProjectCounts, evaluates: boolean): readonly PlanWarning[] {
  if (evaluates) return [];
  const message =
    counts.labelled < minimalForEvaluation
      ? `An evaluation needs ${minimalForEvaluation} labelled documents; there are ${counts.labelled}. The model is trained without one.`
      : 'No labelled document is in the test set. The model is trained without an evaluation.';
  return [{ rule: 'no-evaluation', classId: null, message }];
}

function classWarnings(
  entry: PlannedClass,
  all: readonly PlannedClass[],
  evaluates: boolean,
): readonly PlanWarning[] {
  const warn = (rule: PlanWarning['rule'], message: string): PlanWarning => ({
    rule,
    classId: entry.classId,
    message,
  });
  if (entry.train + entry.validation + entry.test + entry.toDraw === 0) {
    return [warn('class-unused', `“${entry.name}” has no labelled document. The model will not predict it.`)];
  }
  const training = trainingLabels(entry);
  const largest = Math.max(...all.map(trainingLabels));
  const warnings: PlanWarning[] = [];
  if (training < labelMarks.few) {
    const count = `${training} training label${training === 1 ? '' : 's'}`;
    warnings.push(
      warn(
        'few-labels',
        `“${entry.name}” has ${count}. Label at least ${labelMarks.few}, better ${labelMarks.recommended}.`,
      ),
    );
  }
  if (largest > imbalanceRatio * training) {
    const message = `“${entry.name}” has ${training} training labels, the largest class ${largest}: more than ${imbalanceRatio} to 1.`;
    warnings.push(warn('imbalance', message));
  }
  if (evaluates && entry.test + expected(entry.toDraw, defaultSplit.test) < 1) {
    const message = `“${entry.name}” has no test document. The evaluation will say nothing about it.`;
    warnings.push(warn('no-test-documents', message));
  }
  return warnings;
}

/** Those placed, and those that the default draw is expected to add (at least one for an unplaced class). */
function trainingLabels(entry: PlannedClass): number {
  const drawn = entry.toDraw === 0 ? 0 : Math.max(1, expected(entry.toDraw, defaultSplit.train));
  return entry.train + drawn;
}

function expected(documents: number, percentage: number): number {
  return Math.round((documents * percentage) / 100);
}
