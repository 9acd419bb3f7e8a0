import { Alert, Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { text } from '../../i18n/index.ts';
import { formatDateTime, plural } from '../../ui/format.ts';

const words = text.classify.unfinished;

/** An earlier run stopped before its end: go on, or begin anew. */
export function UnfinishedRun(props: {
  documents: number;
  at: string;
  /** Why it cannot go on. */
  obstacle: string | null;
  onRestart: () => void;
}): ReactNode {
  return (
    <Alert mt="md" title={words.title(plural(props.documents, 'document'), formatDateTime(props.at))}>
      <p>{props.obstacle ?? words.goesOn}</p>
      <Button size="compact-sm" variant="default" onClick={props.onRestart}>
        {words.restart}
      </Button>
    </Alert>
  );
}
