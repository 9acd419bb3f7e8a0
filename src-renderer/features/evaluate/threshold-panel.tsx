import { Button, SegmentedControl, Select, Slider } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { DecisionRule } from '../../../src-main/domain/decision.ts';
import type { EvaluationAnalysis } from '../../../src-main/domain/metrics/analysis.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { atThreshold, precisionRecallCurve } from '../../../src-main/domain/statistics/precision-recall.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { choicesListed } from '../../ui/portions.tsx';
import { CurveChart } from './precision-recall-chart.tsx';
import classes from './scores.module.css';

const words = text.scores.classes;

interface Props {
  readonly kind: ProjectKind;
  readonly model: Model;
  readonly analysis: EvaluationAnalysis;
  readonly rule: DecisionRule;
  readonly chosen: number | null;
  readonly onChoose: (classIndex: number) => void;
  readonly onChange: (rule: DecisionRule) => void;
}

/** The class's threshold under the rule, and the one it has without. */
function thresholdsOf({ kind, analysis, rule }: Props, index: number): { value: number; own: number } {
  const own = kind === 'multi' ? (analysis.thresholds?.[index] ?? 0.5) : 0;
  const value = kind === 'multi' ? (rule.thresholds[index] ?? own) : (rule.accept[index] ?? own);
  return { value, own };
}

function withThreshold(props: Props, index: number, value: number | null): DecisionRule {
  const { kind, rule } = props;
  return kind === 'multi'
    ? { ...rule, thresholds: rule.thresholds.map((each, place) => (place === index ? value : each)) }
    : { ...rule, accept: rule.accept.map((each, place) => (place === index ? (value ?? 0) : each)) };
}

function Figure(props: { name: string; value: string; small: string }): ReactNode {
  return (
    <div>
      <b>{props.value}</b>
      <span>
        {props.name} {props.small}
      </span>
    </div>
  );
}

function Points(props: { curve: ReturnType<typeof precisionRecallCurve> }): ReactNode {
  const { points } = props.curve;
  const every = Math.max(1, Math.ceil(points.length / 40));
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            {[words.threshold, words.precision, words.recall, words.workload].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points
            .filter((_, index) => index % every === 0 || index === points.length - 1)
            .map((point) => (
              <tr key={point.threshold}>
                <th scope="row">{point.threshold.toFixed(3)}</th>
                <td>{formatShare(point.precision)}</td>
                <td>{formatShare(point.recall)}</td>
                <td>{formatCount(point.given)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </div>
  );
}

/** Precision against recall of one class, and a slider that says what a threshold would do. */
export function ThresholdPanel(props: Props): ReactNode {
  const { model, analysis } = props;
  const [view, setView] = useState<'graph' | 'table'>('graph');
  const index = Math.min(props.chosen ?? 0, model.classes.length - 1);
  const scores = analysis.scores.classes[index] ?? { positive: [], negative: [] };
  const name = model.classes[index]?.name ?? '?';
  const { value, own } = thresholdsOf(props, index);
  const [moving, setMoving] = useState<number | null>(null);
  const shown = moving ?? value;
  const curve = useMemo(() => precisionRecallCurve(scores), [scores]);
  const figures = useMemo(() => atThreshold(scores, shown), [scores, shown]);
  const range = (interval: { low: number; high: number } | null): string =>
    interval === null ? '' : `(${formatShare(interval.low, 0)} – ${formatShare(interval.high, 0)})`;
  return (
    <Panel className={classes.panel} label={words.title}>
      <div className={classes.head}>
        <h3>{words.title}</h3>
        <Select
          size="xs"
          w={230}
          searchable
          limit={choicesListed}
          allowDeselect={false}
          aria-label={words.class}
          value={String(index)}
          data={model.classes.map((each, place) => ({ value: String(place), label: each.name }))}
          onChange={(next) => next !== null && props.onChoose(Number(next))}
        />
        <span className={classes.hint}>
          {curve.averagePrecision === null
            ? words.noPositives
            : words.averagePrecision(curve.averagePrecision.toFixed(3))}
        </span>
        <SegmentedControl
          size="xs"
          aria-label={text.scores.view}
          value={view}
          data={[
            { value: 'graph', label: text.scores.views.graph },
            { value: 'table', label: text.scores.views.table },
          ]}
          onChange={(next) => setView(next as 'graph' | 'table')}
        />
      </div>
      <div className={classes.columns}>
        {view === 'graph' ? (
          <CurveChart name={name} curve={curve} precision={figures.precision} recall={figures.recall} />
        ) : (
          <Points curve={curve} />
        )}
        <div>
          <div className={classes.sliderRow}>
            <span>{words.threshold}</span>
            <b>{shown.toFixed(2)}</b>
          </div>
          <Slider
            className={classes.slider ?? ''}
            min={0}
            max={1}
            step={0.01}
            value={shown}
            thumbLabel={words.threshold}
            label={(each) => each.toFixed(2)}
            onChange={setMoving}
            onChangeEnd={(next) => {
              setMoving(null);
              props.onChange(withThreshold(props, index, next));
            }}
          />
          <div className={classes.shares}>
            <Figure
              name={words.precision}
              value={formatShare(figures.precision)}
              small={range(figures.precisionInterval)}
            />
            <Figure
              name={words.recall}
              value={formatShare(figures.recall)}
              small={range(figures.recallInterval)}
            />
            <Figure
              name={words.workload}
              value={formatCount(figures.given)}
              small={words.documents(formatCount(figures.given), formatCount(figures.documents))}
            />
          </div>
          <p className={classes.hint}>
            {props.kind === 'multi' ? words.thresholdHint : words.acceptHint} {words.own(own.toFixed(2))}
          </p>
          <Button
            size="compact-xs"
            variant="subtle"
            disabled={value === own}
            onClick={() => props.onChange(withThreshold(props, index, null))}
          >
            {words.reset}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
