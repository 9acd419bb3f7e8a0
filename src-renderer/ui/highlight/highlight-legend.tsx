import type { ReactNode } from 'react';
import classes from './highlighted-text.module.css';

/** What the two marks of {@link HighlightedText} mean here; a mark that does not occur is left out. */
export function HighlightLegend(props: { positive: string | null; negative: string | null }): ReactNode {
  return (
    <div className={classes.legend}>
      {props.positive === null ? null : <span className={classes.for}>{props.positive}</span>}
      {props.negative === null ? null : <span className={classes.against}>{props.negative}</span>}
    </div>
  );
}
