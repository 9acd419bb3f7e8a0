import { Button, Group } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { type Job, useJob, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { FileDrop } from '../../ui/files/file-drop.tsx';
import { RunningJob } from '../../ui/jobs/running-job.tsx';
import { notifyError } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { ColumnRoles } from '../../ui/source-preview/column-roles.tsx';
import { PreviewRows } from '../../ui/source-preview/preview-rows.tsx';
import { SourceOptions } from '../../ui/source-preview/source-options.tsx';
import { type SourceChoice, toInput, useInspection } from '../../ui/source-preview/use-inspection.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import type { Asked } from './asked.ts';
import { type BatchResult, BatchSummary } from './batch-summary.tsx';
import classes from './classify.module.css';
import { type Destination, DestinationChoice } from './destination-choice.tsx';
import { OwnDocuments } from './own-documents.tsx';
import { SuggestProgress } from './suggest-progress.tsx';
import type { Target } from './target-choice.tsx';
import { UnfinishedRun } from './unfinished-run.tsx';
import { type SuggestRun, useSuggestRun } from './use-suggest-run.ts';

const words = text.classify;
function Setup(props: {
  choice: SourceChoice;
  /** Where the results go. */
  destination: ReactNode;
  startLabel: string;
  starting: boolean;
  onStart: () => void;
  onOther: () => void;
  /** About an earlier run of the same request, if there is one. */
  unfinished: ReactNode;
}): ReactNode {
  const { choice } = props;
  const { kind } = useProjectInfo();
  const { inspection } = choice;
  if (choice.error !== null) {
    return (
      <ErrorState
        title={words.cannot}
        message={messageOf(choice.error)}
        onRetry={choice.back ?? props.onOther}
        retryLabel={choice.back === null ? words.other : text.files.takeBack}
      />
    );
  }
  if (inspection === undefined) return <LoadingState label={text.files.inspecting} />;
  return (
    <div className={classes.setup}>
      <Panel className={classes.panel} label={words.tabs.files}>
        <Group justify="space-between" mb="sm">
          <b>{inspection.fileNames.slice(0, 3).join(', ')}</b>
          <Group>
            <Button variant="default" onClick={props.onOther}>
              {words.other}
            </Button>
            <Button loading={props.starting} onClick={props.onStart}>
              {props.startLabel}
            </Button>
          </Group>
        </Group>
        <SourceOptions choice={choice} inspection={inspection} kind={kind} />
        <div className={classes.gap} />
        {props.destination}
        {props.unfinished}
      </Panel>
      {inspection.columns.length === 0 ? null : (
        <Panel className={classes.panel} label={text.files.columns}>
          <ColumnRoles columns={inspection.columns} onChange={(mapping) => choice.change({ mapping })} />
        </Panel>
      )}
      <Panel className={classes.panel} label={text.files.preview}>
        <h2>{text.files.preview}</h2>
        <PreviewRows inspection={inspection} withLabels={false} />
      </Panel>
    </div>
  );
}

function Running(props: { job: Job | undefined; onBack: () => void }): ReactNode {
  const { job } = props;
  if (job === undefined || isActive(job.state)) return <RunningJob title={words.running} job={job} />;
  return (
    <EmptyState title={words.failed} actions={<Button onClick={props.onBack}>{words.back}</Button>}>
      {job.error?.message ?? words.kept}
    </EmptyState>
  );
}

/** Nothing is chosen yet: files, or what the project holds. */
function Start(props: { run: SuggestRun; onPaths: (paths: readonly string[]) => void }): ReactNode {
  return (
    <div className={classes.setup}>
      <FileDrop title={words.dropTitle} hint={words.dropHint} onPaths={props.onPaths} />
      <OwnDocuments starting={props.run.starting} onStart={() => props.run.start(null)} />
    </div>
  );
}

/** Whole files into a results file or into the project: preview, progress, summary. */
export function ClassifyFiles(props: { asked: Asked }): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const project = useProjectInfo();
  const [paths, setPaths] = useState<readonly string[]>([]);
  const [jobId, setJobId] = useState<number | null>(null);
  const [target, setTarget] = useState<Target>({
    format: 'csv',
    path: project.path.replace(/(\.winnow)?$/, ' results.csv'),
    routeFolder: null,
  });
  const [destination, setDestination] = useState<Destination>('file');
  const run = useSuggestRun(props.asked);
  const choice = useInspection(paths, project.kind);
  const job = useJob(jobId);
  const { model, deployment } = props.asked;
  const request = {
    projectId,
    modelId: model.id,
    ...(deployment === null ? {} : { deploymentId: deployment.id }),
    paths,
    options: toInput(choice.options),
    outputPath: target.path,
    outputFormat: target.format,
    ...(target.routeFolder === null ? {} : { routeFolder: target.routeFolder }),
  };
  const ready =
    jobId === null &&
    destination === 'file' &&
    paths.length > 0 &&
    choice.inspection !== undefined &&
    target.path !== '';
  const unfinished = useQuery({
    ...trpc.classification.unfinishedBatch.queryOptions(request, { enabled: ready, retry: false }),
    staleTime: 0,
  }).data;
  const start = useMutation(
    trpc.classification.startBatch.mutationOptions({
      onSuccess: (started) => setJobId(started.jobId),
      onError: (error) => notifyError(error),
    }),
  );
  const again = (): void => {
    setPaths([]);
    setJobId(null);
    run.forget();
    choice.reset();
  };
  const begin = (resume: boolean): void => start.mutate({ ...request, resume });
  if (run.started) return <SuggestProgress run={run} onBack={run.forget} onMore={again} />;
  if (jobId !== null) {
    return job?.state === 'done' ? (
      <BatchSummary result={job.result as BatchResult} onMore={again} />
    ) : (
      <Running job={job} onBack={() => setJobId(null)} />
    );
  }
  if (paths.length === 0) return <Start run={run} onPaths={setPaths} />;
  const canGoOn = unfinished != null && unfinished.obstacle === null;
  return (
    <Setup
      choice={choice}
      destination={
        <DestinationChoice
          destination={destination}
          target={target}
          onDestination={setDestination}
          onTarget={setTarget}
        />
      }
      startLabel={destination === 'file' ? words.start : text.suggestions.startFiles}
      starting={start.isPending || run.starting}
      onStart={() =>
        destination === 'file'
          ? begin(canGoOn)
          : run.start({ paths: [...paths], options: toInput(choice.options) })
      }
      onOther={again}
      unfinished={
        unfinished == null || destination === 'project' ? null : (
          <UnfinishedRun
            documents={unfinished.documents}
            at={unfinished.at}
            obstacle={unfinished.obstacle}
            onRestart={() => begin(false)}
          />
        )
      }
    />
  );
}
