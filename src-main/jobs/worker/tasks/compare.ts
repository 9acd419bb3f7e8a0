import type { ComparedEvaluation, CompareTask, CompareTaskResult } from '../../../core/ports/worker.ts';
import { compare } from '../../../domain/comparison/compare.ts';
import { AppError } from '../../../domain/errors.ts';
import type { ModelClass } from '../../../domain/model.ts';
import { createOutcomeTally, type Outcomes } from '../../../domain/statistics/outcomes.ts';
import { openReadOnly, type ReadOnlyProject } from '../../../store/read-only.ts';
import { paced } from '../paced.ts';
import type { TaskContext } from '../task-context.ts';

const documentsAtOnce = 2000;

/** Needs no texts and no scores: only what both evaluations say of every document. */
export async function runCompare(task: CompareTask, context: TaskContext): Promise<CompareTaskResult> {
  const project = openReadOnly(task.projectPath);
  try {
    context.progress({ phase: 'Reading', fraction: 0 });
    const classNames = allClasses(task);
    const outcomes = await readOutcomes(project, task, classNames, context);
    return await paced(
      compare(task.projectKind, classNames, outcomes, task.seed),
      (fraction) => context.progress({ phase: 'Comparing', fraction }),
      context,
    );
  } finally {
    project.close();
  }
}

/** A's classes in their order, then those that only B knows. */
function allClasses({ a, b }: CompareTask): readonly ModelClass[] {
  const known = new Set(a.classes.map(({ classId }) => classId));
  return [...a.classes, ...b.classes.filter(({ classId }) => !known.has(classId))];
}

async function readOutcomes(
  project: ReadOnlyProject,
  { a, b }: CompareTask,
  classNames: readonly ModelClass[],
  context: TaskContext,
): Promise<Outcomes> {
  const tally = createOutcomeTally(classNames.length, 2);
  const [toCommonA, toCommonB] = [mapping(a, classNames), mapping(b, classNames)];
  let after = 0;
  for (;;) {
    const inA = project.evaluations.judgements(a.evaluationId, after, documentsAtOnce);
    const inB = project.evaluations.judgements(b.evaluationId, after, documentsAtOnce);
    inA.forEach((first, index) => {
      const second = inB[index];
      const actual = toCommonA(first.actual);
      if (second?.documentId !== first.documentId || !isSame(actual, toCommonB(second.actual)))
        throw differ();
      tally.add(actual, [toCommonA(first.predicted), toCommonB(second.predicted)]);
    });
    if (inA.length !== inB.length) throw differ();
    const last = inA.at(-1);
    if (last === undefined) return tally.finish();
    after = last.documentId;
    await context.pause();
  }
}

/** From an evaluation's own class indexes to common ones. */
function mapping(
  { classes }: ComparedEvaluation,
  classNames: readonly ModelClass[],
): (indexes: readonly number[]) => readonly number[] {
  const places = new Map(classNames.map(({ classId }, index) => [classId, index]));
  const toCommon = classes.map(({ classId }) => places.get(classId)!);
  return (indexes) => indexes.map((index) => toCommon[index]!);
}

function isSame(first: readonly number[], second: readonly number[]): boolean {
  return first.length === second.length && first.every((index) => second.includes(index));
}

/** Equal fingerprints promise that this does not happen. */
function differ(): AppError {
  return new AppError(
    'test_sets_differ',
    'The two evaluations are not of the same documents with the same labels. Judge both models again.',
  );
}
