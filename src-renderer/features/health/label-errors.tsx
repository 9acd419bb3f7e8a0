import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { disputedShare } from '../../../src-main/domain/health/types.ts';
import { defaultSeed } from '../../../src-main/domain/splits.ts';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useClasses, useCounts, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { RunningJob } from '../../ui/jobs/running-job.tsx';
import { notifyError } from '../../ui/notify.ts';
import { useGo } from '../../ui/places.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import classes from './health.module.css';
import { IssueQueue } from './issue-queue.tsx';
import { StoredHead } from './stored-head.tsx';
import { useHealthJob } from './use-health-job.ts';

const words = text.health;
const own = words.labelErrors;

type Found = NonNullable<Outputs['health']['labelErrors']>;

const isDisputed = ({ share }: Found['result']): boolean => share >= disputedShare;

function cardsOf(found: Found, nameOf: (classId: number) => string) {
  const { result } = found;
  const worst = result.classes.toSorted((first, second) => second.issues - first.issues)[0];
  return [
    {
      name: own.issues,
      value: formatCount(result.issues),
      small: own.issuesOf(formatCount(result.documents)),
    },
    {
      name: isDisputed(result) ? own.disputed : own.estimated,
      value: formatCount(Math.round(result.estimated)),
      small: own.estimatedOf(
        formatShare(result.share),
        formatShare(result.interval.low),
        formatShare(result.interval.high),
      ),
    },
    ...(worst === undefined || worst.issues === 0
      ? []
      : [
          {
            name: own.worst,
            value: nameOf(worst.classId),
            small: `${formatCount(worst.issues)} / ${formatCount(worst.labels)}`,
          },
        ]),
  ];
}

/** Labels that models find hard to believe: found by a job, then put right one key at a time. */
export function LabelErrors(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { readOnly } = useProjectInfo();
  const counts = useCounts();
  const list = useClasses();
  const go = useGo();
  const running = useHealthJob('label-errors');
  const { data, error, refetch } = useQuery(trpc.health.labelErrors.queryOptions({ projectId }));
  const find = useMutation(
    trpc.health.findLabelErrors.mutationOptions({ onError: (failure) => notifyError(failure) }),
  );
  const start = (): void => find.mutate({ projectId, seed: defaultSeed });
  if (error !== null) {
    return <ErrorState title={words.failed} message={messageOf(error)} onRetry={() => void refetch()} />;
  }
  if (running !== undefined) return <RunningJob title={own.running} job={running} />;
  if (data === undefined) return <LoadingState label={words.loading} />;
  if (counts?.labelled === 0) {
    return (
      <EmptyState title={words.noLabels} actions={<Button onClick={() => go('label')}>{words.label}</Button>}>
        {words.noLabelsHint}
      </EmptyState>
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
  const nameOf = (classId: number): string => list.find((each) => each.id === classId)?.name ?? '?';
  return (
    <>
      <StoredHead
        cards={cardsOf(data, nameOf)}
        createdAt={data.createdAt}
        seconds={data.seconds}
        current={data.current}
        onAgain={start}
      />
      {isDisputed(data.result) ? <p className={classes.hint}>{own.disputedHint}</p> : null}
      <IssueQueue key={data.analysisId} analysisId={data.analysisId} nameOf={nameOf} />
    </>
  );
}
