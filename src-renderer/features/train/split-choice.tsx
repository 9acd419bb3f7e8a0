import { Button, NumberInput, SegmentedControl } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { text } from '../../i18n/index.ts';
import { Panel } from '../../ui/panel.tsx';
import { RedrawDialog } from './redraw-dialog.tsx';
import classes from './train.module.css';
import { sumOf } from './train-form.ts';
import type { Plan, TrainFormState } from './use-train-form.ts';

const words = text.train;

function hintOf(plan: Plan, split: 'assigned' | 'automatic'): string {
  const { train, validation, test, toDraw } = plan.documents;
  if (toDraw === 0) return words.splitHints.allAssigned;
  if (split === 'automatic') return words.splitHints.automatic;
  return train + validation + test === 0 ? words.splitHints.nothingAssigned : words.splitHints.assigned;
}

function Shares(props: { state: TrainFormState }): ReactNode {
  const { form, change, problems } = props.state;
  const set = (dataset: (typeof datasets)[number], value: string | number): void =>
    change({ percentages: { ...form.percentages, [dataset]: Number(value) } });
  return (
    <fieldset className={classes.shares}>
      <legend className="w-visually-hidden">{words.percentages}</legend>
      {datasets.map((dataset) => (
        <NumberInput
          key={dataset}
          label={datasetNames[dataset]}
          min={0}
          max={100}
          decimalScale={1}
          suffix=" %"
          value={form.percentages[dataset]}
          onChange={(value) => set(dataset, value)}
        />
      ))}
      <output className={classes.sum} data-wrong={problems.percentages !== null || undefined}>
        {problems.percentages ?? `✓ ${words.sum(String(sumOf(form.percentages)))}`}
      </output>
    </fieldset>
  );
}

/** How labelled documents without a dataset get one, and the seed. */
export function SplitChoice(props: { state: TrainFormState; plan: Plan; labelled: number }): ReactNode {
  const { state, plan } = props;
  const { form, change, problems } = state;
  const [redrawing, setRedrawing] = useState(false);
  const placed = plan.documents.train + plan.documents.validation + plan.documents.test;
  return (
    <Panel className={classes.panel} label={words.split}>
      <h2>{words.split}</h2>
      <div className={classes.draw}>
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={words.splitLabel}
          value={form.split}
          data={[
            { value: 'assigned', label: words.splits.assigned },
            { value: 'automatic', label: words.splits.automatic },
          ]}
          onChange={(split) => change({ split: split as 'assigned' | 'automatic' })}
        />
        <p className={classes.hint}>{hintOf(plan, form.split)}</p>
        {form.split === 'automatic' || state.draws ? <Shares state={state} /> : null}
        <NumberInput
          label={words.seed}
          description={words.seedHint}
          value={form.seed}
          min={0}
          allowDecimal={false}
          error={problems.seed}
          onChange={(seed) => change({ seed: seed === '' ? Number.NaN : Number(seed) })}
        />
        {placed === 0 ? null : (
          <Button
            className={classes.redraw ?? ''}
            size="compact-sm"
            variant="subtle"
            disabled={problems.percentages !== null || problems.seed !== null}
            onClick={() => setRedrawing(true)}
          >
            {words.redraw}
          </Button>
        )}
      </div>
      {redrawing ? (
        <RedrawDialog form={form} labelled={props.labelled} onClose={() => setRedrawing(false)} />
      ) : null}
    </Panel>
  );
}
