import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { type ReportFormat, reportFormats } from '../../../src-main/domain/report/types.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { ExportDialog } from '../../ui/files/export-dialog.tsx';
import { besideFile, safeFileName, withEnding } from '../../ui/files/file-names.ts';
import { notifyError } from '../../ui/notify.ts';
import type { Evaluation } from './evaluate-screen.tsx';

const words = text.report;

const endings: Readonly<Record<Exclude<ReportFormat, 'comprehend'>, string>> = {
  html: '.html',
  json: '.json',
  csv: '.csv',
  azure: '.azure.json',
};

/** Beside the project; Comprehend's file has the name that its readers look for. */
function proposedPath(projectPath: string, modelName: string, format: ReportFormat): string {
  if (format === 'comprehend') return besideFile(projectPath, 'confusion_matrix.json');
  return withEnding(projectPath, ` ${safeFileName(modelName, 'model')}${endings[format]}`);
}

interface Props {
  readonly modelName: string;
  readonly evaluation: Pick<Evaluation, 'modelId' | 'dataset'>;
}

function ReportDialog(props: Props & { onClose: () => void }): ReactNode {
  const { modelName, evaluation, onClose } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const project = useProjectInfo();
  const [format, setFormat] = useState<ReportFormat>('html');
  const start = useMutation(
    trpc.reports.start.mutationOptions({ onSuccess: onClose, onError: (error) => notifyError(error) }),
  );
  const { modelId, dataset } = evaluation;
  return (
    <ExportDialog
      title={words.title(modelName)}
      formats={reportFormats.map((value) => ({ value, ...words.formats[value] }))}
      format={format}
      onFormat={setFormat}
      save={{ title: words.saveTitle, proposedPath: proposedPath(project.path, modelName, format) }}
      busy={start.isPending}
      onSave={(path) => start.mutate({ projectId, modelId, dataset, format, path })}
      onClose={onClose}
    />
  );
}

/** Writes what is known of the model to a file; the job says when it is there, wherever the person is by then. */
export function ReportButton(props: Props): ReactNode {
  const [opened, setOpened] = useState(false);
  useCommands([
    {
      id: 'evaluate.report',
      title: words.command,
      group: text.evaluate.group,
      run: () => setOpened(true),
    },
  ]);
  return (
    <>
      <Button variant="default" onClick={() => setOpened(true)}>
        {words.button}
      </Button>
      {opened ? <ReportDialog {...props} onClose={() => setOpened(false)} /> : null}
    </>
  );
}
