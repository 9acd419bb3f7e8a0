import { SegmentedControl, Select } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { LearningCurve } from '../../../src-main/domain/health/types.ts';
import { useClasses } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, formatSeconds, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { CurveChart } from './curve-chart.tsx';
import classes from './health.module.css';

const own = text.health.curve;

type Curve = Pick<LearningCurve, 'points' | 'fit' | 'forecasts'>;

function CurveTable(props: { curve: Curve; figure: string; secondsPerLabel: number | null }): ReactNode {
  const { curve, secondsPerLabel } = props;
  const now = curve.points.at(-1)?.labels ?? 0;
  const rows = [
    ...curve.points.map((each) => ({ ...each, score: each.mean, measured: true })),
    ...curve.forecasts.map((each) => ({ ...each, measured: false })),
  ];
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{own.labels}</th>
          <th scope="col">{own.kind}</th>
          <th scope="col" className={classes.number}>
            {props.figure}
          </th>
          <th scope="col" className={classes.number}>
            {own.interval}
          </th>
          <th scope="col" className={classes.number}>
            {own.more}
          </th>
          <th scope="col" className={classes.number}>
            {own.effort}
          </th>
        </tr>
      </thead>
      <tbody>
        {rows.map((each) => (
          <tr key={`${each.labels} ${each.measured}`}>
            <th scope="row">{formatCount(each.labels)}</th>
            <td>{each.measured ? own.measured : own.forecast.toLowerCase()}</td>
            <td className={classes.number}>{formatShare(each.score)}</td>
            <td className={classes.number}>
              {formatShare(each.interval.low)} – {formatShare(each.interval.high)}
            </td>
            <td className={classes.number}>{each.measured ? '' : `+${formatCount(each.labels - now)}`}</td>
            <td className={classes.number}>
              {each.measured || secondsPerLabel === null
                ? ''
                : own.effortOf(formatSeconds((each.labels - now) * secondsPerLabel))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The curve over all classes or of one, as a graph or as a table. */
export function CurvePanel(props: { result: LearningCurve }): ReactNode {
  const { result } = props;
  const list = useClasses();
  const [view, setView] = useState<'graph' | 'table'>('graph');
  const [classId, setClassId] = useState<number | null>(null);
  const curve: Curve = result.classes.find((each) => each.classId === classId) ?? result;
  const figure = classId === null ? own.figures[result.figure] : 'F1';
  return (
    <Panel className={classes.panel} label={text.health.parts['learning-curve']}>
      <div className={classes.tools}>
        <h2>{figure}</h2>
        <span className={classes.space} />
        <Select
          size="xs"
          w={200}
          searchable
          aria-label={own.classes}
          value={classId === null ? 'all' : String(classId)}
          data={[
            { value: 'all', label: own.all },
            ...result.classes.map((each) => ({
              value: String(each.classId),
              label: list.find((one) => one.id === each.classId)?.name ?? '?',
            })),
          ]}
          onChange={(value) => setClassId(value === null || value === 'all' ? null : Number(value))}
        />
        <SegmentedControl
          size="xs"
          aria-label={own.view}
          value={view}
          data={[
            { value: 'graph', label: own.views.graph },
            { value: 'table', label: own.views.table },
          ]}
          onChange={(value) => setView(value as 'graph' | 'table')}
        />
      </div>
      {view === 'graph' ? (
        <CurveChart curve={curve} figure={figure} />
      ) : (
        <CurveTable curve={curve} figure={figure} secondsPerLabel={result.secondsPerLabel} />
      )}
      <p className={classes.dim}>
        {curve.fit === null ? `${own.noFit} ` : ''}
        {result.secondsPerLabel === null ? own.noRate : own.rate(formatSeconds(result.secondsPerLabel))}
      </p>
    </Panel>
  );
}
