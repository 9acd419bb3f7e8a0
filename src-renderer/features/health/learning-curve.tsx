import { Button } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { defaultSeed } from '../../../src-main/domain/splits.ts';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useCounts, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { RunningJob } from '../../ui/jobs/running-job.tsx';
import { notifyError } from '../../ui/notify.ts';
import { useGo } from '../../ui/places.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import { CurvePanel } from './curve-panel.tsx';
import classes from './health.module.css';
import { StoredHead } from './stored-head.tsx';
import { useHealthJob } from './use-health-job.ts';

const words = text.health;
const own = words.curve;

type Result = NonNullable<Outputs['health']['learningCurve']>['result'];

function cardsOf(result: Result) {
  const last = result.points.at(-1);
  return [
    ...(last === undefined
      ? []
      : [
          {
            name: `${own.now}: ${own.figures[result.figure]}`,
            value: formatShare(last.mean),
            small: `${formatCount(last.labels)} ${own.labels.toLowerCase()}, ${own.judgedOn[result.judgedOn]}`,
          },
        ]),
    ...result.forecasts.slice(-2).map((each) => ({
      name: `${own.forecast}: ${formatCount(each.labels)} ${own.labels.toLowerCase()}`,
      value: formatShare(each.score),
      small: `${formatShare(each.interval.low)} – ${formatShare(each.interval.high)}`,
    })),
  ];
}

/** What more labels would bring, in labels and in time. */
export function LearningCurve(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { readOnly } = useProjectInfo();
  const counts = useCounts();
  const go = useGo();
  const running = useHealthJob('learning-curve');
  const { data, error, refetch } = useQuery(trpc.health.learningCurve.queryOptions({ projectId }));
  const find = useMutation(
    trpc.health.startLearningCurve.mutationOptions({ onError: (failure) => notifyError(failure) }),
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
  return (
    <div className={classes.scroll}>
      <StoredHead
        cards={cardsOf(data.result)}
        createdAt={data.createdAt}
        seconds={data.seconds}
        current={data.current}
        onAgain={start}
      />
      <CurvePanel result={data.result} />
    </div>
  );
}
