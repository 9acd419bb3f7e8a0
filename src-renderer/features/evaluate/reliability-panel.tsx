import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { AxisBottom, AxisLeft } from '@visx/axis';
import { Group } from '@visx/group';
import { scaleLinear } from '@visx/scale';
import { type ReactNode, useState } from 'react';
import type { Reliability } from '../../../src-main/domain/metrics/analysis.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { axisText } from './chart-text.ts';
import classes from './scores.module.css';

const words = text.scores.reliability;
const height = 250;
const margin = { top: 10, right: 22, bottom: 42, left: 50 };

type Bin = Reliability['bins'][number];

function Diagram(props: { bins: readonly Bin[] }): ReactNode {
  const { ref, width } = useElementSize();
  const x = scaleLinear({ domain: [0, 1], range: [0, Math.max(60, width - margin.left - margin.right)] });
  const y = scaleLinear({ domain: [0, 1], range: [height - margin.top - margin.bottom, 0] });
  const most = Math.max(1, ...props.bins.map((bin) => bin.count));
  return (
    <div ref={ref}>
      {width === 0 ? null : (
        <svg width={width} height={height} role="img" aria-label={words.chart}>
          <Group left={margin.left} top={margin.top}>
            {y.ticks(5).map((tick) => (
              <line key={tick} className={classes.grid} x1={0} x2={x(1)} y1={y(tick)} y2={y(tick)} />
            ))}
            <line className={classes.ideal} x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} />
            {props.bins.map((bin) =>
              bin.confidence === null || bin.right === null || bin.interval === null ? null : (
                <g key={bin.from}>
                  <title>{`${words.score} ${bin.confidence.toFixed(2)}: ${formatShare(bin.right)} (${formatCount(bin.count)})`}</title>
                  <line
                    className={classes.whisker}
                    x1={x(bin.confidence)}
                    x2={x(bin.confidence)}
                    y1={y(bin.interval.low)}
                    y2={y(bin.interval.high)}
                  />
                  <circle
                    className={classes.dot}
                    cx={x(bin.confidence)}
                    cy={y(bin.right)}
                    r={2.5 + 4 * Math.sqrt(bin.count / most)}
                  />
                </g>
              ),
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
              label={words.score}
              labelProps={{ ...axisText, textAnchor: 'middle' }}
              tickLabelProps={{ ...axisText, textAnchor: 'middle' }}
            />
          </Group>
        </svg>
      )}
    </div>
  );
}

function BinTable(props: { bins: readonly Bin[] }): ReactNode {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {[words.score, words.count, words.right, words.interval].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.bins.map((bin) =>
          bin.count === 0 ? null : (
            <tr key={bin.from}>
              <th scope="row">
                {bin.from.toFixed(2)}–{bin.to.toFixed(2)}
              </th>
              <td>{formatCount(bin.count)}</td>
              <td>{formatShare(bin.right)}</td>
              <td>
                {bin.interval === null
                  ? '–'
                  : `${formatShare(bin.interval.low)} – ${formatShare(bin.interval.high)}`}
              </td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  );
}

/** The reliability diagram: how often scores are right that say so and so much. */
export function ReliabilityPanel(props: { reliability: Reliability }): ReactNode {
  const { reliability } = props;
  const [view, setView] = useState<'graph' | 'table'>('graph');
  return (
    <Panel className={classes.panel} label={words.title}>
      <div className={classes.head}>
        <h3>{words.title}</h3>
        <SegmentedControl
          size="xs"
          aria-label={text.scores.view}
          value={view}
          data={[
            { value: 'graph', label: text.scores.views.graph },
            { value: 'table', label: text.scores.views.table },
          ]}
          onChange={(value) => setView(value as 'graph' | 'table')}
        />
      </div>
      {view === 'graph' ? <Diagram bins={reliability.bins} /> : <BinTable bins={reliability.bins} />}
      <p className={classes.hint}>{words.hint(reliability.error.toFixed(3))}</p>
    </Panel>
  );
}
