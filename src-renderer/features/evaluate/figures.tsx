import type { ReactNode } from 'react';
import type { EvaluationMetrics } from '../../../src-main/domain/metrics/types.ts';
import { wilsonInterval } from '../../../src-main/domain/metrics/wilson.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { mistakesIn } from './confusion.ts';
import classes from './evaluate.module.css';

const words = text.evaluate.cards;

interface Card {
  readonly name: string;
  readonly value: string;
  /** Each part stays on one line. */
  readonly small: readonly string[];
  readonly hint?: string;
}

/** The share of right documents is a proportion, so its interval is known; F1 has none as simple. */
function accuracyCard(metrics: EvaluationMetrics): Card {
  const right = metrics.documents - mistakesIn(metrics);
  const { low, high } = wilsonInterval(right, metrics.documents);
  const multi = metrics.kind === 'multi';
  return {
    name: multi ? words.exactMatch : words.accuracy,
    value: formatShare(metrics.accuracy),
    small: [words.intervalName, words.interval((low * 100).toFixed(1), (high * 100).toFixed(1))],
    hint: `${multi ? words.exactHint : words.accuracyHint} ${words.intervalHint}`,
  };
}

function f1Card(name: string, hint: string, f1: number, precision: number, recall: number): Card {
  return {
    name,
    value: formatShare(f1),
    small: [words.precision((precision * 100).toFixed(1)), words.recall((recall * 100).toFixed(1))],
    hint,
  };
}

function cardsOf(metrics: EvaluationMetrics): readonly Card[] {
  const mistakes = mistakesIn(metrics);
  const macro = f1Card(
    words.macroF1,
    words.macroHint(formatCount(metrics.averagedClasses)),
    metrics.macroF1,
    metrics.macroPrecision,
    metrics.macroRecall,
  );
  const micro = f1Card(
    words.microF1,
    words.microHint,
    metrics.microF1,
    metrics.microPrecision,
    metrics.microRecall,
  );
  const weighted = f1Card(
    words.weightedF1,
    words.weightedHint,
    metrics.weightedF1,
    metrics.weightedPrecision,
    metrics.weightedRecall,
  );
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
  return metrics.kind === 'multi'
    ? [micro, macro, weighted, accuracyCard(metrics), hamming, documents]
    : [accuracyCard(metrics), macro, weighted, micro, documents];
}

export function Figures(props: { metrics: EvaluationMetrics }): ReactNode {
  return (
    <div className={classes.cards}>
      {cardsOf(props.metrics).map((card) => (
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
