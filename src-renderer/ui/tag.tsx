import type { ReactNode } from 'react';
import classes from './tag.module.css';

/** A small label. `good` and `bad` always carry their sign, so that colour is never the only one. */
export function Tag(props: { children: ReactNode; tone?: 'plain' | 'good' | 'bad' | 'warn' }): ReactNode {
  const tone = props.tone ?? 'plain';
  const sign = { plain: '', good: '✓ ', bad: '✕ ', warn: '! ' }[tone];
  return (
    <span className={classes.tag} data-tone={tone}>
      {sign === '' ? null : <span aria-hidden="true">{sign}</span>}
      {props.children}
    </span>
  );
}

/** A class's name behind a thin dot of its colour. */
export function ClassTag(props: {
  name: string;
  color?: string;
  tone?: 'plain' | 'good' | 'bad';
}): ReactNode {
  return (
    <Tag tone={props.tone ?? 'plain'}>
      {props.color === undefined ? null : (
        <span className={classes.dot} style={{ background: props.color }} aria-hidden="true" />
      )}
      <span className={classes.name}>{props.name}</span>
    </Tag>
  );
}
