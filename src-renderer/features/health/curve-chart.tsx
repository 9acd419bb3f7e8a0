import { useElementSize } from '@mantine/hooks';
import { AxisBottom, AxisLeft } from '@visx/axis';
import { Group } from '@visx/group';
import { scaleLinear } from '@visx/scale';
import type { ReactNode } from 'react';
import type { LearningCurve } from '../../../src-main/domain/health/types.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import classes from './health.module.css';

const own = text.health.curve;
const height = 320;
const margin = { top: 12, right: 24, bottom: 46, left: 58 };
const axisText = { fill: 'var(--w-dim)', fontSize: 12, fontFamily: 'inherit' } as const;

interface Point {
  readonly labels: number;
  readonly score: number;
  readonly interval: { readonly low: number; readonly high: number };
}

function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join('');
}

/** Measured points with their intervals, a solid line through them, the forecast dashed within its band. */
export function CurveChart(props: {
  curve: Pick<LearningCurve, 'points' | 'forecasts'>;
  figure: string;
}): ReactNode {
  const { ref, width } = useElementSize();
  const measured: readonly Point[] = props.curve.points.map((each) => ({ ...each, score: each.mean }));
  const last = measured.at(-1);
  const forecast: readonly Point[] = last === undefined ? [] : [last, ...props.curve.forecasts];
  const all = [...measured, ...props.curve.forecasts];
  const lowest = Math.min(1, ...all.map((each) => each.interval.low));
  const x = scaleLinear({
    domain: [0, Math.max(1, ...all.map((each) => each.labels))],
    range: [0, Math.max(60, width - margin.left - margin.right)],
    nice: true,
  });
  const y = scaleLinear({
    domain: [Math.max(0, lowest - 0.05), 1],
    range: [height - margin.top - margin.bottom, 0],
    nice: true,
  });
  const at = (each: Point, score: number): readonly [number, number] => [x(each.labels), y(score)];
  return (
    <div ref={ref} className={classes.chart}>
      {width === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={own.chart(props.figure)}>
          <Group left={margin.left} top={margin.top}>
            {y.ticks(5).map((tick) => (
              <line key={tick} className={classes.grid} x1={0} x2={x.range()[1]} y1={y(tick)} y2={y(tick)} />
            ))}
            <path
              className={classes.band}
              d={`${pathOf([
                ...forecast.map((each) => at(each, each.interval.high)),
                ...forecast.toReversed().map((each) => at(each, each.interval.low)),
              ])}Z`}
            />
            <path className={classes.line} d={pathOf(measured.map((each) => at(each, each.score)))} />
            <path
              className={`${classes.line} ${classes.dashed}`}
              d={pathOf(forecast.map((each) => at(each, each.score)))}
            />
            {measured.map((each) => (
              <g key={each.labels}>
                <title>{`${formatCount(each.labels)}: ${formatShare(each.score)}`}</title>
                <line
                  className={classes.bar}
                  x1={x(each.labels)}
                  x2={x(each.labels)}
                  y1={y(each.interval.low)}
                  y2={y(each.interval.high)}
                />
                <circle className={classes.dot} cx={x(each.labels)} cy={y(each.score)} r={3.5} />
              </g>
            ))}
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
              top={y.range()[0] ?? 0}
              numTicks={6}
              label={own.axis}
              labelProps={{ ...axisText, textAnchor: 'middle' }}
              stroke="var(--w-line-strong)"
              hideTicks
              tickFormat={(value) => formatCount(Number(value))}
              tickLabelProps={{ ...axisText, textAnchor: 'middle' }}
            />
          </Group>
        </svg>
      )}
    </div>
  );
}
