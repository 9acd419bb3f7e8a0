import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { LabelPairs } from '../../../src-main/domain/statistics/label-pairs.ts';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import tables from '../../ui/table.module.css';
import classes from './evaluate.module.css';

const words = text.evaluate.pairs;
const shownAtFirst = 8;

interface Row {
  readonly key: string;
  readonly cells: readonly string[];
}

function PairTable(props: {
  title: string;
  heads: readonly string[];
  rows: readonly Row[];
  nothing: string;
}): ReactNode {
  const { rows } = props;
  const [all, setAll] = useState(false);
  const shown = all ? rows : rows.slice(0, shownAtFirst);
  return (
    <Panel className={classes.tablePanel} label={props.title}>
      <h2 className={classes.smallTitle}>{props.title}</h2>
      {rows.length === 0 ? <p className={classes.hint}>{props.nothing}</p> : null}
      {rows.length === 0 ? null : (
        <div className={classes.tableScroll}>
          <table className={`${tables.table} ${classes.table}`}>
            <thead>
              <tr>
                {props.heads.map((head, column) => (
                  <th key={head} scope="col" className={column < 2 ? undefined : tables.number}>
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((row) => (
                <tr key={row.key}>
                  {row.cells.map((cell, column) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed.
                    <td key={column} className={column < 2 ? undefined : tables.number}>
                      {cell}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {rows.length > shown.length ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {text.guidance.more(formatCount(rows.length - shown.length))}
        </Button>
      ) : null}
    </Panel>
  );
}

/** Which classes go together in the labels, and which are missed together or for one another. */
export function LabelPairTables(props: { pairs: LabelPairs; names: readonly string[] }): ReactNode {
  const { pairs } = props;
  const nameOf = (index: number): string => props.names[index] ?? '?';
  return (
    <div className={classes.pairs}>
      <PairTable
        title={words.together}
        nothing={words.noTogether}
        heads={[words.class, words.with, words.documents, words.missedTogether]}
        rows={pairs.pairs.map(({ classes: [first, second], together, missedTogether }) => ({
          key: `${first} ${second}`,
          cells: [nameOf(first), nameOf(second), formatCount(together), formatCount(missedTogether)],
        }))}
      />
      <PairTable
        title={words.missedFor}
        nothing={words.noMissed}
        heads={[words.missed, words.given, words.documents]}
        rows={pairs.missedFor.map(({ missed, given, documents }) => ({
          key: `${missed} ${given}`,
          cells: [nameOf(missed), nameOf(given), formatCount(documents)],
        }))}
      />
    </div>
  );
}
