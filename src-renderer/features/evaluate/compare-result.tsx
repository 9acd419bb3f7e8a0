import type { ReactNode } from 'react';
import type { Comparison, FigureDifference } from '../../../src-main/domain/comparison/types.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './compare.module.css';
import { CompareClasses } from './compare-classes.tsx';
import { CompareDocuments } from './compare-documents.tsx';
import { formatPoints } from './format-points.ts';

const words = text.compare;
/** In single-label projects these are all the share of documents that are right. */
const sameAsAccuracy: ReadonlySet<string> = new Set([
  'microPrecision',
  'microRecall',
  'microF1',
  'weightedRecall',
]);

function formatP(value: number): string {
  return value < 0.0001 ? 'p < 0.0001' : `p = ${value.toPrecision(2)}`;
}

function Verdict(props: { comparison: Comparison }): ReactNode {
  const { verdict, mcNemar, a, b } = props.comparison;
  const winner = verdict.winner === 'a' ? a : verdict.winner === 'b' ? b : null;
  const test =
    verdict.test === 'mcnemar'
      ? words.tests.mcnemar(formatCount(mcNemar.onlyA), formatCount(mcNemar.onlyB), formatP(verdict.pValue))
      : words.tests.randomisation(formatP(verdict.pValue));
  return (
    <Panel className={classes.verdict} label={words.title}>
      <h2 data-winner={verdict.winner ?? 'none'}>
        {winner === null ? words.noDifference : `✓ ${words.better(winner.name)}`}
      </h2>
      {winner === null ? (
        <p>
          {verdict.documentsNeeded === null ? words.same : words.needed(formatCount(verdict.documentsNeeded))}
        </p>
      ) : null}
      <p className={classes.hint}>
        {test} {words.level}
      </p>
    </Panel>
  );
}

function FigureRow(props: { item: FigureDifference; multi: boolean }): ReactNode {
  const { figure, a, b, difference, interval } = props.item;
  const name = figure === 'accuracy' && props.multi ? words.figures.exactMatch : words.figures[figure];
  const clear = interval.low > 0 || interval.high < 0;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td>{formatShare(a)}</td>
      <td>{formatShare(b)}</td>
      <td data-tone={clear ? (difference > 0 ? 'good' : 'bad') : undefined}>{formatPoints(difference)}</td>
      <td>{words.points(formatPoints(interval.low), formatPoints(interval.high))}</td>
    </tr>
  );
}

/** The verdict first, then the figures, who changed sides, and the classes. */
export function CompareResult(props: { analysisId: number; comparison: Comparison }): ReactNode {
  const { comparison } = props;
  const multi = comparison.kind === 'multi';
  return (
    <>
      <Verdict comparison={comparison} />
      <div className={classes.columns}>
        <Panel className={classes.panel} label={words.figuresTitle}>
          <h3>{words.figuresTitle}</h3>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{words.figure}</th>
                <th scope="col">{words.a}</th>
                <th scope="col">{words.b}</th>
                <th scope="col">{words.difference}</th>
                <th scope="col">{words.interval}</th>
              </tr>
            </thead>
            <tbody>
              {comparison.figures
                .filter(({ figure }) => multi || !sameAsAccuracy.has(figure))
                .map((item) => (
                  <FigureRow key={item.figure} item={item} multi={multi} />
                ))}
            </tbody>
          </table>
          <p className={classes.hint}>{words.intervalHint}</p>
        </Panel>
        <CompareClasses comparison={comparison} />
      </div>
      <CompareDocuments analysisId={props.analysisId} comparison={comparison} />
    </>
  );
}
