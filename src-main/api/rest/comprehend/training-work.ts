import type { Project } from '../../../core/core.ts';
import type { ImportReport } from '../../../domain/import.ts';
import type { Model } from '../../../domain/model.ts';
import { automaticReadOptions } from '../../../domain/source.ts';
import type { OperationControl, OperationWork, RestContext } from '../context.ts';
import { existingProject } from '../existing-project.ts';
import { runJob } from '../run-job.ts';
import { sourcesOf, type TrainingSource, trainingOf } from './classifier-input.ts';
import {
  type ClassifierRequest,
  type ClassifierState,
  keepState,
  modelName,
  requestOf,
  stateOf,
} from './classifiers.ts';
import { isClosing } from './closing.ts';
import { documentsInUse, newestDocument, setAside } from './older-documents.ts';
import { existingPaths } from './s3-location.ts';
import { writeTrainingOutput } from './training-output.ts';

/** As AWS holds out a tenth of the documents; options are chosen by cross-validation. */
const percentages = { train: 90, validation: 0, test: 10 };

/** Share of the progress that reading the documents makes. */
const importShare = 0.3;

/**
 * Imports, trains and evaluates. After a crash it goes on where it was: a step that is done left its trace in the
 * project, which it looks at before each one. A version that fails leaves the documents of earlier ones in use.
 */
export function trainingWork(rest: RestContext): OperationWork {
  return async (operation, control) => {
    const request = requestOf(operation);
    const project = await openOrCreate(rest, request);
    let state = stateOf(rest, operation) ?? (await freshState(rest, project));
    const save = (changes: Partial<ClassifierState>, fraction: number): void => {
      state = { ...state, ...changes };
      keepState(rest, operation, state);
      control.progress(fraction);
    };
    save({}, 0);
    try {
      const sources = sourcesOf(request.input.InputDataConfig);
      while (state.imported < sources.length) {
        const step = { request, source: sources[state.imported]!, state };
        const unread = await importOnce(rest, project, step, control);
        const newest = await newestDocument(project);
        save({ imported: state.imported + 1, newest, unread }, importShare);
      }
      const older = state.setAside ?? (await documentsInUse(project, { upTo: state.olderThan }));
      save({ setAside: older }, importShare);
      await setAside(project, older, true);
      const modelId = await trainOnce(project, request, control);
      save({ modelId, trainingEndedAt: rest.now().toISOString() }, 0.95);
      await writeTrainingOutput(rest, operation, { project, modelId }, control);
      return null;
    } catch (error) {
      if (!isClosing(rest, operation, control)) await giveWay(project, state);
      throw error;
    }
  };
}

/** Deletes a model whose output could not be written, and puts the documents of earlier versions back in their place. */
async function giveWay(
  project: Project,
  { olderThan, setAside: older, modelId }: ClassifierState,
): Promise<void> {
  if (project.models.list().some(({ id }) => id === modelId)) project.models.delete(modelId!);
  if (older === null || older.length === 0) return;
  await setAside(project, await documentsInUse(project, { after: olderThan }), true);
  await setAside(project, older, false);
}

async function openOrCreate(rest: RestContext, { input }: ClassifierRequest): Promise<Project> {
  const existing = await existingProject(rest, input.DocumentClassifierName);
  if (existing !== null) return existing;
  return rest.projects.create({
    name: input.DocumentClassifierName,
    kind: input.Mode === 'MULTI_LABEL' ? 'multi' : 'single',
    language: input.LanguageCode,
    multilingual: false,
    description: '',
  });
}

async function freshState(rest: RestContext, project: Project): Promise<ClassifierState> {
  const newest = await newestDocument(project);
  return {
    trainingStartedAt: rest.now().toISOString(),
    trainingEndedAt: null,
    ...{ olderThan: newest, imported: 0, newest, setAside: null, modelId: null },
    unread: { lines: 0, first: null },
  };
}

interface Step {
  readonly request: ClassifierRequest;
  readonly source: TrainingSource;
  readonly state: ClassifierState;
}

/**
 * An import shows all of its documents or none: newer ones than before it mean that it was done.
 * @returns the lines that could not be read up to now
 */
async function importOnce(
  rest: RestContext,
  project: Project,
  { request, source, state }: Step,
  control: OperationControl,
): Promise<ClassifierState['unread']> {
  const { unread } = state;
  if ((await newestDocument(project)) > state.newest) return unread;
  const paths = await existingPaths(rest.folders, source.uri);
  const { LabelDelimiter = '|' } = request.input.InputDataConfig;
  const options = {
    ...automaticReadOptions,
    format: source.format,
    labelDelimiter: project.info().kind === 'multi' ? LabelDelimiter : null,
    hasHeader: false,
    defaultDataset: source.dataset,
    attribute: source.attribute,
  };
  const report = (await runJob(
    project,
    () => project.imports.start({ paths, options, duplicates: 'keep' }),
    control.signal,
  )) as ImportReport;
  const [row] = report.rejected;
  return {
    lines: unread.lines + report.rejectedCount,
    first: unread.first ?? (row === undefined ? null : `${row.source}, line ${row.line}: ${row.reason}`),
  };
}

async function trainOnce(
  project: Project,
  { input }: ClassifierRequest,
  control: OperationControl,
): Promise<number> {
  const name = modelName({ name: input.DocumentClassifierName, version: input.VersionName ?? null });
  const existing = project.models.list().find((model) => model.name === name);
  if (existing !== undefined) {
    await evaluateIfMissing(project, existing, control);
    return existing.id;
  }
  const { family, seed } = trainingOf(input.Tags ?? []);
  const hasTest = sourcesOf(input.InputDataConfig).some(({ dataset }) => dataset === 'test');
  const result = await runJob(
    project,
    () =>
      project.training.start({
        ...{ modelName: name, family, options: {}, encoder: null, seed },
        split: hasTest ? 'assigned' : 'automatic',
        ...{ percentages, overwrite: false },
      }),
    control.signal,
    (fraction) => control.progress(importShare + 0.6 * fraction),
  );
  return (result as { readonly modelId: number }).modelId;
}

/** A crash between the end of a training and that of its evaluation leaves a model without one. */
async function evaluateIfMissing(project: Project, model: Model, control: OperationControl): Promise<void> {
  if (model.receipt.documents.test === 0 || model.evaluation.state !== 'none') return;
  if ((await project.evaluations.get(model.id, 'test')) !== null) return;
  await runJob(project, async () => project.evaluations.start(model.id, 'test'), control.signal);
}
