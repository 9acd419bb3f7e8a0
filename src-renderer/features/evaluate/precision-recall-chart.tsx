import { useElementSize } from '@mantine/hooks';
import { AxisBottom, AxisLeft } from '@visx/axis';
import { Group } from '@visx/group';
import { scaleLinear } from '@visx/scale';
import type { ReactNode } from 'react';
import type { PrecisionRecallCurve } from '../../../src-main/domain/statistics/precision-recall.ts';
import { text } from '../../i18n/index.ts';
import { formatShare } from '../../ui/format.ts';
import { axisText } from './chart-text.ts';
import classes from './scores.module.css';

const words = text.scores.classes;
const height = 250;
const margin = { top: 10, right: 26, bottom: 42, left: 50 };

/** Precision over recall as steps; a ring marks the threshold on show. */
export function CurveChart(props: {
  name: string;
  curve: PrecisionRecallCurve;
  precision: number | null;
  recall: number | null;
}): ReactNode {
  const { ref, width } = useElementSize();
  const x = scaleLinear({ domain: [0, 1], range: [0, Math.max(60, width - margin.left - margin.right)] });
  const y = scaleLinear({ domain: [0, 1], range: [height - margin.top - margin.bottom, 0] });
  const path = props.curve.points
    .map(({ precision, recall }, index) => `${index === 0 ? 'M' : 'L'}${x(recall ?? 0)},${y(precision ?? 0)}`)
    .join('');
  return (
    <div ref={ref}>
      {width === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={words.chart(props.name)}>
          <Group left={margin.left} top={margin.top}>
            {y.ticks(5).map((tick) => (
              <line key={tick} className={classes.grid} x1={0} x2={x(1)} y1={y(tick)} y2={y(tick)} />
            ))}
            {props.curve.averagePrecision === null ? null : <path className={classes.line} d={path} />}
            {props.precision === null || props.recall === null ? null : (
              <circle className={classes.ring} cx={x(props.recall)} cy={y(props.precision)} r={6} />
            )}
            <AxisLeft
              scale={y}
              numTicks={5}
              hideTicks
              hideAxisLine
              tickFormat={(value) => formatShare(Number(value), 0)}
              tickLabelProps={{ ...axisText, textAnchor: 'end', dy: '0.33em' }}
            />
            <AxisBottom
              scale={x}
              top={y(0)}
              numTicks={5}
              hideTicks
              stroke="var(--w-line-strong)"
              label={words.recall}
              labelProps={{ ...axisText, textAnchor: 'middle' }}
              tickFormat={(value) => formatShare(Number(value), 0)}
              tickLabelProps={{ ...axisText, textAnchor: 'middle' }}
            />
          </Group>
        </svg>
      )}
    </div>
  );
}
