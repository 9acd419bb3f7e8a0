import { mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { BatchWork } from '../../../core/ports/batch-task.ts';
import type { Decision } from '../../../domain/decision.ts';
import { AppError } from '../../../domain/errors.ts';
import { type ImportRecord, maximalRejectedRows, type RejectedRow } from '../../../domain/import.ts';
import type { Classifier, ClassifierPrediction } from '../../../engine/types.ts';
import { csvLine, spreadsheetCsvCells } from '../../../formats/csv-cell.ts';
import type { SourceFile } from '../../../formats/types.ts';
import { createPredictionRows, type PredictionRows } from '../prediction-rows.ts';
import { resultFileError, resultTarget } from '../result-file.ts';
import type { Checkpoint, PartState } from './checkpoint.ts';
import { type PartFile, PartFiles } from './part-files.ts';
import { partEnding, usualErrorsPath } from './part-names.ts';
import { noClassRoute, routeFileNames, unsureRoute } from './route-names.ts';

export type Answer = ClassifierPrediction & Partial<Decision>;

/** Everything that a run writes, as far as it has come. */
export interface Outputs {
  readonly files: PartFiles;
  add(record: ImportRecord, answer: Answer): Promise<void>;
  reject(row: RejectedRow): void;
  /** The first {@link maximalRejectedRows}. */
  readonly rejected: readonly RejectedRow[];
  states(): Pick<Checkpoint, 'results' | 'routes' | 'errors' | 'rejected'>;
}

/** Formats whose files hold many documents. */
const severalDocuments: ReadonlySet<string> = new Set<SourceFile['format']>([
  ...(['lines', 'csv', 'jsonl', 'json', 'xlsx'] as const),
  ...(['azure', 'comprehend', 'comprehend-manifest'] as const),
]);

const errorsHeader = csvLine(['source', 'line', 'reason'], spreadsheetCsvCells);

/** Where things go, links followed, nothing written yet. @throws AppError see `resultTarget`. */
export interface Targets {
  /** `plain`: false = a pipe or the like. */
  readonly results: { readonly path: string; readonly plain: boolean };
  /** Null = nowhere. */
  readonly errors: string | null;
  readonly routeFolder: string | null;
}

export async function targetsOf({ outputPath, errorsPath, routeFolder }: BatchWork): Promise<Targets> {
  const results = await resultTarget(outputPath);
  // Beside a pipe or a device there is no place for files.
  if (errorsPath === null && !results.plain) return { results, errors: null, routeFolder };
  const errors = await resultTarget(errorsPath ?? usualErrorsPath(results.path));
  if (!errors.plain) {
    throw new AppError('bad_request', `"${errors.path}" is no plain file. Name a file for the errors.`);
  }
  return { results, errors: errors.path, routeFolder };
}

/** @throws AppError `already_exists` for a folder with files in it: results of two runs must not mix. */
export async function assertFreshFolder(folder: string): Promise<void> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw resultFileError(error, folder);
  });
  if (found.every((name) => name.endsWith(partEnding))) return;
  throw new AppError(
    'already_exists',
    `The folder ${folder} is not empty. Name a new or empty one, so that results of different runs do not mix.`,
    { path: folder },
  );
}

/** Begins all files anew, or goes on with those of a checkpoint. */
export async function openOutputs(
  work: BatchWork,
  targets: Targets,
  classifier: Classifier,
  sources: readonly SourceFile[],
  before: Checkpoint | null,
): Promise<Outputs> {
  const rows = rowsOf(work, classifier);
  const files = new PartFiles();
  const begin = targets.results.plain ? 'begin' : 'direct';
  const opened = (state: PartState | undefined, file: string): Promise<PartFile> =>
    state === undefined ? files.begin(file, '') : files.goOn(state);
  const results =
    before === null
      ? await files[begin](targets.results.path, work.outputFormat === 'xlsx' ? '' : rows.header)
      : await opened(before.results, targets.results.path);
  const errors = await openErrors(targets, files, before);
  const routes = await openRoutes(work, targets, classifier, files, rows, before);
  const rejected = [...(before?.rejected ?? [])];
  const wholeFiles = namesOfWholeFiles(work, sources);
  return {
    files,
    rejected,
    async add(record, answer) {
      const origin = {
        id: record.externalId ?? String(record.line),
        source: record.source,
        line: wholeFiles(record.source) ? null : record.line,
      };
      const row = rows.row(origin, answer);
      results.add(row);
      await routes?.add(row, answer);
    },
    reject(row) {
      if (rejected.length < maximalRejectedRows) rejected.push(row);
      errors?.add(csvLine([row.source, String(row.line), row.reason], spreadsheetCsvCells));
    },
    states: () => ({
      results: results.state(),
      routes: routes?.states() ?? [],
      errors: errors?.state() ?? null,
      rejected: [...rejected],
    }),
  };
}

async function openErrors(
  { errors }: Targets,
  files: PartFiles,
  before: Checkpoint | null,
): Promise<PartFile | null> {
  const state = before?.errors ?? null;
  if (state !== null) return await files.goOn(state);
  return errors === null ? null : await files.begin(errors, errorsHeader);
}

export function rowsOf(
  { outputFormat, rule }: BatchWork,
  { kind, classes }: Pick<Classifier, 'kind' | 'classes'>,
): PredictionRows {
  return createPredictionRows({ format: outputFormat, kind, classes, decided: rule !== null });
}

/** Whether a file, by the name that reports give it, is one document. */
function namesOfWholeFiles(
  { options }: BatchWork,
  sources: readonly SourceFile[],
): (name: string) => boolean {
  if (options.format !== null) return () => !severalDocuments.has(options.format!);
  const several = new Set(
    sources.filter(({ format }) => severalDocuments.has(format)).map(({ name }) => name),
  );
  return (name) => !several.has(name);
}

interface Routes {
  add(row: string, answer: Answer): Promise<void>;
  states(): readonly PartState[];
}

/** Files of routes in the order of {@link routeNames}; each is made with its first document. */
async function openRoutes(
  work: BatchWork,
  { routeFolder }: Targets,
  classifier: Classifier,
  files: PartFiles,
  rows: PredictionRows,
  before: Checkpoint | null,
): Promise<Routes | null> {
  if (routeFolder === null) return null;
  await mkdir(routeFolder, { recursive: true }).catch((error: unknown) => {
    throw resultFileError(error, routeFolder);
  });
  const paths = routePaths(work, routeFolder, classifier.classes);
  const opened = new Map<string, PartFile>();
  for (const state of before?.routes ?? []) opened.set(state.path, await files.goOn(state));
  const none = classifier.classes.length;
  const addTo = async (place: number, row: string): Promise<void> => {
    const file = paths[place]!;
    let part = opened.get(file);
    if (part === undefined) {
      part = await files.begin(file, work.outputFormat === 'xlsx' ? '' : rows.header);
      opened.set(file, part);
    }
    part.add(row);
  };
  return {
    async add(row, { predicted, unsure }) {
      // A person decides about it: it waits in no class's file.
      if (unsure === true) return await addTo(none + 1, row);
      if (predicted.length === 0) return await addTo(none, row);
      for (const index of predicted) await addTo(index, row);
    },
    states: () => paths.flatMap((file) => opened.get(file)?.state() ?? []),
  };
}

/** The model's classes in their order, then what stands for none and for unsure. */
export function routeNames(classes: readonly string[]): readonly string[] {
  return [...classes, noClassRoute, unsureRoute];
}

export function routePaths(
  { outputFormat }: BatchWork,
  folder: string,
  classes: readonly string[],
): readonly string[] {
  const ending = outputFormat === 'comprehend' ? '.jsonl' : `.${outputFormat}`;
  return routeFileNames(routeNames(classes), ending).map((name) => path.join(folder, name));
}
