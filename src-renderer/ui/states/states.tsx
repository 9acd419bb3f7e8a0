import { Button, Loader } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import classes from './states.module.css';

/** Says what is missing and what to do next; never a bare "no data". */
export function EmptyState(props: { title: string; children?: ReactNode; actions?: ReactNode }): ReactNode {
  return (
    <div className={classes.state}>
      <h2>{props.title}</h2>
      {props.children === undefined ? null : <div className={classes.text}>{props.children}</div>}
      {props.actions === undefined ? null : <div className={classes.actions}>{props.actions}</div>}
    </div>
  );
}

/** Appears only after a moment, so that fast answers do not flicker. */
export function LoadingState(props: { label: string }): ReactNode {
  return (
    <div className={classes.loading} role="status" aria-live="polite">
      <Loader size="sm" />
      <span>{props.label}</span>
    </div>
  );
}

export function ErrorState(props: {
  title: string;
  message: string;
  onRetry?: () => void;
  /** What the button does, where it is not the same once more. */
  retryLabel?: string;
}): ReactNode {
  return (
    <div className={classes.state} role="alert">
      <h2>{props.title}</h2>
      <div className={classes.text}>{props.message}</div>
      {props.onRetry === undefined ? null : (
        <div className={classes.actions}>
          <Button variant="default" onClick={props.onRetry}>
            {props.retryLabel ?? text.shell.tryAgain}
          </Button>
        </div>
      )}
    </div>
  );
}
