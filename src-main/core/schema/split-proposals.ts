import { AppError } from '../../domain/errors.ts';
import type { SplitProposal } from '../../domain/split-proposal.ts';
import { requireClass } from '../classes/classes.ts';
import { runTask } from '../jobs/run-task.ts';
import type { GroupBatch, GroupTaskResult } from '../ports/group-task.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import type { SplitRequest } from '../surgery.ts';
import { checkedSeed } from '../training/split.ts';
import { checkedPartNames } from './split-class.ts';

/** What a split needs of its proposal; in the order of the ids, which ascend. */
export interface KeptProposal {
  readonly classId: number;
  readonly groupCount: number;
  readonly ids: Int32Array;
  readonly members: Uint8Array;
  readonly certainty: Float32Array;
}

/** Proposals of this session, the newest ones, by the job that made them. */
export interface SplitProposals {
  /** See `SchemaSurgery.startSplit`. */
  start(request: SplitRequest): { readonly jobId: number };
  /** @throws AppError `not_found`. */
  get(jobId: number): KeptProposal;
}

const mostKept = 4;

export function createSplitProposals(context: ProjectContext): SplitProposals {
  const kept = new Map<number, KeptProposal>();
  const keep = (jobId: number, proposal: KeptProposal): void => {
    kept.set(jobId, proposal);
    for (const oldest of kept.keys()) {
      if (kept.size <= mostKept) break;
      kept.delete(oldest);
    }
  };
  return {
    start(request) {
      const { name } = requireClass(context, request.classId);
      const names = checkedPartNames(context, request.classId, request.names);
      const seed = checkedSeed(request.seed);
      if (context.jobs.activeOf('class-split') !== undefined) {
        throw new AppError(
          'job_in_progress',
          'The split of a class is being prepared. Wait for its end, or cancel it.',
        );
      }
      const task = {
        kind: 'group',
        projectPath: context.store.path,
        classId: request.classId,
        names,
        seed,
      } as const;
      const title = `Look for ${names.length} parts of “${name}”`;
      const jobId = context.jobs.start({ kind: 'class-split', title }, async (control) => {
        const batches: GroupBatch[] = [];
        const { groups } = await runTask<GroupTaskResult>(context.launcher, task, {
          signal: control.signal,
          onProgress: control.progress,
          onLog: control.log,
          onBatch: (batch) => void batches.push(batch as GroupBatch),
        });
        const proposal = joined(request.classId, names.length, batches);
        keep(jobId, proposal);
        return shown(context, name, proposal, groups);
      });
      return { jobId };
    },
    get(jobId) {
      const proposal = kept.get(jobId);
      if (proposal === undefined) {
        throw new AppError('not_found', 'This proposal is no longer kept. Look for the parts again.');
      }
      return proposal;
    },
  };
}

function joined(classId: number, groupCount: number, batches: readonly GroupBatch[]): KeptProposal {
  const size = batches.reduce((sum, { ids }) => sum + ids.length, 0);
  const proposal = {
    classId,
    groupCount,
    ids: new Int32Array(size),
    members: new Uint8Array(size),
    certainty: new Float32Array(size),
  };
  let at = 0;
  for (const { ids, members, certainty } of batches) {
    proposal.ids.set(ids, at);
    proposal.members.set(members, at);
    proposal.certainty.set(certainty, at);
    at += ids.length;
  }
  return proposal;
}

function shown(
  context: ProjectContext,
  className: string,
  { classId, ids }: KeptProposal,
  groups: GroupTaskResult['groups'],
): SplitProposal {
  return {
    classId,
    className,
    documents: ids.length,
    groups: groups.map(({ examples, ...group }) => ({
      ...group,
      examples: context.store.documents
        .rows(examples)
        .map(({ id, snippet }) => ({ documentId: id, snippet })),
    })),
  };
}
