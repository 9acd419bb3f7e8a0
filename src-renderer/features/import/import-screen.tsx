import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ImportReport } from '../../../src-main/domain/import.ts';
import { isActive } from '../../../src-main/domain/job.ts';
import { useTRPC } from '../../api/client.ts';
import { useJob, useJobs, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { FileDrop } from '../../ui/files/file-drop.tsx';
import { notifyError } from '../../ui/notify.ts';
import { Screen } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { toInput, useInspection } from '../../ui/source-preview/use-inspection.ts';
import { ImportReportView } from './import-report.tsx';
import { ImportRunning } from './import-running.tsx';
import { type Choices, ImportSetup } from './import-setup.tsx';

const words = text.importing;

function Report(props: { report: ImportReport; onMore: () => void }): ReactNode {
  const go = useGo();
  return (
    <ImportReportView
      report={props.report}
      hint={words.undoHint}
      actions={
        <>
          <Button variant="default" onClick={props.onMore}>
            {words.more}
          </Button>
          {props.report.newClasses.length > 0 ? (
            <Button variant="default" onClick={() => go('classes')}>
              {words.classes}
            </Button>
          ) : null}
          <Button variant="default" onClick={() => go('train')}>
            {words.train}
          </Button>
          <Button onClick={() => go('label')}>{words.label}</Button>
        </>
      }
    />
  );
}

export function ImportScreen(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { kind } = useProjectInfo();
  const [paths, setPaths] = useState<readonly string[]>([]);
  const [startedId, setStartedId] = useState<number | null>(null);
  const choice = useInspection(paths, kind);
  // An import goes on when the screen is left or reloaded: whoever comes back finds it here.
  const running = useJobs().find((each) => each.kind === 'import' && isActive(each.state));
  const [seenId, setSeenId] = useState<number | null>(null);
  if (running !== undefined && running.id !== seenId) setSeenId(running.id);
  const jobId = startedId ?? (paths.length === 0 ? seenId : null);
  const job = useJob(jobId);
  const start = useMutation(
    trpc.imports.start.mutationOptions({
      onSuccess: (started) => setStartedId(started.jobId),
      onError: (error) => notifyError(error),
    }),
  );
  const again = (): void => {
    setPaths([]);
    setStartedId(null);
    setSeenId(null);
    choice.reset();
  };
  const begin = ({ duplicates, dataset }: Choices): void => {
    const options = toInput({ ...choice.options, defaultDataset: dataset });
    start.mutate({ projectId, paths, duplicates, options });
  };
  return (
    <Screen title={words.title} subtitle={words.subtitle}>
      {jobId !== null ? (
        job?.state === 'done' ? (
          <Report report={job.result as ImportReport} onMore={again} />
        ) : (
          <ImportRunning job={job} onBack={again} />
        )
      ) : paths.length === 0 ? (
        <FileDrop title={words.dropTitle} hint={words.dropHint} onPaths={setPaths} />
      ) : (
        <ImportSetup choice={choice} kind={kind} starting={start.isPending} onStart={begin} onOther={again} />
      )}
    </Screen>
  );
}
