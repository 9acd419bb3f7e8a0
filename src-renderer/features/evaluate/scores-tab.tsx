import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { type DecisionRule, plainRule } from '../../../src-main/domain/decision.ts';
import type { EvaluationAnalysis } from '../../../src-main/domain/metrics/analysis.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { text } from '../../i18n/index.ts';
import { EmptyState } from '../../ui/states/states.tsx';
import { AcceptPanel } from './accept-panel.tsx';
import type { Evaluation } from './evaluate-screen.tsx';
import { ReliabilityPanel } from './reliability-panel.tsx';
import { SaveRule } from './save-rule.tsx';
import classes from './scores.module.css';
import { ThresholdPanel } from './threshold-panel.tsx';
import type { EvaluatePlace } from './use-evaluate-place.ts';
import { useStartEvaluation } from './use-start-evaluation.ts';

const words = text.scores;

interface Props {
  readonly model: Model;
  readonly evaluation: Evaluation;
  readonly place: EvaluatePlace;
}

/** What a person chooses here is a rule over the scores; it is kept with a deployment, never in the model. */
function WithScores(props: Props & { analysis: EvaluationAnalysis }): ReactNode {
  const { model, evaluation, analysis, place } = props;
  const { kind } = evaluation.metrics;
  const [rule, setRule] = useState<DecisionRule>(() => plainRule(kind, model.classes.length));
  return (
    <div className={classes.stack}>
      <div className={classes.columns}>
        <AcceptPanel
          kind={kind}
          dataset={evaluation.dataset}
          analysis={analysis}
          rule={rule}
          onChange={setRule}
        />
        <ReliabilityPanel reliability={analysis.reliability} />
      </div>
      <ThresholdPanel
        kind={kind}
        model={model}
        analysis={analysis}
        rule={rule}
        chosen={place.classIndex}
        onChoose={(classIndex) => place.change({ classIndex })}
        onChange={setRule}
      />
      <SaveRule model={model} rule={rule} />
    </div>
  );
}

export function ScoresTab(props: Props): ReactNode {
  const { analysis } = props.evaluation;
  const evaluate = useStartEvaluation(props.model.id, props.evaluation.dataset);
  if (analysis !== null) return <WithScores {...props} analysis={analysis} />;
  return (
    <EmptyState
      title={words.none}
      actions={
        <Button disabled={!evaluate.possible} onClick={evaluate.start}>
          {text.evaluate.again}
        </Button>
      }
    >
      {words.noneHint}
    </EmptyState>
  );
}
