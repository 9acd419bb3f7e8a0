import type { ReactNode } from 'react';
import type { EvaluationAnalysis, OverallFigure } from '../../../src-main/domain/metrics/analysis.ts';
import type { EvaluationFigures } from '../../../src-main/domain/metrics/types.ts';
import { type Interval, wilsonInterval } from '../../../src-main/domain/metrics/wilson.ts';
import { acceptAt } from '../../../src-main/domain/statistics/acceptance.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { mistakesIn } from './confusion.ts';
import classes from './evaluate.module.css';

const words = text.evaluate.cards;
/** Probabilities that are off by no more than this on average may be read as they stand. */
const goodCalibration = 0.05;
const acceptedAccuracy = 0.95;

interface Card {
  readonly name: string;
  readonly value: string;
  /** Each part stays on one line. */
  readonly small: readonly string[];
  readonly hint?: string;
}

/** The share of right documents is a proportion, so its interval is known; those of F1 are drawn. */
function accuracyCard(metrics: EvaluationFigures): Card {
  const right = metrics.documents - mistakesIn(metrics);
  const multi = metrics.kind === 'multi';
  return {
    name: multi ? words.exactMatch : words.accuracy,
    value: formatShare(metrics.accuracy),
    small: intervalParts(wilsonInterval(right, metrics.documents)),
    hint: `${multi ? words.exactHint : words.accuracyHint} ${words.intervalHint}`,
  };
}

function intervalOf(analysis: EvaluationAnalysis | null, figure: OverallFigure): Interval | null {
  return analysis?.intervals.overall[figure] ?? null;
}

/** Evaluations of earlier versions have no intervals; they show precision and recall instead. */
function f1Card(
  metrics: EvaluationFigures,
  analysis: EvaluationAnalysis | null,
  average: 'micro' | 'macro' | 'weighted',
): Card {
  const [f1, precision, recall] = [
    metrics[`${average}F1`],
    metrics[`${average}Precision`],
    metrics[`${average}Recall`],
  ];
  const interval = intervalOf(analysis, `${average}F1`);
  const both = [words.precision((precision * 100).toFixed(1)), words.recall((recall * 100).toFixed(1))];
  const hint = {
    micro: words.microHint,
    macro: words.macroHint(formatCount(metrics.averagedClasses)),
    weighted: words.weightedHint,
  }[average];
  return {
    name: words[`${average}F1`],
    value: formatShare(f1),
    small: interval === null ? both : intervalParts(interval),
    hint: `${hint} ${both.join(', ')}. ${interval === null ? '' : words.bootstrapHint}`,
  };
}

function intervalParts({ low, high }: Interval): readonly string[] {
  return [words.intervalName, words.interval((low * 100).toFixed(1), (high * 100).toFixed(1))];
}

function calibrationCard(analysis: EvaluationAnalysis): Card {
  const { error } = analysis.reliability;
  return {
    name: words.calibration,
    value: error.toFixed(3),
    small: [error <= goodCalibration ? words.calibrationGood : words.calibrationPoor],
    hint: words.calibrationHint,
  };
}

function acceptedCard(analysis: EvaluationAnalysis): Card {
  const accepted = acceptAt(analysis.scores, acceptedAccuracy);
  return {
    name: words.accepted,
    value: formatShare(accepted?.share ?? 0, 0),
    small: [words.acceptedShare],
    hint: words.acceptedHint,
  };
}

function cardsOf(metrics: EvaluationFigures, analysis: EvaluationAnalysis | null): readonly Card[] {
  const mistakes = mistakesIn(metrics);
  const [micro, macro, weighted] = (['micro', 'macro', 'weighted'] as const).map((average) =>
    f1Card(metrics, analysis, average),
  ) as [Card, Card, Card];
  const hamming: Card = {
    name: words.hamming,
    value: metrics.hammingLoss.toFixed(4),
    small: [formatShare(metrics.hammingLoss), words.hammingHint],
  };
  const documents: Card = {
    name: words.documents,
    value: formatCount(metrics.documents),
    small: [words.right(formatCount(metrics.documents - mistakes)), words.wrong(formatCount(mistakes))],
  };
  const calibration = analysis === null ? [] : [calibrationCard(analysis)];
  const accepted = analysis === null ? [micro] : [acceptedCard(analysis)];
  return metrics.kind === 'multi'
    ? [micro, macro, accuracyCard(metrics), hamming, ...calibration, documents]
    : [accuracyCard(metrics), macro, weighted, ...calibration, ...accepted, documents];
}

export function Figures(props: {
  metrics: EvaluationFigures;
  analysis: EvaluationAnalysis | null;
}): ReactNode {
  return (
    <div className={classes.cards}>
      {cardsOf(props.metrics, props.analysis).map((card) => (
        <Panel key={card.name} className={classes.card} label={card.name}>
          <div className={classes.cardName} title={card.hint}>
            {card.name}
          </div>
          <div className={classes.cardValue}>{card.value}</div>
          <div className={classes.cardSmall}>
            {card.small.map((part) => (
              <span key={part}>{part}</span>
            ))}
          </div>
        </Panel>
      ))}
    </div>
  );
}
