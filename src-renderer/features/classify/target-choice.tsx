import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { type BatchFormat, batchFormats } from '../../../src-main/domain/batch.ts';
import { text } from '../../i18n/index.ts';
import { usePathPicker } from '../../ui/path-picker/path-picker.tsx';
import classes from './classify.module.css';

const words = text.classify;

/** Where the results go. */
export interface Target {
  readonly format: BatchFormat;
  readonly path: string;
  /** With one file a class, besides; null: not wanted. */
  readonly routeFolder: string | null;
}

const endings: Readonly<Record<BatchFormat, string>> = {
  jsonl: '.jsonl',
  csv: '.csv',
  xlsx: '.xlsx',
  comprehend: '.jsonl',
};

const withoutEnding = (path: string): string => path.replace(/\.(jsonl|csv|xlsx)$/, '');

export function TargetChoice(props: { target: Target; onChange: (target: Target) => void }): ReactNode {
  const { target, onChange } = props;
  const picker = usePathPicker();
  const choose = async (): Promise<void> => {
    const path = await picker.save({ title: words.outputTitle, proposedPath: target.path });
    if (path !== null) onChange({ ...target, path });
  };
  const changeFormat = (format: BatchFormat): void =>
    onChange({ ...target, format, path: `${withoutEnding(target.path)}${endings[format]}` });
  const route = (on: boolean): void =>
    onChange({ ...target, routeFolder: on ? `${withoutEnding(target.path)} by class` : null });
  return (
    <div className={classes.target}>
      <Group align="end" wrap="nowrap">
        <Select
          w={260}
          label={words.format}
          allowDeselect={false}
          value={target.format}
          data={batchFormats.map((value) => ({ value, label: words.formats[value] }))}
          onChange={(value) => changeFormat(value as BatchFormat)}
        />
        <TextInput
          className={classes.grow ?? ''}
          label={words.output}
          value={target.path}
          onChange={(event) => onChange({ ...target, path: event.currentTarget.value })}
        />
        <Button variant="default" onClick={() => void choose()}>
          {words.changeOutput}
        </Button>
      </Group>
      <Checkbox
        label={words.route}
        description={words.routeHint}
        checked={target.routeFolder !== null}
        onChange={(event) => route(event.currentTarget.checked)}
      />
      {target.routeFolder === null ? null : (
        <TextInput
          aria-label={words.routeFolder}
          value={target.routeFolder}
          onChange={(event) => onChange({ ...target, routeFolder: event.currentTarget.value })}
        />
      )}
    </div>
  );
}
