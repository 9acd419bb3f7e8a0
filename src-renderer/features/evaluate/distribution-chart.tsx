import { useElementSize } from '@mantine/hooks';
import { AxisLeft, AxisTop } from '@visx/axis';
import { Group } from '@visx/group';
import { scaleBand, scaleLinear } from '@visx/scale';
import { Bar } from '@visx/shape';
import type { ReactNode } from 'react';
import { datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { axisText } from './chart-text.ts';
import classes from './evaluate.module.css';

const words = text.evaluate.distribution;

export interface ClassDistribution {
  readonly name: string;
  readonly train: number;
  readonly validation: number;
  readonly test: number;
  readonly total: number;
}

const barHeight = 10;
const classGap = 14;
const margin = { top: 44, right: 48, bottom: 4 };
const longestName = 28;

function shortened(name: string): string {
  return name.length > longestName ? `${name.slice(0, longestName - 1)}…` : name;
}

function ClassBars(props: { item: ClassDistribution; x: (count: number) => number }): ReactNode {
  const { item, x } = props;
  return datasets.map((dataset, place) => {
    const count = item[dataset];
    const top = place * (barHeight + 1);
    return (
      <g key={dataset}>
        <Bar
          x={0}
          y={top}
          width={Math.max(count === 0 ? 0 : 2, x(count))}
          height={barHeight}
          rx={2}
          className={classes.distributionBar ?? ''}
          data-dataset={dataset}
        >
          <title>{words.bar(item.name, datasetNames[dataset], formatCount(count))}</title>
        </Bar>
        <text x={x(count) + 5} y={top + barHeight - 1} className={classes.barCount}>
          {formatCount(count)}
        </text>
      </g>
    );
  });
}

/** Three bars for each of the first `shown` classes, the largest class first; the axis is that of all. */
export function DistributionChart(props: { items: readonly ClassDistribution[]; shown: number }): ReactNode {
  const items = props.items.slice(0, props.shown);
  const { ref, width } = useElementSize();
  const longest = Math.max(...items.map((item) => Math.min(longestName, item.name.length)));
  const left = longest * 7.3 + 18;
  const groupHeight = datasets.length * (barHeight + 1) + classGap;
  const height = items.length * groupHeight;
  const largest = Math.max(1, ...props.items.flatMap((item) => [item.train, item.validation, item.test]));
  const y = scaleBand({ domain: items.map((_, index) => index), range: [0, height] });
  const x = scaleLinear({
    domain: [0, largest],
    range: [0, Math.max(40, width - left - margin.right)],
    nice: true,
  });
  return (
    <div ref={ref} className={classes.chart}>
      {width === 0 ? null : (
        <svg width={width} height={margin.top + height + margin.bottom} role="img" aria-label={words.chart}>
          <Group left={left} top={margin.top}>
            {x.ticks(5).map((tick) => (
              <line key={tick} x1={x(tick)} x2={x(tick)} y1={0} y2={height} className={classes.gridLine} />
            ))}
            <AxisTop
              scale={x}
              numTicks={5}
              label={words.axis}
              labelOffset={14}
              labelProps={{ ...axisText, textAnchor: 'middle' }}
              hideAxisLine
              hideTicks
              tickFormat={(value) => formatCount(Number(value))}
              tickLabelProps={{ ...axisText, textAnchor: 'middle' }}
            />
            <AxisLeft
              scale={y}
              tickValues={items.map((_, index) => index)}
              tickFormat={(index) => shortened(items[Number(index)]?.name ?? '')}
              tickLength={6}
              hideTicks
              hideAxisLine
              tickLabelProps={{ ...axisText, fill: 'var(--w-text)', textAnchor: 'end', dy: '0.33em' }}
            />
            {items.map((item, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two classes of a model may have borne one name.
              <Group key={index} top={index * groupHeight + classGap / 2}>
                <ClassBars item={item} x={(count) => x(count)} />
              </Group>
            ))}
          </Group>
        </svg>
      )}
    </div>
  );
}
