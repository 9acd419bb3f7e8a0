import { Button, Select } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { type Job, useJobs, useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { RunningJob } from '../../ui/jobs/running-job.tsx';
import { notifyError } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import classes from './compare.module.css';
import { CompareResult } from './compare-result.tsx';
import type { EvaluatedDataset, EvaluatePlace } from './use-evaluate-place.ts';

const words = text.compare;

interface Pair {
  readonly projectId: string;
  readonly a: number;
  readonly b: number;
  readonly dataset: EvaluatedDataset;
}

/** The running comparison; when one ends, its result is fetched. */
function useCompareJob(): Job | undefined {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const running = useJobs().find((job) => job.kind === 'compare' && isActive(job.state));
  const jobId = running?.id;
  useEffect(() => {
    if (jobId === undefined) void queries.invalidateQueries(trpc.comparisons.get.pathFilter());
  }, [jobId, queries, trpc]);
  return running;
}

function OnePair(props: { pair: Pair }): ReactNode {
  const { pair } = props;
  const trpc = useTRPC();
  const running = useCompareJob();
  const { data, error, refetch } = useQuery(trpc.comparisons.get.queryOptions(pair));
  const failed = { onError: (failure: unknown) => notifyError(failure) };
  const start = useMutation(trpc.comparisons.start.mutationOptions(failed));
  const anew = useMutation(trpc.comparisons.startAnew.mutationOptions(failed));
  if (error !== null) {
    return <ErrorState title={words.refused} message={messageOf(error)} onRetry={() => void refetch()} />;
  }
  if (running !== undefined) return <RunningJob title={words.running} job={running} />;
  if (data === undefined) return <LoadingState label={words.loading} />;
  if (data.state === 'done') {
    return <CompareResult key={data.analysisId} analysisId={data.analysisId} comparison={data.comparison} />;
  }
  if (data.state === 'refused') {
    return (
      <EmptyState
        title={words.refused}
        actions={
          data.anew ? (
            <Button loading={anew.isPending} onClick={() => anew.mutate(pair)}>
              {words.anew}
            </Button>
          ) : undefined
        }
      >
        {data.message}
      </EmptyState>
    );
  }
  return (
    <EmptyState
      title={words.title}
      actions={
        <Button loading={start.isPending} onClick={() => start.mutate(pair)}>
          {words.start}
        </Button>
      }
    >
      {words.hint}
    </EmptyState>
  );
}

/** The model on show is B, the one that might replace the other. */
export function CompareTab(props: {
  model: Model;
  models: readonly Model[];
  place: EvaluatePlace;
}): ReactNode {
  const { model, place } = props;
  const projectId = useProjectId();
  const go = useGo();
  const others = props.models.filter((each) => each.id !== model.id);
  const against = others.find((each) => each.id === place.against) ?? others.at(-1);
  if (against === undefined) {
    return (
      <EmptyState title={words.only} actions={<Button onClick={() => go('train')}>{words.train}</Button>}>
        {words.onlyHint}
      </EmptyState>
    );
  }
  const pair = { projectId, a: against.id, b: model.id, dataset: place.dataset };
  return (
    <div className={classes.stack}>
      <Panel className={classes.choice} label={words.with}>
        <span>
          <b>A</b>
        </span>
        <Select
          size="xs"
          w={220}
          aria-label={words.with}
          allowDeselect={false}
          searchable={others.length > 8}
          value={String(against.id)}
          data={others.map((each) => ({ value: String(each.id), label: each.name }))}
          onChange={(value) => value !== null && place.change({ against: Number(value) })}
        />
        <span>
          <b>B</b> {model.name}
        </span>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => place.change({ modelId: against.id, against: model.id })}
        >
          {words.swap}
        </Button>
        <span className={classes.hint}>{words.hint}</span>
      </Panel>
      <OnePair key={`${pair.a}:${pair.b}:${pair.dataset}`} pair={pair} />
    </div>
  );
}
