import { Button } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { Comparison } from '../../../src-main/domain/comparison/types.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatScore } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './compare.module.css';
import { formatPoints } from './format-points.ts';

const words = text.compare;
const shownAtFirst = 10;

/** F1 of each class in both models, the largest change first. */
export function CompareClasses(props: { comparison: Comparison }): ReactNode {
  const { comparison } = props;
  const [all, setAll] = useState(false);
  const rows = useMemo(
    () =>
      comparison.classes
        .map((each, index) => ({ ...each, index, name: comparison.classNames[index]?.name ?? '?' }))
        .filter((each) => each.support > 0 || each.a !== null || each.b !== null)
        .sort((first, second) => Math.abs(second.difference ?? 0) - Math.abs(first.difference ?? 0)),
    [comparison],
  );
  const shown = all ? rows : rows.slice(0, shownAtFirst);
  return (
    <Panel className={classes.panel} label={words.classesTitle}>
      <h3>{words.classesTitle}</h3>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{words.class}</th>
              <th scope="col">{words.a}</th>
              <th scope="col">{words.b}</th>
              <th scope="col">{words.difference}</th>
              <th scope="col">{words.interval}</th>
              <th scope="col">{words.support}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(({ index, name, a, b, difference, interval, support }) => {
              const clear = interval !== null && (interval.low > 0 || interval.high < 0);
              return (
                <tr key={index}>
                  <th scope="row" title={name}>
                    {name}
                  </th>
                  <td>{formatScore(a)}</td>
                  <td>{formatScore(b)}</td>
                  <td data-tone={clear ? ((difference ?? 0) > 0 ? 'good' : 'bad') : undefined}>
                    {formatPoints(difference)}
                  </td>
                  <td>
                    {interval === null
                      ? '–'
                      : words.points(formatPoints(interval.low), formatPoints(interval.high))}
                  </td>
                  <td>{formatCount(support)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      {rows.length > shown.length ? (
        <Button size="compact-xs" variant="subtle" onClick={() => setAll(true)}>
          {text.guidance.more(formatCount(rows.length - shown.length))}
        </Button>
      ) : null}
      <p className={classes.hint}>{words.classesHint}</p>
    </Panel>
  );
}
