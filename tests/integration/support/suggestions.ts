import type { Project } from '../../../src-main/core/core.ts';
import type { SuggestionRequest } from '../../../src-main/core/learning.ts';
import type { SuggestBatch } from '../../../src-main/core/ports/suggest-task.ts';
import type { FromWorker } from '../../../src-main/core/ports/worker.ts';
import type { DocumentFilter, DocumentRow } from '../../../src-main/domain/document.ts';
import { automaticReadOptions } from '../../../src-main/domain/source.ts';
import type { SuggestionRun } from '../../../src-main/domain/suggestion.ts';
import { type CoreBench, importRows, type Row } from './core.ts';

export async function train(project: Project, modelName = 'm', overwrite = false): Promise<number> {
  const { jobId } = await project.training.start({
    ...{ modelName, family: 'linear', options: {}, encoder: null, seed: 1, split: 'automatic', overwrite },
    percentages: { train: 70, validation: 20, test: 10 },
  });
  const job = await project.jobs.finished(jobId);
  if (job.state !== 'done')
    throw new Error(`The training ended as ${job.state}: ${job.error?.message ?? ''}`);
  return (job.result as { readonly modelId: number }).modelId;
}

/** Suggestions by the newest model unless said otherwise. */
export function requestOf(
  project: Project,
  changes: Partial<SuggestionRequest> & { readonly path?: string } = {},
): SuggestionRequest {
  const { path, ...fields } = changes;
  return {
    modelId: project.models.list()[0]!.id,
    files: path === undefined ? null : { paths: [path], options: automaticReadOptions },
    ...fields,
  };
}

export async function suggested(project: Project, request = requestOf(project)): Promise<SuggestionRun> {
  const { jobId } = project.classification.startSuggestions(request);
  const job = await project.jobs.finished(jobId);
  if (job.state !== 'done') throw new Error(`It ended as ${job.state}: ${job.error?.message ?? ''}`);
  return job.result as SuggestionRun;
}

/** The documents that the newest worker process answers about, as it sends them. */
export function answeredBy(bench: CoreBench): readonly number[] {
  const ids: number[] = [];
  [...bench.workers].at(-1)!.onMessage((message) => {
    const received = message as FromWorker;
    if (received.type === 'batch') ids.push(...(received.batch as SuggestBatch).documentIds);
  });
  return ids;
}

/** All documents that pass the filter, by id. */
export async function rowsOf(project: Project, filter: DocumentFilter = {}): Promise<readonly DocumentRow[]> {
  const { queryId, total } = await project.documents.query(filter, { by: 'id', descending: false });
  const rows: DocumentRow[] = [];
  while (rows.length < total) rows.push(...project.documents.page(queryId, rows.length, 500).rows);
  return rows;
}

export const idsOf = async (project: Project, filter: DocumentFilter): Promise<readonly number[]> =>
  (await rowsOf(project, filter)).map(({ id }) => id);

export function withoutLabels(rows: readonly Row[]): readonly Row[] {
  return rows.map(({ text, id }) => ({ text, ...(id === undefined ? {} : { id }) }));
}

export async function importUnlabelled(
  bench: CoreBench,
  project: Project,
  rows: readonly Row[],
): Promise<void> {
  await importRows(bench, project, withoutLabels(rows));
}
