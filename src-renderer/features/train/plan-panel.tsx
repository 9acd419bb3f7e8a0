import type { ReactNode } from 'react';
import { datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { usePortions } from '../../ui/portions.tsx';
import classes from './train.module.css';
import { expectedAfterDraw } from './train-form.ts';
import type { Plan, TrainFormState } from './use-train-form.ts';

const words = text.train;

/** Documents in each dataset when the training begins; the draw's are an expectation and say so. */
function DatasetFigures(props: { plan: Plan; state: TrainFormState }): ReactNode {
  const { documents } = props.plan;
  const { draws, form, problems } = props.state;
  const expected = draws
    ? expectedAfterDraw(documents, documents.toDraw, form.percentages)
    : { ...documents, train: documents.train + documents.toDraw };
  const known = !draws || problems.percentages === null;
  const whole = expected.train + expected.validation + expected.test;
  return (
    <div className={classes.figures}>
      {datasets.map((dataset) => (
        <div key={dataset} className={classes.figure}>
          <span className={classes.hint}>{datasetNames[dataset]}</span>
          <b className={classes.value}>
            {draws && known ? <small title={words.aboutHint}>{words.about} </small> : null}
            {known ? formatCount(expected[dataset]) : '–'}
          </b>
          <span className={classes.share} aria-hidden="true">
            <i style={{ width: `${whole === 0 || !known ? 0 : (100 * expected[dataset]) / whole}%` }} />
          </span>
        </div>
      ))}
    </div>
  );
}

/** One class's labels as the training would find them; "≈" where the draw decides. */
function ClassCounts(props: { item: Plan['classes'][number]; state: TrainFormState }): ReactNode {
  const { item } = props;
  const { draws, form, problems } = props.state;
  const drawn = draws && item.toDraw > 0;
  const known = !drawn || problems.percentages === null;
  const counts = drawn
    ? expectedAfterDraw(item, item.toDraw, form.percentages)
    : { ...item, train: item.train + item.toDraw };
  return (
    <>
      {datasets.map((dataset) => (
        <td
          key={dataset}
          className={classes.number}
          title={drawn ? words.aboutHint : undefined}
          data-zero={counts[dataset] === 0 || undefined}
        >
          {drawn && known ? '≈ ' : ''}
          {known ? formatCount(counts[dataset]) : '–'}
        </td>
      ))}
      <td className={classes.number} data-zero={item.toDraw === 0 || undefined}>
        {formatCount(item.toDraw)}
      </td>
    </>
  );
}

function ClassTable(props: { plan: Plan; state: TrainFormState }): ReactNode {
  const { plan } = props;
  const warned = new Set(plan.warnings.map((warning) => warning.classId));
  const { shown, more } = usePortions(plan.classes.length, 30);
  return (
    <section
      className={classes.tableScroll}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a long table must scroll by keyboard.
      tabIndex={0}
      aria-label={words.classes}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{words.class}</th>
            {datasets.map((dataset) => (
              <th key={dataset} className={classes.number}>
                {datasetNames[dataset]}
              </th>
            ))}
            <th className={classes.number} title={words.toDrawHint}>
              {words.toDraw}
            </th>
          </tr>
        </thead>
        <tbody>
          {plan.classes.slice(0, shown).map((each) => (
            <tr key={each.classId} data-warned={warned.has(each.classId) || undefined}>
              <th scope="row">
                {warned.has(each.classId) ? <span aria-hidden="true">! </span> : null}
                {each.name}
              </th>
              <ClassCounts item={each} state={props.state} />
            </tr>
          ))}
        </tbody>
      </table>
      {more}
    </section>
  );
}

/** What becomes of the documents without labels. */
function Unlabelled(props: { plan: Plan; state: TrainFormState }): ReactNode {
  const { unlabelled } = props.plan.documents;
  const { family } = props.state;
  if (unlabelled === 0 || family === undefined) return null;
  const documents = plural(unlabelled, 'document');
  return (
    <p className={classes.hint}>
      {family.readsUnlabelled ? words.unlabelledRead(documents) : words.unlabelledIgnored(documents)}
    </p>
  );
}

export function PlanPanel(props: { plan: Plan; state: TrainFormState }): ReactNode {
  return (
    <Panel className={classes.panel} label={words.used}>
      <h2>{words.used}</h2>
      <DatasetFigures plan={props.plan} state={props.state} />
      <Unlabelled plan={props.plan} state={props.state} />
      <ClassTable plan={props.plan} state={props.state} />
    </Panel>
  );
}
