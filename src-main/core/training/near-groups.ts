import { defaultSimilarity } from '../../domain/duplicates/duplicate-search.ts';
import { fromErrorData } from '../../domain/errors.ts';
import { breathe } from '../breathe.ts';
import { findGroups } from '../health/duplicates.ts';
import { pagesOf, type StoredDuplicates } from '../health/stored-duplicates.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import { cancelled } from '../jobs/run-task.ts';
import type { AnalysisRecord } from '../ports/analysis-tables.ts';
import type { DocumentGroups } from '../ports/store.ts';
import type { ProjectContext } from '../projects/project-context.ts';

/** Up to so many labelled documents are compared at once, without showing how far it is. */
const quicklyCompared = 5000;
/** More labelled documents are compared only when somebody looks for duplicates. */
const mostCompared = 50_000;
const groupsPerPage = 500;

/**
 * Labelled documents that are near duplicates of each other, which a draw keeps together: of the last search for
 * duplicates when it was over the texts of now, else compared anew, else (of very many documents) of that last search
 * as it is; undefined without any.
 * @param control of the job that the draw is a part of; without it the comparison is a job of its own
 * @throws AppError `cancelled`, `worker_failed`.
 */
export async function nearGroups(
  context: ProjectContext,
  control?: JobControl,
): Promise<DocumentGroups | undefined> {
  const stored = context.store.analyses.latest('duplicates', '');
  if (stored !== undefined && (await isUsable(context, stored))) return await storedGroups(context, stored);
  const { labelled } = await context.counts.settled();
  if (labelled <= quicklyCompared) return await context.store.reader.nearGroups(control?.signal);
  if (labelled > mostCompared) {
    control?.log(
      `Near duplicates are ${stored === undefined ? 'not looked for' : 'those of the last search'}: there are more than ${mostCompared.toLocaleString('en')} labelled documents.`,
    );
    return stored === undefined ? undefined : await storedGroups(context, stored);
  }
  return control === undefined ? await compareAsJob(context) : await compare(context, control);
}

async function isUsable(context: ProjectContext, { result }: AnalysisRecord): Promise<boolean> {
  const { threshold, texts, documents } = result as StoredDuplicates;
  if (threshold !== defaultSimilarity) return false;
  const present = await context.store.reader.standing();
  return present.texts === texts && present.usable <= documents;
}

async function storedGroups(context: ProjectContext, record: AnalysisRecord): Promise<DocumentGroups> {
  const groups = createCollector();
  for (const page of pagesOf(context, record, 'all', groupsPerPage)) {
    for (const { documentIds } of page) groups.add(documentIds);
    await breathe();
  }
  return groups.finish();
}

async function compare(context: ProjectContext, control: JobControl): Promise<DocumentGroups> {
  const groups = createCollector();
  const request = { threshold: defaultSimilarity, labelledOnly: true };
  await findGroups(context, request, control, (found) => {
    for (const { documentIds } of found) groups.add(documentIds);
  });
  return groups.finish();
}

async function compareAsJob(context: ProjectContext): Promise<DocumentGroups> {
  let found: DocumentGroups | undefined;
  const fields = { kind: 'duplicates', title: 'Compare labelled documents' } as const;
  const jobId = context.jobs.start(fields, async (control) => {
    found = await compare(context, control);
  });
  const { error } = await context.jobs.finished(jobId);
  if (found !== undefined) return found;
  throw error === null ? cancelled() : fromErrorData(error);
}

function createCollector() {
  const offsets = [0];
  const ids: number[] = [];
  return {
    add(documentIds: ArrayLike<number>): void {
      for (let index = 0; index < documentIds.length; index++) ids.push(documentIds[index]!);
      offsets.push(ids.length);
    },
    finish: (): DocumentGroups => ({ offsets: Int32Array.from(offsets), ids: Int32Array.from(ids) }),
  };
}
