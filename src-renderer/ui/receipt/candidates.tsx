import type { ReactNode } from 'react';
import { withLearnerNames } from '../../../src-main/domain/families.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { candidateName } from '../../../src-main/domain/receipt-words.ts';
import { text } from '../../i18n/index.ts';
import { formatShare } from '../format.ts';
import classes from './receipt.module.css';

const words = text.models.receipt.tried;

/** What an automatic training tried, which it kept, and why. */
export function Candidates(props: { model: Model }): ReactNode {
  const { candidates = [], because } = props.model.receipt;
  if (candidates.length === 0) return null;
  return (
    <section className={classes.tried} aria-label={words.title}>
      <h3>{words.title}</h3>
      <table>
        <thead>
          <tr>
            <th>{words.candidate}</th>
            <th className={classes.number}>
              {props.model.kind === 'multi' ? words.microF1 : words.accuracy}
            </th>
            <th className={classes.number} title={words.logLossHint}>
              {words.logLoss}
            </th>
            <th>
              <span className="w-visually-hidden">{words.chosen}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {candidates.map(({ name, score, logLoss, chosen }) => (
            <tr key={name} data-chosen={chosen || undefined}>
              <th scope="row">{candidateName(name)}</th>
              <td className={classes.number}>{formatShare(score)}</td>
              <td className={classes.number}>{logLoss.toFixed(3)}</td>
              <td>
                {chosen ? (
                  <>
                    <span aria-hidden="true">✓ </span>
                    {words.chosen}
                  </>
                ) : null}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {because === undefined ? null : <div className={classes.because}>{withLearnerNames(because)}</div>}
    </section>
  );
}
