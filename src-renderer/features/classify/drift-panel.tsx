import type { ReactNode } from 'react';
import type { Drift, DriftLevel, StrangeInput } from '../../../src-main/domain/drift/types.ts';
import { text } from '../../i18n/index.ts';
import { formatCount, formatShare } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Tag } from '../../ui/tag.tsx';
import classes from './classify.module.css';

const words = text.classify.drift;
const tones: Readonly<Record<DriftLevel, 'good' | 'warn' | 'bad'>> = {
  none: 'good',
  moderate: 'warn',
  large: 'bad',
};
const classesShown = 5;

function Measure(props: {
  name: string;
  hint: string;
  level: DriftLevel;
  here: string;
  expected: string;
}): ReactNode {
  return (
    <tr>
      <th scope="row" title={props.hint}>
        {props.name}
      </th>
      <td className={classes.scoreValue}>{props.here}</td>
      <td className={classes.scoreValue}>{props.expected}</td>
      <td>
        <Tag tone={tones[props.level]}>{words.levels[props.level]}</Tag>
      </td>
    </tr>
  );
}

function Strange(props: { input: StrangeInput }): ReactNode {
  const { source, line, text: beginning, because, unseenShare, score, nearest } = props.input;
  const why =
    because === 'words' ? words.manyUnseen(formatShare(unseenShare)) : words.lowScore(score.toFixed(2));
  return (
    <li>
      <span className={classes.dim}>{line > 0 ? `${source}:${line}` : source}</span> <Tag>{why}</Tag>
      <p dir="auto">{beginning}</p>
      {nearest[0] === undefined ? null : (
        <p className={classes.dim} dir="auto">
          {words.nearest(nearest[0].similarity.toFixed(2))} {nearest[0].text}
        </p>
      )}
    </li>
  );
}

/** Do the documents look like those that the model learned from? */
export function DriftPanel(props: { drift: Drift }): ReactNode {
  const { drift } = props;
  const { classes: shift, scores, reference } = drift;
  const largest = shift.classes.slice(0, classesShown);
  return (
    <Panel className={classes.panel} label={words.title}>
      <h2>
        {words.title} <Tag tone={tones[drift.level]}>{words.verdicts[drift.level]}</Tag>
      </h2>
      <p className={classes.dim}>
        {words.reference(formatCount(reference.documents), words.datasets[reference.dataset])}
      </p>
      <table className={classes.shares}>
        <thead>
          <tr>
            <th scope="col">
              <span className="w-visually-hidden">{words.measure}</span>
            </th>
            <th scope="col">{words.here}</th>
            <th scope="col">{words.expected}</th>
            <th scope="col">
              <span className="w-visually-hidden">{words.judgement}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          <Measure
            name={words.unseen}
            hint={words.unseenHint}
            level={drift.words.level}
            here={formatShare(drift.words.share)}
            expected={formatShare(drift.words.expected)}
          />
          <Measure
            name={words.score}
            hint={words.index(scores.stabilityIndex.toFixed(2))}
            level={scores.level}
            here={scores.mean.toFixed(2)}
            expected={scores.expected.toFixed(2)}
          />
          {largest.map(({ name, share, expected }) => (
            <Measure
              key={name ?? ''}
              name={words.share(name ?? text.classify.noneOfThem)}
              hint={words.index(shift.stabilityIndex.toFixed(2))}
              level={shift.level}
              here={formatShare(share)}
              expected={formatShare(expected)}
            />
          ))}
        </tbody>
      </table>
      {drift.strangest.length === 0 ? null : (
        <>
          <h2>{words.strangest}</h2>
          <ul className={classes.strange}>
            {drift.strangest.map((input) => (
              <Strange key={`${input.source} ${input.line}`} input={input} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}
