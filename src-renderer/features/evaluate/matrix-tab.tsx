import { SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import { denseMatrix, type SparseMatrix } from '../../../src-main/domain/metrics/sparse-matrix.ts';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { EmptyState } from '../../ui/states/states.tsx';
import type { ClassRow } from './class-rows.ts';
import { createConfusion, type MatrixShown, type MatrixUnit, usedClasses } from './confusion.ts';
import type { Evaluation } from './evaluate-screen.tsx';
import classes from './matrix.module.css';
import { MatrixAside } from './matrix-aside.tsx';
import { MatrixGrid } from './matrix-grid.tsx';
import { chosenClasses, type MatrixChoice, type MatrixOrder, matrixOrders } from './matrix-order.ts';
import type { EvaluatePlace } from './use-evaluate-place.ts';

const words = text.evaluate.matrix;
/** So many classes are seen at a glance. */
const fewClasses = 12;

export function UnitChoice(props: { unit: MatrixUnit; onChange: (unit: MatrixUnit) => void }): ReactNode {
  return (
    <SegmentedControl
      size="xs"
      aria-label={words.unit}
      value={props.unit}
      data={(['counts', 'actual', 'predicted'] as const).map((value) => ({
        value,
        label: words.units[value],
      }))}
      onChange={(value) => props.onChange(value as MatrixUnit)}
    />
  );
}

/** Classes without a document here say nothing; a switch brings them back. */
export function HiddenSwitch(props: {
  hidden: number;
  on: boolean;
  onChange: (on: boolean) => void;
}): ReactNode {
  if (props.hidden === 0) return null;
  const count = `${formatCount(props.hidden)} ${words.hiddenClasses(props.hidden)}`;
  return (
    <Switch
      size="xs"
      label={words.hidden(count)}
      checked={props.on}
      onChange={(event) => props.onChange(event.currentTarget.checked)}
    />
  );
}

/** Ways to find something among many classes. */
function OrderTools(props: {
  choice: MatrixChoice;
  small: boolean;
  onChange: (choice: MatrixChoice) => void;
  onSmall: (small: boolean) => void;
}): ReactNode {
  const { choice } = props;
  return (
    <>
      <TextInput
        size="xs"
        w={150}
        aria-label={words.search}
        placeholder={words.search}
        value={choice.search}
        onChange={(event) => props.onChange({ ...choice, search: event.currentTarget.value })}
      />
      <Select
        size="xs"
        w={168}
        aria-label={words.order}
        allowDeselect={false}
        value={choice.order}
        data={matrixOrders.map((value) => ({ value, label: words.orders[value] }))}
        onChange={(order) => order !== null && props.onChange({ ...choice, order: order as MatrixOrder })}
      />
      <Switch
        size="xs"
        label={words.small}
        checked={props.small}
        onChange={(event) => props.onSmall(event.currentTarget.checked)}
      />
    </>
  );
}

/** The N x N matrix of a single-label evaluation with its switches, and what stands out beside it. */
export function MatrixTab(props: {
  matrix: SparseMatrix;
  evaluation: Evaluation;
  rows: readonly ClassRow[];
  place: EvaluatePlace;
}): ReactNode {
  const { place } = props;
  const { metrics } = props.evaluation;
  const [unit, setUnit] = useState<MatrixUnit>('counts');
  const [shown, setShown] = useState<MatrixShown>('all');
  const [unused, setUnused] = useState(false);
  const confusion = useMemo(() => createConfusion(denseMatrix(props.matrix)), [props.matrix]);
  const names = useMemo(() => metrics.classes.map((each) => each.name), [metrics]);
  const used = useMemo(() => usedClasses(metrics), [metrics]);
  const [choice, setChoice] = useState<MatrixChoice>({ order: 'given', search: '' });
  const [small, setSmall] = useState(false);
  const shownClasses = useMemo(
    () => chosenClasses(confusion, names, unused ? names.map((_, index) => index) : used, choice),
    [confusion, names, unused, used, choice],
  );
  const open = (actual: number, predicted: number): void =>
    place.review({ actual, predicted, incorrect: actual !== predicted });
  return (
    <div className={classes.tab}>
      <Panel className={classes.panel} label={text.evaluate.tabs.matrix}>
        <div className={classes.tools}>
          <UnitChoice unit={unit} onChange={setUnit} />
          <SegmentedControl
            size="xs"
            aria-label={words.shown}
            value={shown}
            data={(['all', 'errors', 'matches'] as const).map((value) => ({
              value,
              label: words.show[value],
            }))}
            onChange={(value) => setShown(value as MatrixShown)}
          />
          <HiddenSwitch hidden={names.length - used.length} on={unused} onChange={setUnused} />
          {used.length > fewClasses ? (
            <OrderTools choice={choice} small={small} onChange={setChoice} onSmall={setSmall} />
          ) : null}
        </div>
        {shownClasses.length === 0 ? (
          <EmptyState title={words.nothing} />
        ) : (
          <MatrixGrid
            confusion={confusion}
            names={names}
            shownClasses={shownClasses}
            unit={unit}
            shown={shown}
            small={small}
            onOpen={open}
          />
        )}
        <p className={classes.keys}>
          <span>{words.axes}</span>
          <span>{words.keys}</span>
        </p>
      </Panel>
      <MatrixAside
        confusion={confusion}
        names={names}
        rows={props.rows}
        evaluation={props.evaluation}
        place={place}
      />
    </div>
  );
}
