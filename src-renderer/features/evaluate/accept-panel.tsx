import { Slider, Switch } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { DecisionRule } from '../../../src-main/domain/decision.ts';
import type { EvaluationAnalysis } from '../../../src-main/domain/metrics/analysis.ts';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import {
  acceptAt,
  acceptAtByClass,
  acceptDecisionsAt,
} from '../../../src-main/domain/statistics/acceptance.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './scores.module.css';

const words = text.scores.accept;
const marks = [0.8, 0.9, 0.95, 0.99].map((value) => ({ value, label: formatShare(value, 0) }));

interface Outcome {
  readonly share: number;
  readonly accepted: number;
  readonly accuracy: string;
  readonly explanation: string;
  readonly rule: Pick<DecisionRule, 'accept' | 'band'>;
}

/** What the target comes to, and the least scores that reach it; null where it is out of reach. */
function outcomeOf(
  kind: ProjectKind,
  { scores, thresholds }: EvaluationAnalysis,
  target: number,
  perClass: boolean,
): Outcome | null {
  const range = ({ low, high }: { low: number; high: number }): string =>
    `${formatShare(low)} – ${formatShare(high)}`;
  if (kind === 'multi') {
    const found = acceptDecisionsAt(scores, thresholds ?? [], target);
    return found === null
      ? null
      : {
          ...found,
          accuracy: `${formatShare(found.accuracy)} (${range(found.interval)})`,
          explanation: found.from === 0 ? words.all : words.fromBand(found.from.toFixed(3)),
          rule: { accept: [], band: found.from },
        };
  }
  if (!perClass) {
    const found = acceptAt(scores, target);
    return found === null
      ? null
      : {
          ...found,
          accuracy: `${formatShare(found.accuracy)} (${range(found.interval)})`,
          explanation: found.from === 0 ? words.all : words.from(found.from.toFixed(3)),
          rule: { accept: scores.classes.map(() => found.from), band: 0 },
        };
  }
  const found = acceptAtByClass(scores, target);
  const accepted = found.reduce((sum, each) => sum + (each?.accepted ?? 0), 0);
  if (accepted === 0) return null;
  const documents = found.reduce((sum, each) => sum + (each === null ? 0 : each.accepted / each.share), 0);
  const right = found.reduce((sum, each) => sum + (each === null ? 0 : each.accepted * each.accuracy), 0);
  return {
    accepted,
    share: accepted / Math.max(documents, totalDocuments(scores)),
    accuracy: formatShare(right / accepted),
    explanation: words.fromClass,
    rule: { accept: found.map((each) => each?.from ?? 1), band: 0 },
  };
}

/** Every document has exactly one predicted class. */
function totalDocuments({ predicted }: EvaluationAnalysis['scores']): number {
  const count = (flat: readonly number[]): number =>
    flat.reduce((sum, value, index) => (index % 2 === 1 ? sum + value : sum), 0);
  return (predicted ?? []).reduce((sum, { right, wrong }) => sum + count(right) + count(wrong), 0);
}

/** One slider: how right the answers must be that no person looks at; the rest goes to people. */
export function AcceptPanel(props: {
  kind: ProjectKind;
  dataset: 'test' | 'validation';
  analysis: EvaluationAnalysis;
  rule: DecisionRule;
  onChange: (rule: DecisionRule) => void;
}): ReactNode {
  const { kind, analysis, rule } = props;
  const [target, setTarget] = useState(0.95);
  const [perClass, setPerClass] = useState(false);
  const outcome = useMemo(
    () => outcomeOf(kind, analysis, target, perClass),
    [kind, analysis, target, perClass],
  );
  const settle = (nextTarget: number, nextPerClass: boolean): void => {
    const next = outcomeOf(kind, analysis, nextTarget, nextPerClass);
    if (next !== null) props.onChange({ ...rule, ...next.rule });
  };
  const unit = kind === 'multi' ? words.decisions : words.documents;
  return (
    <Panel className={classes.panel} label={words.title}>
      <h3>{words.title}</h3>
      <div className={classes.sliderRow}>
        <span id="accept-target">{words.target}</span>
        <b>{formatShare(target)}</b>
      </div>
      <Slider
        className={classes.slider ?? ''}
        min={0.8}
        max={0.995}
        step={0.005}
        marks={marks}
        value={target}
        thumbLabel={words.target}
        label={(value) => formatShare(value)}
        onChange={setTarget}
        onChangeEnd={(value) => settle(value, perClass)}
      />
      {kind === 'single' ? (
        <Switch
          size="xs"
          label={words.perClass}
          checked={perClass}
          onChange={(event) => {
            setPerClass(event.currentTarget.checked);
            settle(target, event.currentTarget.checked);
          }}
        />
      ) : null}
      {outcome === null ? (
        <p className={classes.impossible}>! {words.impossible}</p>
      ) : (
        <>
          <div className={classes.shares}>
            <div>
              <b>{formatShare(outcome.share)}</b>
              <span>
                {formatCount(outcome.accepted)} {unit} {words.share}
              </span>
            </div>
            <div>
              <b>{formatShare(1 - outcome.share)}</b>
              <span>{words.rest}</span>
            </div>
            <div>
              <b>{outcome.accuracy.split(' (')[0]}</b>
              <span>
                {words.accuracy} {outcome.accuracy.includes('(') ? `(${outcome.accuracy.split(' (')[1]}` : ''}
              </span>
            </div>
          </div>
          <div className={classes.bar} aria-hidden="true">
            <i style={{ width: `${outcome.share * 100}%` }} />
          </div>
          <p className={classes.hint}>
            {outcome.explanation} {words.test}
          </p>
        </>
      )}
    </Panel>
  );
}
