import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useCounts, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { Screen } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import { TrainOutcome } from './train-outcome.tsx';
import { TrainRunning } from './train-running.tsx';
import { TrainSetup } from './train-setup.tsx';
import { useTrainingJob } from './use-training-job.ts';

const words = text.train;

export function TrainScreen(): ReactNode {
  const { job, forget } = useTrainingJob();
  if (job !== undefined) {
    return (
      <Screen title={words.title} subtitle={words.subtitle}>
        {isActive(job.state) ? <TrainRunning job={job} /> : <TrainOutcome job={job} onBack={forget} />}
      </Screen>
    );
  }
  return <TrainStart />;
}

function NothingLabelled(): ReactNode {
  const go = useGo();
  return (
    <EmptyState
      title={words.nothing}
      actions={
        <>
          <Button variant="default" onClick={() => go('import')}>
            {words.importDocuments}
          </Button>
          <Button onClick={() => go('label')}>{words.label}</Button>
        </>
      }
    >
      {words.nothingHint}
    </EmptyState>
  );
}

function TrainStart(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const counts = useCounts();
  const plan = useQuery(trpc.training.plan.queryOptions({ projectId }));
  const families = useQuery(trpc.training.families.queryOptions({ projectId }));
  const error = plan.error ?? families.error;
  if (error !== null) {
    return (
      <ErrorState
        title={words.blocked}
        message={messageOf(error)}
        onRetry={() => void Promise.all([plan.refetch(), families.refetch()])}
      />
    );
  }
  if (counts === undefined || plan.data === undefined || families.data === undefined) {
    return <LoadingState label={words.loading} />;
  }
  if (counts.labelled === 0) return <NothingLabelled />;
  return <TrainSetup plan={plan.data} families={families.data} labelled={counts.labelled} />;
}
