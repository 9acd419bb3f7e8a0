import type { ReactNode } from 'react';
import { formatCount, formatShare } from '../../ui/format.ts';
import { usePortions } from '../../ui/portions.tsx';
import classes from './classify.module.css';

export interface ClassShare {
  readonly name: string;
  readonly documents: number;
}

/** How documents spread over classes, the largest share first, with what got none at the end. */
export function ClassShares(props: {
  rows: readonly ClassShare[];
  /** Documents with none of the classes and the like; those without documents are left out. */
  rest: readonly ClassShare[];
  documents: number;
}): ReactNode {
  const total = Math.max(1, props.documents);
  const keyed = (kind: string, rows: readonly ClassShare[]) =>
    rows.map((row) => ({ ...row, key: `${kind} ${row.name}` }));
  const rows = [
    ...keyed('class', props.rows).sort((first, second) => second.documents - first.documents),
    ...keyed('rest', props.rest).filter(({ documents }) => documents > 0),
  ];
  const largest = Math.max(1, ...rows.map(({ documents }) => documents));
  const { shown, more } = usePortions(rows.length);
  return (
    <>
      <table className={classes.shares}>
        <tbody>
          {rows.slice(0, shown).map((row) => (
            <tr key={row.key}>
              <th scope="row">{row.name}</th>
              <td className={classes.scoreValue}>{formatCount(row.documents)}</td>
              <td className={classes.scoreValue}>{formatShare(row.documents / total)}</td>
              <td className={classes.shareBar} aria-hidden="true">
                <span className={classes.scoreBar}>
                  <i style={{ width: `${(100 * row.documents) / largest}%` }} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </>
  );
}
