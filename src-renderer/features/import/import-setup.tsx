import { Button, Group, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { DuplicatePolicy } from '../../../src-main/domain/import.ts';
import { type Dataset, datasetNames, datasets, type ProjectKind } from '../../../src-main/domain/project.ts';
import { messageOf } from '../../api/errors.ts';
import { text } from '../../i18n/index.ts';
import { formatBytes, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { ColumnRoles } from '../../ui/source-preview/column-roles.tsx';
import { PreviewRows } from '../../ui/source-preview/preview-rows.tsx';
import { SourceOptions } from '../../ui/source-preview/source-options.tsx';
import type { Inspection, SourceChoice } from '../../ui/source-preview/use-inspection.ts';
import { ErrorState, LoadingState } from '../../ui/states/states.tsx';
import classes from './import.module.css';

const words = text.importing;

export interface Choices {
  readonly duplicates: DuplicatePolicy;
  readonly dataset: Dataset | null;
}

function WriteOptions(props: {
  choices: Choices;
  azure: boolean;
  onChange: (choices: Choices) => void;
}): ReactNode {
  const { choices, onChange } = props;
  return (
    <Group align="end" gap="lg">
      <Select
        w={300}
        label={words.dataset}
        allowDeselect={false}
        value={choices.dataset ?? 'none'}
        data={[
          { value: 'none', label: props.azure ? words.azureDataset : words.noDataset },
          ...datasets.map((value) => ({ value: value as string, label: datasetNames[value] })),
        ]}
        onChange={(value) => onChange({ ...choices, dataset: value === 'none' ? null : (value as Dataset) })}
      />
      <Select
        w={320}
        label={words.duplicates}
        allowDeselect={false}
        value={choices.duplicates}
        data={[
          { value: 'skip', label: words.skip },
          { value: 'keep', label: words.keep },
        ]}
        onChange={(value) => onChange({ ...choices, duplicates: value as DuplicatePolicy })}
      />
    </Group>
  );
}

/** Why the files cannot be read, and the way back: an option may be what made them so. */
export function Unreadable(props: { choice: SourceChoice; onOther: () => void }): ReactNode {
  const { choice } = props;
  return (
    <ErrorState
      title={words.cannot}
      message={messageOf(choice.error)}
      onRetry={choice.back ?? props.onOther}
      retryLabel={choice.back === null ? words.other : text.files.takeBack}
    />
  );
}

/** What somebody should look twice at before going on. */
export function Warnings(props: { inspection: Inspection }): ReactNode {
  return props.inspection.warnings.map((warning) => (
    <div key={warning} className={classes.warning} role="status">
      {warning}
    </div>
  ));
}

/** Everything that will happen, before anything is written. */
export function ImportSetup(props: {
  choice: SourceChoice;
  kind: ProjectKind;
  starting: boolean;
  onStart: (choices: Choices) => void;
  onOther: () => void;
}): ReactNode {
  const { choice } = props;
  const { inspection } = choice;
  const [choices, setChoices] = useState<Choices>({ duplicates: 'skip', dataset: null });
  if (choice.error !== null) {
    return <Unreadable choice={choice} onOther={props.onOther} />;
  }
  if (inspection === undefined) return <LoadingState label={text.files.inspecting} />;
  const names = inspection.fileNames.slice(0, 3).join(', ');
  return (
    <div className={classes.setup}>
      <Panel className={classes.panel} label={words.title}>
        <Group justify="space-between" mb="sm">
          <div>
            <b>{names}</b>{' '}
            <span className={classes.dim}>
              {text.files.found(plural(inspection.fileCount, 'file'), formatBytes(inspection.totalBytes))}
            </span>
          </div>
          <Group>
            <Button variant="default" onClick={props.onOther}>
              {words.other}
            </Button>
            <Button
              loading={props.starting}
              disabled={inspection.records.length === 0 && inspection.rejected.length === 0}
              onClick={() => props.onStart(choices)}
            >
              {words.start}
            </Button>
          </Group>
        </Group>
        <SourceOptions choice={choice} inspection={inspection} kind={props.kind} />
        <hr className={classes.line} />
        <WriteOptions choices={choices} azure={inspection.format === 'azure'} onChange={setChoices} />
        {inspection.project === null || inspection.project.kind === props.kind ? null : (
          <div className={classes.warning} role="status">
            {words.otherKind[inspection.project.kind]}
          </div>
        )}
        <Warnings inspection={inspection} />
      </Panel>
      {inspection.columns.length === 0 ? null : (
        <Panel className={classes.panel} label={text.files.columns}>
          <h2>{text.files.columns}</h2>
          <ColumnRoles columns={inspection.columns} onChange={(mapping) => choice.change({ mapping })} />
        </Panel>
      )}
      <Panel className={classes.panel} label={text.files.preview}>
        <h2>{text.files.preview}</h2>
        <PreviewRows inspection={inspection} withLabels />
      </Panel>
    </div>
  );
}
