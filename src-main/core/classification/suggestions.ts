import type { DecisionRule } from '../../domain/decision.ts';
import { AppError } from '../../domain/errors.ts';
import type { ImportReport } from '../../domain/import.ts';
import { withoutLabels } from '../../domain/source.ts';
import type { SuggestionRun } from '../../domain/suggestion.ts';
import { breathe, sliceMilliseconds } from '../breathe.ts';
import type { SearchFiller } from '../documents/search-filler.ts';
import { assertNoOtherImport, runImport } from '../imports/imports.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import { runTask } from '../jobs/run-task.ts';
import type { ClassificationService, SuggestionRequest } from '../learning.ts';
import { requireModel } from '../models/models.ts';
import type { SuggestBatch, SuggestTaskResult } from '../ports/suggest-task.ts';
import { assertWritable, now, type ProjectContext } from '../projects/project-context.ts';
import { ruleFor } from './batches.ts';

/** See `ClassificationService.startSuggestions`. */
export function createSuggestions(
  context: ProjectContext,
  search: SearchFiller,
): Pick<ClassificationService, 'startSuggestions'> {
  return {
    startSuggestions(request) {
      assertWritable(context);
      const { name } = requireModel(context, request.modelId);
      const rule =
        request.deploymentId === undefined ? null : ruleFor(context, request.deploymentId, request.modelId);
      if (request.files?.paths.length === 0) {
        throw new AppError('bad_request', 'Name at least one file or folder, or none at all.');
      }
      if (context.jobs.activeOf('suggest') !== undefined) {
        throw new AppError(
          'job_in_progress',
          'Suggestions are being made in this project. Wait for their end, or cancel that.',
        );
      }
      if (request.files !== null) assertNoOtherImport(context);
      const jobId = context.jobs.start({ kind: 'suggest', title: `Suggestions of “${name}”` }, (control) =>
        suggest(context, { ...request, rule }, control),
      );
      if (request.files !== null) void context.jobs.finished(jobId).then(search.wake);
      return { jobId };
    },
  };
}

type Asked = SuggestionRequest & { readonly rule: DecisionRule | null };

async function suggest(context: ProjectContext, asked: Asked, control: JobControl): Promise<SuggestionRun> {
  const startedAt = performance.now();
  const imported = await importFiles(context, asked, control);
  const result = await askModel(context, asked, control);
  return { ...result, import: imported, seconds: (performance.now() - startedAt) / 1000 };
}

/** An import like any other, of texts that are not in the project yet. */
async function importFiles(
  context: ProjectContext,
  { files }: Asked,
  control: JobControl,
): Promise<ImportReport | null> {
  if (files === null) return null;
  const options = withoutLabels(files.options);
  return await runImport(context, { paths: files.paths, options, duplicates: 'new-texts' }, control);
}

async function askModel(
  context: ProjectContext,
  { modelId, rule }: Asked,
  control: JobControl,
): Promise<SuggestTaskResult> {
  const { suggestions } = context.store;
  // What an interruption left half labelled is taken back first.
  await context.bulk.idle();
  control.throwIfCancelled();
  const { name } = requireModel(context, modelId);
  const request = JSON.stringify([modelId, rule]);
  const sourceId = suggestions.source({ modelId, modelName: name, request, at: now(context) });
  const task = { kind: 'suggest', projectPath: context.store.path, modelId, rule, sourceId } as const;
  try {
    return await runTask<SuggestTaskResult>(context.launcher, task, {
      signal: control.signal,
      onProgress: control.progress,
      onLog: control.log,
      onBatch: async (batch) => {
        const answers = batch as SuggestBatch;
        let place = 0;
        while (place < answers.documentIds.length) {
          place = suggestions.put(sourceId, answers, place, sliceMilliseconds);
          await breathe();
        }
      },
    });
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'cancelled') throw error;
    throw new AppError(
      'cancelled',
      'Cancelled. The suggestions made until then stay: start the same again for the rest.',
    );
  } finally {
    context.counts.invalidate();
    context.changes.emit('documents', 'counts');
  }
}
