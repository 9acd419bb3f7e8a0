import { Button, Group, Modal, Radio, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import { type ReportFormat, reportFormats } from '../../../src-main/domain/report/types.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { notifyError } from '../../ui/notify.ts';
import { usePathPicker } from '../../ui/path-picker/path-picker.tsx';
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
  if (format === 'comprehend') return projectPath.replace(/[^\\/]*$/, 'confusion_matrix.json');
  const safe = modelName.replace(/[^\p{L}\p{N} ._-]+/gu, ' ').trim();
  return projectPath.replace(/(\.winnow)?$/, ` ${safe}${endings[format]}`);
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
  const picker = usePathPicker();
  const [format, setFormat] = useState<ReportFormat>('html');
  const start = useMutation(
    trpc.reports.start.mutationOptions({ onSuccess: onClose, onError: (error) => notifyError(error) }),
  );
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const path = await picker.save({
      title: words.saveTitle,
      proposedPath: proposedPath(project.path, modelName, format),
    });
    const { modelId, dataset } = evaluation;
    if (path !== null) start.mutate({ projectId, modelId, dataset, format, path });
  };
  return (
    <Modal opened onClose={onClose} title={words.title(modelName)} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Radio.Group
          label={words.format}
          value={format}
          onChange={(value) => setFormat(value as ReportFormat)}
        >
          <Stack gap="sm" mt="xs">
            {reportFormats.map((each) => (
              <Radio
                key={each}
                value={each}
                label={words.formats[each].name}
                description={words.formats[each].hint}
                {...(each === 'html' ? { 'data-autofocus': true } : {})}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={start.isPending}>
            {words.choose}
          </Button>
        </Group>
      </form>
    </Modal>
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
