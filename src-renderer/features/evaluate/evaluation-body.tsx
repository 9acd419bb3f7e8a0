import { Button, Tabs } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { formatShare } from '../../ui/format.ts';
import { ModelFeatures } from '../../ui/model-features/model-features.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Receipt } from '../../ui/receipt/receipt.tsx';
import { BinaryMatrices } from './binary-matrices.tsx';
import { classRows } from './class-rows.ts';
import { ClassTable } from './class-table.tsx';
import { CompareTab } from './compare-tab.tsx';
import { Distribution } from './distribution.tsx';
import classes from './evaluate.module.css';
import type { Evaluation } from './evaluate-screen.tsx';
import { Figures } from './figures.tsx';
import { LanguageTable } from './language-table.tsx';
import { MatrixTab } from './matrix-tab.tsx';
import { ScoresTab } from './scores-tab.tsx';
import { RelabelledNote } from './test-set-facts.tsx';
import { type EvaluatePlace, type TabName, tabNames } from './use-evaluate-place.ts';
import { useStartEvaluation } from './use-start-evaluation.ts';

const words = text.evaluate;

interface Props {
  readonly model: Model;
  readonly models: readonly Model[];
  readonly evaluation: Evaluation;
  readonly place: EvaluatePlace;
}

function Changed(props: Props): ReactNode {
  const { dataset } = props.evaluation;
  const evaluate = useStartEvaluation(props.model.id, dataset);
  const fraction = evaluate.running?.progress?.fraction ?? null;
  return (
    <div className={classes.banner} role="status">
      <span>
        <span aria-hidden="true">! </span>
        {words.changed[dataset]}
      </span>
      <Button size="compact-sm" variant="default" disabled={!evaluate.possible} onClick={evaluate.start}>
        {evaluate.running === undefined
          ? words.again
          : `${words.evaluating} ${fraction === null ? '' : formatShare(fraction, 0)}`}
      </Button>
    </div>
  );
}

function useEvaluateCommands(place: EvaluatePlace): void {
  useCommands([
    {
      id: 'evaluate.review',
      title: words.commands.review,
      group: words.group,
      chord: 'r',
      hint: words.commands.reviewHint,
      run: () => place.review({ incorrect: true }),
    },
    ...tabNames.map((name) => ({
      id: `evaluate.tab.${name}`,
      title: words.commands.tab(words.tabs[name]),
      group: words.group,
      run: () => place.change({ tab: name }),
    })),
  ]);
}

/** The figures first, then what they are made of. */
export function EvaluationBody(props: Props): ReactNode {
  const { model, evaluation, place } = props;
  const { metrics } = evaluation;
  useEvaluateCommands(place);
  const rows = useMemo(
    () => classRows(metrics.classes, evaluation.classes, model),
    [metrics, evaluation, model],
  );
  const tuned = evaluation.dataset === 'validation' && model.receipt.tunedOn === 'validation';
  return (
    <>
      {evaluation.current ? null : <Changed {...props} />}
      {tuned ? <div className={classes.note}>{words.tunedOnThis}</div> : null}
      {evaluation.dataset === 'test' ? <RelabelledNote modelId={model.id} /> : null}
      <Figures metrics={metrics} analysis={evaluation.analysis} />
      <Tabs
        value={place.tab}
        keepMounted={false}
        onChange={(tab) => tab !== null && place.change({ tab: tab as TabName })}
      >
        <Tabs.List className={classes.tabs ?? ''}>
          {tabNames.map((name) => (
            <Tabs.Tab key={name} value={name}>
              {words.tabs[name]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="matrix">
          {evaluation.matrix === null ? (
            <BinaryMatrices rows={rows} evaluation={evaluation} place={place} />
          ) : (
            <MatrixTab matrix={evaluation.matrix} evaluation={evaluation} rows={rows} place={place} />
          )}
        </Tabs.Panel>
        <Tabs.Panel value="classes">
          <div className={classes.stack}>
            <ClassTable rows={rows} metrics={metrics} analysis={evaluation.analysis} place={place} />
            <LanguageTable
              languages={evaluation.analysis?.languages ?? []}
              multi={metrics.kind === 'multi'}
            />
          </div>
        </Tabs.Panel>
        <Tabs.Panel value="scores">
          <ScoresTab model={model} evaluation={evaluation} place={place} />
        </Tabs.Panel>
        <Tabs.Panel value="compare">
          <CompareTab model={model} models={props.models} place={place} />
        </Tabs.Panel>
        <Tabs.Panel value="distribution">
          <Distribution model={model} />
        </Tabs.Panel>
        <Tabs.Panel value="features">
          <Panel className={classes.panel} label={words.tabs.features}>
            <h2 className="w-visually-hidden">{words.tabs.features}</h2>
            <ModelFeatures model={model} />
          </Panel>
        </Tabs.Panel>
        <Tabs.Panel value="receipt">
          <Panel className={classes.panel} label={words.tabs.receipt}>
            <h2 className="w-visually-hidden">{words.tabs.receipt}</h2>
            <Receipt model={model} />
          </Panel>
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
