import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { useClasses, useCounts, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { useGo, usePlaceParameters } from '../../ui/places.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import { ClassPanel } from './class-panel.tsx';
import { DocumentPanel } from './document-panel.tsx';
import classes from './label.module.css';
import { QueueBar } from './queue-bar.tsx';
import { useLabelCommands } from './use-label-commands.ts';
import { useLabelling } from './use-labelling.ts';
import {
  firstQueue,
  type GivenQueue,
  type Queue,
  type QueueChoice,
  useGivenQuery,
  useQueue,
} from './use-queue.ts';
import { useSuggestion } from './use-suggestion.ts';

/** What the address asks for: ?query=...&index=... from the documents list, ?document=... from the review. */
function useWish(): GivenQueue | null {
  const parameters = usePlaceParameters();
  const queryId = parameters.get('query');
  if (queryId !== null) return { queryId, index: Number(parameters.get('index') ?? 0) };
  const documentId = Number(parameters.get('document'));
  return documentId > 0 ? { documentId } : null;
}

export function LabelScreen(): ReactNode {
  const go = useGo();
  const projectClasses = useClasses();
  const counts = useCounts();
  if (counts === undefined) return <LoadingState label={text.label.loading} />;
  if (counts.documents === 0) {
    return (
      <EmptyState
        title={text.label.noDocuments}
        actions={<Button onClick={() => go('import')}>{text.label.importDocuments}</Button>}
      >
        {text.label.noDocumentsHint}
      </EmptyState>
    );
  }
  if (projectClasses.length === 0) {
    return (
      <EmptyState
        title={text.label.noClasses}
        actions={<Button onClick={() => go('classes')}>{text.label.defineClasses}</Button>}
      >
        {text.label.noClassesHint}
      </EmptyState>
    );
  }
  return <WithGivenQueue />;
}

function WithGivenQueue(): ReactNode {
  const given = useGivenQuery(useWish());
  if (given === undefined) return <LoadingState label={text.label.loading} />;
  return <LabelWork key={given?.queryId ?? 'own'} given={given} />;
}

function LabelWork(props: { given: { queryId: string; index: number } | null }): ReactNode {
  const { given } = props;
  const [choice, setChoice] = useState<QueueChoice>(firstQueue);
  const queue = useQueue(choice, given);
  const go = useGo();
  return (
    <div className={classes.screen}>
      <h1 className="w-visually-hidden">{text.label.title}</h1>
      <QueueBar
        choice={choice}
        given={given !== null}
        place={queue.total === 0 ? null : Math.min(queue.index + 1, queue.total)}
        total={queue.total}
        onChoose={(next) => {
          if (given !== null) go('label', {}, { replace: true });
          setChoice(next);
        }}
      />
      <QueueBody
        queue={queue}
        given={given !== null}
        onLeaveSelection={() => go('label', {}, { replace: true })}
      />
    </div>
  );
}

function QueueBody(props: { queue: Queue; given: boolean; onLeaveSelection: () => void }): ReactNode {
  const { queue } = props;
  const go = useGo();
  const { document } = queue;
  if (queue.error !== null) {
    return (
      <ErrorState
        title={text.label.emptyQueue}
        message={messageOf(queue.error)}
        onRetry={props.given ? props.onLeaveSelection : queue.restart}
      />
    );
  }
  if (queue.loading || document === undefined) return <LoadingState label={text.label.loading} />;
  if (document === null) {
    const empty = queue.total === 0;
    return (
      <EmptyState
        title={empty ? text.label.emptyQueue : text.label.done}
        actions={
          <>
            <Button variant="default" onClick={props.given ? props.onLeaveSelection : queue.restart}>
              {text.label.startOver}
            </Button>
            <Button onClick={() => go('train')}>{text.label.train}</Button>
          </>
        }
      >
        {empty ? text.label.emptyQueueHint : text.label.doneHint(formatCount(queue.total))}
        <LastStep queue={queue} />
      </EmptyState>
    );
  }
  return <OneDocument key={document.id} queue={queue} document={document} />;
}

/** Undo and back also work past the last document. */
function LastStep(props: { queue: Queue }): null {
  const labelling = useLabelling(props.queue);
  useLabelCommands({
    queue: props.queue,
    labelling,
    document: null,
    draft: [],
    setDraft: () => undefined,
    suggestion: null,
    find: () => undefined,
  });
  return null;
}

type Shown = NonNullable<Queue['document']>;

function OneDocument(props: { queue: Queue; document: Shown }): ReactNode {
  const { queue, document } = props;
  const { kind } = useProjectInfo();
  const labelling = useLabelling(queue);
  const suggestion = useSuggestion(document);
  const [draft, setDraft] = useState<readonly number[]>(document.labels ?? []);
  const [finding, setFinding] = useState(false);
  const give = useLabelCommands({
    queue,
    labelling,
    document,
    draft,
    setDraft,
    suggestion: suggestion === 'hidden' ? null : suggestion,
    find: () => setFinding(true),
  });
  return (
    <div className={classes.columns}>
      <DocumentPanel document={document} suggestion={suggestion} labelling={labelling} />
      <ClassPanel
        kind={kind}
        draft={kind === 'multi' ? draft : (document.labels ?? [])}
        judged={document.labels !== null}
        finding={finding}
        setFinding={setFinding}
        onPick={give.pick}
        onCommit={give.commit}
      />
    </div>
  );
}
