import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { createContext, type ReactNode, useContext, useState } from 'react';
import type { ChangeTopic } from '../../src-main/domain/change-topic.ts';
import type { ProjectClass } from '../../src-main/domain/class.ts';
import { type Outputs, useTRPC } from './client.ts';

/** A snapshot of a job as it arrives here. */
export type Job = Outputs['jobs']['list'][number];

const ProjectContext = createContext<string | null>(null);
const JobsContext = createContext<readonly Job[]>([]);
const RevisionContext = createContext(0);

/** The id of the open project; every procedure of a project wants it. */
export function useProjectId(): string {
  const projectId = useContext(ProjectContext);
  if (projectId === null) throw new Error('This component needs an open project around it.');
  return projectId;
}

/** Same, where a component also lives outside a project. */
export function useProjectIdOrNull(): string | null {
  return useContext(ProjectContext);
}

export function useProjectInfo(): Outputs['projects']['get'] {
  const trpc = useTRPC();
  return useSuspenseQuery(trpc.projects.get.queryOptions({ projectId: useProjectId() })).data;
}

export function useClasses(): readonly ProjectClass[] {
  const trpc = useTRPC();
  return useSuspenseQuery(trpc.classes.list.queryOptions({ projectId: useProjectId() })).data;
}

/** The counts that rail and screens share; undefined while not even one document has been counted yet. */
export function useCounts(): Outputs['projects']['counts'] | undefined {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.projects.counts.queryOptions({ projectId: useProjectId() }));
  return data?.settled === false && data.documents === 0 ? undefined : data;
}

export function useModels(): Outputs['models']['list'] {
  const trpc = useTRPC();
  return useSuspenseQuery(trpc.models.list.queryOptions({ projectId: useProjectId() })).data;
}

/** Live snapshots of the project's jobs, newest first. */
export function useJobs(): readonly Job[] {
  return useContext(JobsContext);
}

export function useJob(jobId: number | null): Job | undefined {
  return useJobs().find((job) => job.id === jobId);
}

/** Grows whenever documents changed, for tables that fetch their pages themselves. */
export function useDocumentsRevision(): number {
  return useContext(RevisionContext);
}

/** Refetches what a change touched: each topic names the routers (or procedures) whose answers it feeds. */
function useChangeStream(projectId: string): number {
  const [revision, setRevision] = useState(0);
  const trpc = useTRPC();
  const queries = useQueryClient();
  const filters: Readonly<Record<ChangeTopic, () => readonly { readonly queryKey: readonly unknown[] }[]>> = {
    project: () => [trpc.projects.get.queryFilter()],
    classes: () => [
      trpc.classes.list.queryFilter(),
      trpc.training.plan.queryFilter(),
      trpc.schema.pathFilter(),
    ],
    documents: () => [
      trpc.documents.page.pathFilter(),
      trpc.documents.get.pathFilter(),
      trpc.documents.at.pathFilter(),
      trpc.evaluations.review.pathFilter(),
      trpc.evaluations.reviewItem.pathFilter(),
      trpc.health.pathFilter(),
    ],
    counts: () => [
      trpc.projects.counts.queryFilter(),
      trpc.training.plan.queryFilter(),
      trpc.evaluations.get.pathFilter(),
      trpc.comparisons.get.pathFilter(),
      trpc.guidance.pathFilter(),
      trpc.testSet.pathFilter(),
      trpc.application.recentProjects.queryFilter(),
    ],
    history: () => [trpc.history.state.queryFilter(), trpc.historyLog.pathFilter()],
    models: () => [trpc.models.pathFilter(), trpc.training.plan.queryFilter(), trpc.deployments.pathFilter()],
    evaluations: () => [
      trpc.evaluations.pathFilter(),
      trpc.models.pathFilter(),
      trpc.comparisons.pathFilter(),
      trpc.guidance.pathFilter(),
      trpc.testSet.pathFilter(),
    ],
    jobs: () => [],
    search: () => [trpc.documents.searchProgress.queryFilter()],
  };
  useSubscription(
    trpc.projects.changes.subscriptionOptions(
      { projectId },
      {
        onData: (topics) => {
          if (topics.includes('documents')) setRevision((value) => value + 1);
          for (const topic of topics) {
            for (const filter of filters[topic]()) void queries.invalidateQueries(filter);
          }
        },
      },
    ),
  );
  return revision;
}

/** Everything below may use the hooks of this file. */
export function ProjectProvider(props: { projectId: string; children: ReactNode }): ReactNode {
  const trpc = useTRPC();
  const [jobs, setJobs] = useState<readonly Job[]>([]);
  const revision = useChangeStream(props.projectId);
  useSubscription(
    trpc.jobs.watch.subscriptionOptions({ projectId: props.projectId }, { onData: (list) => setJobs(list) }),
  );
  return (
    <ProjectContext value={props.projectId}>
      <JobsContext value={jobs}>
        <RevisionContext value={revision}>{props.children}</RevisionContext>
      </JobsContext>
    </ProjectContext>
  );
}
