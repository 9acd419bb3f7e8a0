import type { ReactNode } from 'react';
import { guidanceLimits } from '../../../src-main/domain/guidance.ts';
import type { LanguageFigures } from '../../../src-main/domain/metrics/analysis.ts';
import type { Interval } from '../../../src-main/domain/metrics/wilson.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatScore, formatShare } from '../../ui/format.ts';
import { languageName } from '../../ui/languages.ts';
import { Panel } from '../../ui/panel.tsx';
import tables from '../../ui/table.module.css';
import classes from './evaluate.module.css';

const words = text.evaluate.table;
const cards = text.evaluate.cards;

function within(interval: Interval): ReactNode {
  return (
    <span className={classes.interval}>
      {words.interval(formatScore(interval.low), formatScore(interval.high))}
    </span>
  );
}

/** The same figures for the documents of each language, where there are several. */
export function LanguageTable(props: { languages: readonly LanguageFigures[]; multi: boolean }): ReactNode {
  if (props.languages.length === 0) return null;
  return (
    <Panel className={classes.tablePanel} label={words.languages}>
      <table className={`${tables.table} ${classes.table}`}>
        <thead>
          <tr>
            <th scope="col">{words.language}</th>
            {[
              words.languageDocuments,
              props.multi ? cards.exactMatch : cards.accuracy,
              cards.macroF1,
              cards.microF1,
            ].map((name) => (
              <th key={name} scope="col" className={tables.number}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {props.languages.map((each) => (
            <tr
              key={each.language}
              data-small={each.documents < guidanceLimits.fewTestDocuments || undefined}
            >
              <th scope="row">{each.language === null ? words.noLanguage : languageName(each.language)}</th>
              <td className={tables.number}>{formatCount(each.documents)}</td>
              <td className={tables.number}>
                {formatShare(each.accuracy)}
                {within(each.accuracyInterval)}
              </td>
              <td className={tables.number}>
                {formatShare(each.macroF1)}
                {within(each.macroF1Interval)}
              </td>
              <td className={tables.number}>{formatShare(each.microF1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}
