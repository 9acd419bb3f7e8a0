import type { CSSProperties, ReactNode } from 'react';
import classes from './panel.module.css';

/** A white sheet on the grey ground. `as="section"` with a label makes it a landmark. */
export function Panel(props: {
  children: ReactNode;
  label?: string;
  className?: string | undefined;
  style?: CSSProperties;
}): ReactNode {
  const className = props.className === undefined ? classes.panel : `${classes.panel} ${props.className}`;
  return (
    <section className={className} style={props.style} aria-label={props.label}>
      {props.children}
    </section>
  );
}

/** One screen: a title line with actions, then the body. `fill` gives the body the whole height. */
export function Screen(props: {
  title: string;
  subtitle?: ReactNode;
  actions?: ReactNode;
  fill?: boolean;
  children: ReactNode;
}): ReactNode {
  return (
    <div className={props.fill === true ? classes.screenFill : classes.screen}>
      <header className={classes.head}>
        <div className={classes.titles}>
          <h1>{props.title}</h1>
          {props.subtitle === undefined ? null : <div className={classes.subtitle}>{props.subtitle}</div>}
        </div>
        {props.actions === undefined ? null : <div className={classes.actions}>{props.actions}</div>}
      </header>
      {props.children}
    </div>
  );
}
