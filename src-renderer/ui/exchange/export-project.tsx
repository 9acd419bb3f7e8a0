import { Select, Switch } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { DocumentSelection } from '../../../src-main/domain/document.ts';
import { type ExportFormat, exportFormats } from '../../../src-main/domain/exchange/export.ts';
import { useTRPC } from '../../api/client.ts';
import { useModels, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ExportDialog } from '../files/export-dialog.tsx';
import { withEnding } from '../files/file-names.ts';
import { JobDialog } from '../jobs/job-dialog.tsx';
import { notifyError } from '../notify.ts';
import { ExportOutcome, reportSize, type Written } from './export-outcome.tsx';

const words = text.exchange.export;

type Format = ExportFormat | 'project';

const endings: Readonly<Record<Format, string>> = {
  project: ' copy.winnow',
  jsonl: '.jsonl',
  csv: '.csv',
  azure: '-azure.json',
  'azure-2021': '-tags.json',
  comprehend: '-comprehend.csv',
  'comprehend-manifest': '.manifest',
};

interface Options {
  /** Null: as everything is now. */
  readonly modelId: number | null;
  readonly withTexts: boolean;
}

function OptionFields(props: {
  format: Format;
  options: Options;
  onChange: (options: Options) => void;
}): ReactNode {
  const { format, options, onChange } = props;
  const models = useModels();
  if (format === 'project') return null;
  return (
    <>
      {models.length === 0 ? null : (
        <Select
          mt="md"
          label={words.state}
          description={words.stateHint}
          allowDeselect={false}
          value={options.modelId === null ? 'now' : String(options.modelId)}
          data={[
            { value: 'now', label: words.stateNow },
            ...models.map(({ id, name }) => ({ value: String(id), label: words.stateOf(name) })),
          ]}
          onChange={(value) => onChange({ ...options, modelId: value === 'now' ? null : Number(value) })}
        />
      )}
      {format === 'azure' || format === 'azure-2021' ? (
        <Switch
          mt="md"
          label={words.withTexts}
          description={words.withTextsHint}
          checked={options.withTexts}
          onChange={(event) => onChange({ ...options, withTexts: event.currentTarget.checked })}
        />
      ) : null}
    </>
  );
}

/** Writes the project, or some of its documents, to a file in the format of one's choice, and shows what came of it. */
export function ExportProject(props: {
  /** Null: the whole project. */
  selection: DocumentSelection | null;
  title: string;
  onClose: () => void;
}): ReactNode {
  const { selection, title, onClose } = props;
  const trpc = useTRPC();
  const project = useProjectInfo();
  const projectId = useProjectId();
  const offered: readonly Format[] = selection === null ? ['project', ...exportFormats] : exportFormats;
  const [format, setFormat] = useState<Format>(offered[0] ?? 'jsonl');
  const [options, setOptions] = useState<Options>({ modelId: null, withTexts: true });
  const [jobId, setJobId] = useState<number | null>(null);
  const onError = (error: unknown): void => notifyError(error);
  const onSuccess = (started: { readonly jobId: number }): void => setJobId(started.jobId);
  const write = useMutation(trpc.exports.start.mutationOptions({ onSuccess, onError }));
  const copy = useMutation(trpc.projects.clone.mutationOptions({ onSuccess, onError }));
  const save = (path: string): void => {
    if (format === 'project') {
      copy.mutate({ projectId, path, name: project.name });
      return;
    }
    const { modelId, withTexts } = options;
    write.mutate({
      projectId,
      format,
      path,
      selection,
      ...(modelId === null ? {} : { modelId }),
      ...(withTexts ? {} : { textsFolder: null }),
    });
  };
  if (jobId !== null) {
    return (
      <JobDialog
        jobId={jobId}
        title={title}
        running={words.running}
        failed={words.failed}
        back={words.back}
        onBack={() => setJobId(null)}
        onClose={onClose}
        size={reportSize}
      >
        {(job) => <ExportOutcome report={job.result as Written} onClose={onClose} />}
      </JobDialog>
    );
  }
  return (
    <ExportDialog
      title={title}
      formats={offered.map((value) => ({ value, ...words.formats[value] }))}
      format={format}
      onFormat={setFormat}
      save={{ title: words.saveTitle, proposedPath: withEnding(project.path, endings[format]) }}
      busy={write.isPending || copy.isPending}
      onSave={save}
      onClose={onClose}
    >
      <OptionFields format={format} options={options} onChange={setOptions} />
    </ExportDialog>
  );
}
