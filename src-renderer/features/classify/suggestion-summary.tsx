import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { RejectedRow } from '../../../src-main/domain/import.ts';
import type { SuggestionRun } from '../../../src-main/domain/suggestion.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatSeconds, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { useGo } from '../../ui/places.ts';
import { usePortions } from '../../ui/portions.tsx';
import { ClassShares } from './class-shares.tsx';
import classes from './classify.module.css';

const words = text.suggestions;

interface Figure {
  readonly name: string;
  readonly count: number;
  readonly hint?: string;
}

/** What can be nought is left out then; how many got a suggestion is always said. */
function figuresOf(run: SuggestionRun): readonly Figure[] {
  const { figures } = words;
  const imported = run.import;
  const possible: readonly Figure[] = [
    ...(imported === null
      ? []
      : [
          { name: figures.imported, count: imported.imported, hint: words.importUndo },
          { name: figures.rejected, count: imported.rejectedCount },
          { name: figures.duplicates, count: imported.skipped },
        ]),
    { name: figures.suggested, count: run.suggested },
    { name: figures.unsure, count: run.unsure ?? 0, hint: words.unsureHint },
    { name: figures.none, count: run.none, hint: words.noneHint },
    { name: figures.before, count: run.before },
    { name: figures.skippedTest, count: run.skippedTest, hint: words.testNone },
  ];
  return possible.filter(({ name, count }) => count > 0 || name === figures.suggested);
}

function Figures(props: { run: SuggestionRun }): ReactNode {
  return (
    <table className={classes.shares}>
      <tbody>
        {figuresOf(props.run).map(({ name, count, hint }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={classes.scoreValue}>{formatCount(count)}</td>
            <td className={classes.dim}>{hint ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Rejected(props: { rows: readonly RejectedRow[]; total: number }): ReactNode {
  const { rows, total } = props;
  const { shown, more } = usePortions(rows.length, 20);
  const title = words.rejectedTitle(formatCount(rows.length), formatCount(total));
  return (
    <Panel className={classes.panel} label={title}>
      <h2>{title}</h2>
      {rows.slice(0, shown).map((row) => (
        <p key={`${row.source}:${row.line}`} className={classes.rejected}>
          <span className={classes.dim}>{row.line === 0 ? row.source : `${row.source}:${row.line}`}</span>{' '}
          {row.reason}
        </p>
      ))}
      {more}
    </Panel>
  );
}

/** What came into the project and what the model said of it, and the two ways to go on. */
export function SuggestionSummary(props: { run: SuggestionRun; onMore: () => void }): ReactNode {
  const { run } = props;
  const go = useGo();
  const any = run.documents + run.before > 0;
  const nothing = run.documents === 0 && run.import === null;
  const rate = Math.round(run.documents / Math.max(0.001, run.seconds));
  return (
    <div className={classes.setup}>
      <Panel className={classes.panel} label={words.filter}>
        <Group justify="space-between" mb="sm">
          {nothing ? (
            <h2>{words.nothing}</h2>
          ) : (
            <h2>
              {words.done(plural(run.documents, 'suggestion'), formatSeconds(run.seconds))}{' '}
              <span className={classes.dim}>{text.shell.rate(formatCount(rate))}</span>
            </h2>
          )}
          <Group>
            <Button variant="default" onClick={props.onMore}>
              {words.more}
            </Button>
            {any ? (
              <>
                <Button variant="default" onClick={() => go('label', { queue: 'suggested' })}>
                  {words.label}
                </Button>
                <Button onClick={() => go('documents', { suggested: 'any' })}>{words.look}</Button>
              </>
            ) : null}
          </Group>
        </Group>
        {nothing ? <p className={classes.hint}>{words.nothingHint}</p> : null}
        <Figures run={run} />
      </Panel>
      {run.documents === 0 ? null : (
        <Panel className={classes.panel} label={words.perClass}>
          <h2>{words.perClass}</h2>
          <ClassShares
            rows={run.classCounts}
            rest={[{ name: text.classify.noneOfThem, documents: run.none }]}
            documents={run.documents}
          />
        </Panel>
      )}
      {run.import === null || run.import.rejectedCount === 0 ? null : (
        <Rejected rows={run.import.rejected} total={run.import.rejectedCount} />
      )}
    </div>
  );
}
