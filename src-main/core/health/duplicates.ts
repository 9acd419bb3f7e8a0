import { checkedSimilarity } from '../../domain/duplicates/duplicate-search.ts';
import { groupKind } from '../../domain/duplicates/group-list.ts';
import { AppError } from '../../domain/errors.ts';
import { defaultSeed } from '../../domain/splits.ts';
import { breathe } from '../breathe.ts';
import type { Health } from '../improvement.ts';
import type { JobControl } from '../jobs/job-registry.ts';
import { runTask } from '../jobs/run-task.ts';
import type { AnalysisItem, AnalysisRecord } from '../ports/analysis-tables.ts';
import type { DuplicatesBatch, DuplicatesTaskResult, FoundGroup } from '../ports/worker.ts';
import { createStanding } from '../projects/fingerprints.ts';
import { assertWritable, now, type ProjectContext } from '../projects/project-context.ts';
import { duplicateGroups } from './duplicate-rows.ts';
import { resolveDuplicates } from './resolve-duplicates.ts';
import type { StoredDuplicates, StoredGroup } from './stored-duplicates.ts';

export function createDuplicates(
  context: ProjectContext,
): Pick<Health, 'duplicates' | 'findDuplicates' | 'duplicateGroups' | 'resolveDuplicates'> {
  const standing = createStanding(context.store.reader, context.changes);
  return {
    async duplicates() {
      const record = context.store.analyses.latest('duplicates', '');
      if (record === undefined) return null;
      const { counts: _counts, texts: _texts, ...result } = record.result as StoredDuplicates;
      const present = await standing();
      return {
        analysisId: record.id,
        createdAt: record.createdAt,
        seconds: record.seconds,
        current: present.standing === record.fingerprint && present.usable <= result.documents,
        result,
      };
    },
    findDuplicates(threshold) {
      assertWritable(context);
      checkedSimilarity(threshold);
      if (context.jobs.activeOf('duplicates') !== undefined) {
        throw new AppError(
          'job_in_progress',
          'Duplicates are being looked for already. Wait for the end of that, or cancel it.',
        );
      }
      const jobId = context.jobs.start({ kind: 'duplicates', title: 'Find duplicates' }, async (control) => ({
        analysisId: await searchAndStore(context, threshold, control),
      }));
      return { jobId };
    },
    duplicateGroups: (analysisId, filter, from, count) =>
      duplicateGroups(context, requireDuplicates(context, analysisId), filter, { from, count }),
    resolveDuplicates(request) {
      assertWritable(context);
      return resolveDuplicates(context, requireDuplicates(context, request.analysisId), request);
    },
  };
}

/** @throws AppError `not_found`. */
function requireDuplicates(context: ProjectContext, analysisId: number): AnalysisRecord {
  const record = context.store.analyses.get(analysisId);
  if (record?.kind !== 'duplicates') {
    throw new AppError('not_found', 'This list of duplicates was replaced by a newer one. Open it again.');
  }
  return record;
}

/** Documents may change meanwhile: the result is of those of the start, and then not current. */
async function searchAndStore(
  context: ProjectContext,
  threshold: number,
  control: JobControl,
): Promise<number> {
  const { analyses, reader } = context.store;
  const startedAt = performance.now();
  await context.bulk.idle();
  const standing = await reader.standing();
  if (standing.usable === 0) {
    throw new AppError('no_documents', 'There is no document in this project to compare. Import some first.');
  }
  const analysisId = analyses.begin({
    kind: 'duplicates',
    key: '',
    createdAt: now(context),
    fingerprint: standing.standing,
  });
  try {
    let position = 0;
    const { result, counts } = await findGroups(
      context,
      { threshold, labelledOnly: false },
      control,
      (groups) => {
        analyses.addItems(
          analysisId,
          groups.map((group, index) => toItem(group, position + index)),
        );
        position += groups.length;
      },
    );
    const stored: StoredDuplicates = { ...result, counts, texts: standing.texts };
    analyses.publish(analysisId, { result: stored, seconds: (performance.now() - startedAt) / 1000 });
  } catch (error) {
    analyses.delete(analysisId);
    throw error;
  }
  return analysisId;
}

/** Looks for groups in a worker; they come in the order of the list. */
export async function findGroups(
  context: ProjectContext,
  request: { readonly threshold: number; readonly labelledOnly: boolean },
  control: Pick<JobControl, 'signal' | 'progress' | 'log'>,
  onGroups: (groups: readonly FoundGroup[]) => void,
): Promise<DuplicatesTaskResult> {
  const counts = await context.counts.settled();
  const task = {
    kind: 'duplicates',
    projectPath: context.store.path,
    seed: defaultSeed,
    total: Math.max(1, request.labelledOnly ? counts.labelled : counts.documents),
    ...request,
  } as const;
  return await runTask<DuplicatesTaskResult>(context.launcher, task, {
    signal: control.signal,
    onProgress: control.progress,
    onLog: control.log,
    onBatch: async (batch) => {
      onGroups((batch as DuplicatesBatch).groups);
      await breathe();
    },
  });
}

function toItem({ documentIds, similarities, kind }: FoundGroup, position: number): AnalysisItem {
  const rounded = (): readonly number[] =>
    Array.from(similarities, (value) => Math.round(value * 1000) / 1000);
  const data: StoredGroup = { kind, similarities: groupKind(kind).exact ? null : rounded() };
  return { position, documentIds: [...documentIds], data };
}
