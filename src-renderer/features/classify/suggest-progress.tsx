import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { isActive } from '../../../src-main/domain/job.ts';
import { useCounts } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { RunningJob } from '../../ui/jobs/running-job.tsx';
import { useGo } from '../../ui/places.ts';
import { EmptyState } from '../../ui/states/states.tsx';
import { SuggestionSummary } from './suggestion-summary.tsx';
import type { SuggestRun } from './use-suggest-run.ts';

const words = text.suggestions;

/** A run of suggestions from its start to its outcome. */
export function SuggestProgress(props: {
  run: SuggestRun;
  onBack: () => void;
  onMore: () => void;
}): ReactNode {
  const { job, result } = props.run;
  const go = useGo();
  const counts = useCounts();
  if (result !== null) return <SuggestionSummary run={result} onMore={props.onMore} />;
  if (job === undefined || isActive(job.state)) return <RunningJob title={words.running} job={job} />;
  const some = counts !== undefined && counts.suggested > 0;
  return (
    <EmptyState
      title={job.state === 'cancelled' ? words.cancelled : words.failed}
      actions={
        <>
          {some ? (
            <Button variant="default" onClick={() => go('documents', { suggested: 'any' })}>
              {words.look}
            </Button>
          ) : null}
          <Button onClick={props.onBack}>{words.back}</Button>
        </>
      }
    >
      {job.state === 'cancelled' || job.error === null ? words.kept : `${job.error.message} ${words.kept}`}
    </EmptyState>
  );
}
