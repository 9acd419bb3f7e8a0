import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Outputs } from '../../api/client.ts';
import { text } from '../../i18n/index.ts';
import { formatRange } from '../../ui/format.ts';
import { Tag } from '../../ui/tag.tsx';
import classes from './family-choice.module.css';
import type { Plan } from './use-train-form.ts';

const words = text.train;
export type Family = Outputs['training']['families'][number];
type Estimate = Plan['estimates'][number];

const proposed = 'auto';

function FamilyCard(props: { family: Family; estimate: Estimate | undefined }): ReactNode {
  const { family, estimate } = props;
  const time = estimate === undefined ? null : formatRange(estimate.low, estimate.high);
  return (
    <Radio.Card
      value={family.id}
      className={classes.card ?? ''}
      aria-label={family.name}
      aria-describedby={`family-${family.id}`}
    >
      <Radio.Indicator className={classes.indicator ?? ''} />
      <div className={classes.body}>
        <div className={classes.head}>
          <b>{family.name}</b>
          {family.id === proposed ? <Tag>{words.proposed}</Tag> : null}
          <span className={classes.space} />
          {time === null ? null : <span className={classes.time}>{words.time(time)}</span>}
        </div>
        <div id={`family-${family.id}`} className={classes.description}>
          {family.description} {family.needsEncoder ? words.encoder.needed : ''}
          {time === null ? null : <span className="w-visually-hidden"> {words.time(time)}</span>}
        </div>
      </div>
    </Radio.Card>
  );
}

/** The kinds of learner as cards: what each is for, and how long it would take on these documents. */
export function FamilyChoice(props: {
  families: readonly Family[];
  estimates: readonly Estimate[];
  value: string;
  onChange: (family: Family) => void;
  /** What the chosen family needs besides. */
  children: ReactNode;
}): ReactNode {
  const { families, estimates } = props;
  const judgedBy = estimates.find((estimate) => estimate.family === props.value)?.judgedBy;
  const choose = (id: string): void => {
    const family = families.find((each) => each.id === id);
    if (family !== undefined) props.onChange(family);
  };
  return (
    <div className={classes.choice}>
      <Radio.Group label={words.family} value={props.value} onChange={choose}>
        <div className={classes.cards}>
          {families.map((family) => (
            <FamilyCard
              key={family.id}
              family={family}
              estimate={estimates.find((estimate) => estimate.family === family.id)}
            />
          ))}
        </div>
      </Radio.Group>
      {props.children}
      {judgedBy === undefined ? null : <p className={classes.judged}>{words.judgedBy[judgedBy]}</p>}
    </div>
  );
}
