import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatDateTime, formatSeconds } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './health.module.css';

const words = text.health;

export interface SummaryCard {
  readonly name: string;
  readonly value: string;
  readonly small?: string;
}

/** The figures of a stored result, when it was made, and the way to make it again. */
export function StoredHead(props: {
  cards: readonly SummaryCard[];
  createdAt: string;
  seconds: number;
  current: boolean;
  onAgain: () => void;
}): ReactNode {
  const { readOnly } = useProjectInfo();
  return (
    <div className={classes.head}>
      {props.cards.map((card) => (
        <Panel key={card.name} className={classes.card} label={card.name}>
          <div className={classes.cardName}>{card.name}</div>
          <div className={classes.cardValue} title={card.value}>
            {card.value}
          </div>
          <div className={classes.cardName}>{card.small ?? ' '}</div>
        </Panel>
      ))}
      <div className={classes.made} data-stale={!props.current || undefined}>
        <span>
          {props.current ? null : <b>! {words.stale} </b>}
          {words.foundAt(formatDateTime(props.createdAt), formatSeconds(props.seconds))}
        </span>
        <Button size="compact-sm" variant="default" disabled={readOnly} onClick={props.onAgain}>
          {words.again}
        </Button>
      </div>
    </div>
  );
}
