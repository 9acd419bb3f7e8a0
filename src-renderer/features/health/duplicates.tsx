import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useCounts, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { RunningJob } from '../../ui/jobs/running-job.tsx';
import { notifyError } from '../../ui/notify.ts';
import { useGo } from '../../ui/places.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import { DuplicateGroups } from './duplicate-groups.tsx';
import { StoredHead } from './stored-head.tsx';
import { useHealthJob } from './use-health-job.ts';

const words = text.health;
const own = words.duplicates;
/** Texts that share at least this part of their character shingles count as nearly the same. */
const defaultThreshold = 0.8;

function cardsOf({ result }: NonNullable<Outputs['health']['duplicates']>) {
  return [
    {
      name: own.groups,
      value: formatCount(result.groups),
      small: own.groupsOf(formatCount(result.documents)),
    },
    { name: own.exact, value: formatCount(result.exactGroups) },
    {
      name: own.leaks,
      value: formatCount(result.leaks),
      small: own.leaksOf(formatCount(result.leakedTestDocuments), formatShare(result.leakedTestShare)),
    },
    {
      name: own.contradictions,
      value: formatCount(result.contradictions),
      small: own.contradictionsOf,
    },
  ];
}

/** Texts that are here twice: found by a job, then dropped, moved to one side, or opened. */
export function Duplicates(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { readOnly } = useProjectInfo();
  const counts = useCounts();
  const go = useGo();
  const running = useHealthJob('duplicates');
  const { data, error, refetch } = useQuery(trpc.health.duplicates.queryOptions({ projectId }));
  const find = useMutation(
    trpc.health.findDuplicates.mutationOptions({ onError: (failure) => notifyError(failure) }),
  );
  const start = (): void => find.mutate({ projectId, threshold: defaultThreshold });
  if (error !== null) {
    return <ErrorState title={words.failed} message={messageOf(error)} onRetry={() => void refetch()} />;
  }
  if (running !== undefined) return <RunningJob title={own.running} job={running} />;
  if (data === undefined) return <LoadingState label={words.loading} />;
  if (counts?.documents === 0) {
    return (
      <EmptyState
        title={words.noDocuments}
        actions={<Button onClick={() => go('import')}>{words.importDocuments}</Button>}
      />
    );
  }
  if (data === null) {
    return (
      <EmptyState
        title={own.empty}
        actions={
          <Button disabled={readOnly} loading={find.isPending} onClick={start}>
            {own.find}
          </Button>
        }
      >
        {own.emptyHint}
      </EmptyState>
    );
  }
  return (
    <>
      <StoredHead
        cards={cardsOf(data)}
        createdAt={data.createdAt}
        seconds={data.seconds}
        current={data.current}
        onAgain={start}
      />
      <DuplicateGroups key={data.analysisId} analysisId={data.analysisId} />
    </>
  );
}
