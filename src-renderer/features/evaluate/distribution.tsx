import { SegmentedControl } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import { datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { usePortions } from '../../ui/portions.tsx';
import { EmptyState } from '../../ui/states/states.tsx';
import { type ClassDistribution, DistributionChart } from './distribution-chart.tsx';
import classes from './evaluate.module.css';

const words = text.evaluate.distribution;

function distributionOf(model: Model): readonly ClassDistribution[] {
  return model.classes
    .map(({ name }, index) => {
      const { train, validation, test } = model.receipt.classCounts[index] ?? {
        train: 0,
        validation: 0,
        test: 0,
      };
      return { name, train, validation, test, total: train + validation + test };
    })
    .toSorted((first, second) => second.total - first.total);
}

function DistributionTable(props: { items: readonly ClassDistribution[] }): ReactNode {
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{words.class}</th>
          {datasets.map((dataset) => (
            <th key={dataset} scope="col" className={classes.number}>
              {datasetNames[dataset]}
            </th>
          ))}
          <th scope="col" className={classes.number}>
            {words.total}
          </th>
        </tr>
      </thead>
      <tbody>
        {props.items.map((item, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two classes of a model may have borne one name.
          <tr key={index}>
            <th scope="row">{item.name}</th>
            {[item.train, item.validation, item.test, item.total].map((count, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the columns are fixed.
              <td key={column} className={classes.number} data-zero={count === 0 || undefined}>
                {formatCount(count)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Labels of each class by dataset, as the receipt keeps them: graph or table. */
export function Distribution(props: { model: Model }): ReactNode {
  const [view, setView] = useState<'graph' | 'table'>('graph');
  const items = useMemo(() => distributionOf(props.model), [props.model]);
  const { shown, more } = usePortions(items.length, 30);
  if (items.length === 0) return <EmptyState title={words.none} />;
  return (
    <Panel className={classes.panel} label={words.title}>
      <div className={classes.panelHead}>
        <h2>{words.title}</h2>
        <div className={classes.legend}>
          {datasets.map((dataset) => (
            <span key={dataset}>
              <i data-dataset={dataset} aria-hidden="true" />
              {datasetNames[dataset]}
            </span>
          ))}
        </div>
        <SegmentedControl
          size="xs"
          aria-label={words.view}
          value={view}
          data={[
            { value: 'graph', label: words.views.graph },
            { value: 'table', label: words.views.table },
          ]}
          onChange={(value) => setView(value as 'graph' | 'table')}
        />
      </div>
      {view === 'graph' ? (
        <DistributionChart items={items} shown={shown} />
      ) : (
        <DistributionTable items={items.slice(0, shown)} />
      )}
      {more}
    </Panel>
  );
}
