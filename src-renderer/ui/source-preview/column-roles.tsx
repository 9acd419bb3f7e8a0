import { Select } from '@mantine/core';
import type { ReactNode } from 'react';
import { type ColumnMapping, type ColumnRole, columnRoles } from '../../../src-main/domain/source.ts';
import { text } from '../../i18n/index.ts';
import classes from './source-preview.module.css';
import type { Inspection } from './use-inspection.ts';

type Columns = Inspection['columns'];

/** The mapping that gives these roles; several columns may be labels or extra fields, one each of the others. */
export function mappingOf(columns: Columns, changed: { name: string; role: ColumnRole }): ColumnMapping {
  const single = changed.role !== 'label' && changed.role !== 'field' && changed.role !== 'ignored';
  const roleOf = (column: Columns[number]): ColumnRole => {
    if (column.name === changed.name) return changed.role;
    return single && column.role === changed.role ? 'ignored' : column.role;
  };
  const named = (role: ColumnRole): string[] =>
    columns.filter((column) => roleOf(column) === role).map((column) => column.name);
  const [textColumn] = named('text');
  return {
    ...(textColumn === undefined ? {} : { text: textColumn }),
    labels: named('label'),
    id: named('id')[0] ?? null,
    dataset: named('dataset')[0] ?? null,
    language: named('language')[0] ?? null,
    fields: named('field'),
  };
}

/** One column a row: its name, some values, and what it is. */
export function ColumnRoles(props: {
  columns: Columns;
  onChange: (mapping: ColumnMapping) => void;
}): ReactNode {
  return (
    <table className={classes.table}>
      <tbody>
        {props.columns.map((column) => (
          <tr key={column.name}>
            <th scope="row">{column.name}</th>
            <td className={classes.role}>
              <Select
                size="xs"
                allowDeselect={false}
                aria-label={text.files.roleOf(column.name)}
                value={column.role}
                data={columnRoles.map((value) => ({
                  value: value as string,
                  label: text.files.roles[value],
                }))}
                onChange={(role) =>
                  props.onChange(mappingOf(props.columns, { name: column.name, role: role as ColumnRole }))
                }
              />
            </td>
            <td className={classes.samples}>{column.samples.join(' · ')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
