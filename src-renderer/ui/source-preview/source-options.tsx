import { Select, Switch } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { type FormatName, formatNames } from '../../../src-main/domain/source.ts';
import { text } from '../../i18n/index.ts';
import classes from './source-preview.module.css';
import { TextsFolder } from './texts-folder.tsx';
import type { Inspection, SourceChoice } from './use-inspection.ts';

const words = text.files.option;

const delimiters = [
  { value: ',', label: text.files.delimiters.comma },
  { value: ';', label: text.files.delimiters.semicolon },
  { value: '\t', label: text.files.delimiters.tab },
  { value: '|', label: text.files.delimiters.bar },
];
const labelDelimiters = [
  { value: '', label: text.files.option.noLabelDelimiter },
  ...['|', ';', ',', '#', '/'].map((value) => ({ value, label: value })),
];

/** Formats that carry their encoding. */
const ownEncoding: ReadonlySet<FormatName> = new Set(['pdf', 'docx', 'eml']);
const oneDocument: ReadonlySet<FormatName> = new Set(['txt', 'pdf', 'docx', 'html', 'eml']);

/** How the files are read: every guess is shown and can be changed. */
export function SourceOptions(props: {
  choice: SourceChoice;
  inspection: Inspection;
  kind: ProjectKind;
  /** Those to choose from; all of them when absent. */
  formats?: readonly FormatName[];
}): ReactNode {
  const { inspection, choice } = props;
  const attributes = inspection.project?.attributes ?? [];
  const { options, format } = inspection;
  const tabular = format === 'csv' || format === 'xlsx';
  return (
    <div className={classes.options}>
      <Select
        label={words.format}
        allowDeselect={false}
        value={format}
        data={(props.formats ?? formatNames).map((value) => ({
          value: value as string,
          label: text.files.formats[value],
        }))}
        onChange={(value) => choice.change({ format: value as FormatName, mapping: {} })}
      />
      {format === 'xlsx' ? (
        <Select
          label={words.sheet}
          allowDeselect={false}
          value={options.sheet ?? inspection.sheets[0] ?? null}
          data={[...inspection.sheets]}
          onChange={(sheet) => choice.change({ sheet, mapping: {} })}
        />
      ) : ownEncoding.has(format) ? null : (
        <Select
          label={words.encoding}
          allowDeselect={false}
          searchable
          value={inspection.encoding}
          data={inspection.encodings.map(({ name, label }) => ({ value: name, label }))}
          onChange={(encoding) => choice.change({ encoding })}
        />
      )}
      {format === 'csv' ? (
        <Select
          label={words.delimiter}
          allowDeselect={false}
          value={inspection.delimiter}
          data={delimiters}
          onChange={(delimiter) => choice.change({ delimiter, mapping: {} })}
        />
      ) : null}
      {(tabular || format === 'comprehend') && props.kind === 'multi' ? (
        <Select
          label={words.labelDelimiter}
          allowDeselect={false}
          value={options.labelDelimiter ?? ''}
          data={labelDelimiters}
          onChange={(value) => choice.change({ labelDelimiter: value === '' ? null : value })}
        />
      ) : null}
      {tabular ? (
        <Switch
          label={words.header}
          checked={inspection.hasHeader}
          onChange={(event) => choice.change({ hasHeader: event.currentTarget.checked, mapping: {} })}
        />
      ) : null}
      {attributes.length > 1 ? (
        <Select
          label={words.attribute}
          allowDeselect={false}
          value={options.attribute ?? attributes[0] ?? null}
          data={[...attributes]}
          onChange={(attribute) => choice.change({ attribute })}
        />
      ) : null}
      {format === 'azure' ? <TextsFolder choice={choice} /> : null}
      {oneDocument.has(format) && inspection.foldersAvailable ? (
        <Switch
          label={words.folderAsClass}
          checked={choice.options.folderAsClass}
          onChange={(event) => choice.change({ folderAsClass: event.currentTarget.checked })}
        />
      ) : null}
    </div>
  );
}
