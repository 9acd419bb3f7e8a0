import { Button } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { messageOf } from '../api/errors.ts';
import { text } from '../i18n/index.ts';
import { EmptyState } from '../ui/states/states.tsx';

interface Props {
  readonly children: ReactNode;
  /** A new value clears the error: the place on screen changed. */
  readonly resetKey?: string;
}

interface State {
  readonly error: unknown;
  readonly resetKey: string | undefined;
}

/** Keeps a fault of one screen from taking the window down. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<State> {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: State): Partial<State> | null {
    return props.resetKey === state.resetKey ? null : { error: null, resetKey: props.resetKey };
  }

  override render(): ReactNode {
    if (this.state.error === null) return this.props.children;
    return (
      <EmptyState
        title={text.shell.brokenTitle}
        actions={<Button onClick={() => window.location.reload()}>{text.shell.reload}</Button>}
      >
        <p role="alert">{messageOf(this.state.error)}</p>
        <p>{text.shell.brokenHint}</p>
      </EmptyState>
    );
  }
}
