import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import type { ImportReport } from '../../../src-main/domain/import.ts';
import { isActive } from '../../../src-main/domain/job.ts';
import { useTRPC } from '../../api/client.ts';
import { useJob, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { focusOnce } from '../../ui/jobs/job-dialog.tsx';
import { Screen } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { ImportReportView } from './import-report.tsx';
import { ImportRunning } from './import-running.tsx';

const words = text.exchange.bring;

function Arrived(props: { report: ImportReport }): ReactNode {
  const { name, path } = useProjectInfo();
  const go = useGo();
  return (
    <Screen title={words.arrived(name)} subtitle={path}>
      <ImportReportView
        report={props.report}
        actions={
          <>
            <Button variant="default" onClick={() => go('train')}>
              {words.train}
            </Button>
            <Button ref={focusOnce} onClick={() => go('documents')}>
              {words.open}
            </Button>
          </>
        }
      />
    </Screen>
  );
}

/** The import into the new project; one that nothing came into does not stay. */
export function BringArriving(props: { projectId: string; jobId: number; onBack: () => void }): ReactNode {
  const { projectId } = props;
  const trpc = useTRPC();
  const job = useJob(props.jobId);
  const discard = useMutation(trpc.imports.discardProject.mutationOptions());
  const fruitless = job !== undefined && !isActive(job.state) && job.state !== 'done';
  const { mutate } = discard;
  useEffect(() => {
    if (fruitless) mutate({ projectId });
  }, [fruitless, projectId, mutate]);
  if (job?.state === 'done') return <Arrived report={job.result as ImportReport} />;
  return (
    <Screen title={words.title}>
      <ImportRunning
        job={fruitless && !discard.isSuccess ? { ...job, state: 'cancelling' } : job}
        words={words.arriving}
        onBack={props.onBack}
      />
    </Screen>
  );
}
