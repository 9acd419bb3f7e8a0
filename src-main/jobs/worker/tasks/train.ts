import type { TrainBatch, TrainTask, TrainTaskResult } from '../../../core/ports/worker.ts';
import { AppError } from '../../../domain/errors.ts';
import { familyOf } from '../../../domain/families.ts';
import { trainers } from '../../../engine/index.ts';
import type { TrainingProgress, VectorCache } from '../../../engine/types.ts';
import { openReadOnly, type ReadOnlyProject } from '../../../store/read-only.ts';
import type { TaskContext } from '../task-context.ts';
import { threadSettings } from '../thread-settings.ts';
import { trainingData } from '../training-data.ts';

const partBytes = 1024 * 1024;

const phaseNames: Readonly<Record<TrainingProgress['phase'], string>> = {
  reading: 'Reading documents',
  features: 'Finding features',
  vectors: 'Learning document vectors',
  tuning: 'Choosing options',
  fitting: 'Training',
  calibrating: 'Calibrating',
  saving: 'Saving',
};

export async function runTrain(task: TrainTask, context: TaskContext): Promise<TrainTaskResult> {
  const trainer = Object.hasOwn(trainers, task.family) ? trainers[task.family] : undefined;
  if (trainer === undefined) {
    throw new AppError('unsupported_option', `There is no model family "${task.family}".`);
  }
  const project = openReadOnly(task.projectPath);
  try {
    context.progress({ phase: phaseNames.reading, fraction: 0 });
    const request = {
      kind: task.projectKind,
      language: task.language,
      classes: task.classes,
      training: ['train'],
      validation: ['validation'],
      unlabelled: familyOf(task.family)?.readsUnlabelled === true,
    } as const;
    const { artefact, summary } = await trainer.train(await trainingData(request, project, context), {
      seed: task.seed,
      options: task.options,
      encoder: task.encoder,
      threads: threadSettings(),
      vectors: vectorCache(project, context),
      onProgress: ({ phase, ...rest }) => context.progress({ ...rest, phase: phaseNames[phase] }),
      checkCancelled: context.checkCancelled,
      breathe: context.breathe,
    });
    for (let start = 0; start < artefact.length; start += partBytes) {
      const part = artefact.subarray(start, start + partBytes);
      await context.batch({ kind: 'artefact', part } satisfies TrainBatch);
    }
    await context.drained();
    const { family: _family, ...rest } = summary;
    return {
      bytes: artefact.length,
      summary: rest,
      peakMemoryBytes: process.resourceUsage().maxRSS * 1024,
      versions: versions(),
    };
  } finally {
    project.close();
  }
}

/** Reads what is in the project; new vectors go to the process that may write there. */
function vectorCache(project: ReadOnlyProject, context: TaskContext): VectorCache {
  return {
    read: project.vectors.read,
    write: (encoder, vectors) => context.batch({ kind: 'vectors', encoder, vectors } satisfies TrainBatch),
  };
}

function versions(): Readonly<Record<string, string>> {
  return {
    winnow: process.env.WINNOW_VERSION ?? '',
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}
