import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { messageOf } from '../../api/errors.ts';
import { useClasses, useCounts, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { type Command, useCommands } from '../../ui/commands/commands.ts';
import { formatCount } from '../../ui/format.ts';
import { useGo, usePlaceParameters } from '../../ui/places.ts';
import { EmptyState, ErrorState, LoadingState } from '../../ui/states/states.tsx';
import { ClassPanel } from './class-panel.tsx';
import { DocumentPanel } from './document-panel.tsx';
import classes from './label.module.css';
import { QueueBar } from './queue-bar.tsx';
import { firstQueue, type QueueChoice, suggestedQueue, unsureQueue } from './queue-choice.ts';
import { recallPlace, rememberPlace } from './queue-memory.ts';
import { useLabelCommands } from './use-label-commands.ts';
import { type Labelling, useLabelling } from './use-labelling.ts';
import { type GivenQueue, type Queue, useGivenQuery, useQueue } from './use-queue.ts';
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
  // Counting a million documents takes longer than finding the first one to label.
  if (counts?.documents === 0 && counts.excluded === 0) {
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

/** A document opened from a list leads back to it, with its filter and place. */
const returnCommand: Command = {
  id: 'label.return',
  title: text.label.commands.return,
  group: text.label.group,
  chord: 'escape',
  hint: text.label.commands.returnHint,
  run: () => window.history.back(),
};

/** Queues that other screens ask for in the address. */
const askedQueues: Readonly<Record<string, QueueChoice>> = { unsure: unsureQueue, suggested: suggestedQueue };

function LabelWork(props: { given: { queryId: string; index: number } | null }): ReactNode {
  const { given } = props;
  const projectId = useProjectId();
  const asked = usePlaceParameters().get('queue');
  const [choice, setChoice] = useState<QueueChoice>(() =>
    asked === null ? (recallPlace(projectId)?.choice ?? firstQueue) : (askedQueues[asked] ?? firstQueue),
  );
  const queue = useQueue(choice, given);
  const labelling = useLabelling(queue);
  const go = useGo();
  const choose = (next: QueueChoice): void => {
    rememberPlace(projectId, { choice: next, documentId: null });
    if (given !== null) go('label', {}, { replace: true });
    setChoice(next);
  };
  useCommands(given === null ? [] : [returnCommand]);
  return (
    <div className={classes.screen}>
      <h1 className="w-visually-hidden">{text.label.title}</h1>
      <QueueBar
        choice={choice}
        given={given !== null}
        place={queue.total === 0 ? null : Math.min(queue.index + 1, queue.total)}
        total={queue.total}
        onChoose={choose}
      />
      <QueueBody
        queue={queue}
        labelling={labelling}
        given={given !== null}
        choice={choice}
        onAll={() => choose({ ...firstQueue, kind: 'all' })}
        onLeaveSelection={() => go('label', {}, { replace: true })}
      />
    </div>
  );
}

interface BodyProps {
  readonly queue: Queue;
  readonly labelling: Labelling;
  readonly given: boolean;
  readonly choice: QueueChoice;
  readonly onAll: () => void;
  readonly onLeaveSelection: () => void;
}

function QueueBody(props: BodyProps): ReactNode {
  const { queue, labelling } = props;
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
    return <QueueEnd {...props} />;
  }
  return <OneDocument queue={queue} document={document} labelling={labelling} />;
}

function endWords({ queue, choice, given }: BodyProps): { readonly title: string; readonly hint: string } {
  const words = text.label;
  if (queue.total > 0) return { title: words.done, hint: words.doneHint(formatCount(queue.total)) };
  if (!given && choice.kind === 'suggested') {
    return { title: text.suggestions.empty, hint: text.suggestions.emptyHint };
  }
  return choice.kind === 'unlabelled' && choice.dataset === null
    ? { title: words.allLabelled, hint: words.allLabelledHint }
    : { title: words.emptyQueue, hint: words.emptyQueueHint };
}

/** Past the last document, or a queue that holds none. */
function QueueEnd(props: BodyProps): ReactNode {
  const { queue, labelling } = props;
  const go = useGo();
  const words = text.label;
  const empty = queue.total === 0;
  const { title, hint } = endWords(props);
  return (
    <EmptyState
      title={title}
      actions={
        <>
          {empty && !props.given ? (
            <Button variant="default" onClick={props.onAll}>
              {words.goThroughAll}
            </Button>
          ) : (
            <Button variant="default" onClick={props.given ? props.onLeaveSelection : queue.restart}>
              {words.startOver}
            </Button>
          )}
          {empty && !props.given && props.choice.kind === 'suggested' ? (
            <Button onClick={() => go('classify', { tab: 'files' })}>{text.suggestions.ask}</Button>
          ) : (
            <Button onClick={() => go('train')}>{words.train}</Button>
          )}
        </>
      }
    >
      {hint}
      <LastStep queue={queue} labelling={labelling} />
    </EmptyState>
  );
}

/** Undo and back also work past the last document. */
function LastStep(props: { queue: Queue; labelling: Labelling }): null {
  useLabelCommands({
    queue: props.queue,
    labelling: props.labelling,
    document: null,
    draft: [],
    setDraft: () => undefined,
    suggestion: null,
    find: () => undefined,
  });
  return null;
}

type Shown = NonNullable<Queue['document']>;

/** Multi-label: classes toggled but not saved yet, of one document. */
interface Toggled {
  readonly documentId: number;
  readonly classIds: readonly number[];
}

/** The class list stays as it is from document to document: its place, its focus. */
function OneDocument(props: { queue: Queue; document: Shown; labelling: Labelling }): ReactNode {
  const { queue, document, labelling } = props;
  const { kind } = useProjectInfo();
  const suggestion = useSuggestion(document);
  const [toggled, setToggled] = useState<Toggled | null>(null);
  const draft = toggled?.documentId === document.id ? toggled.classIds : (document.labels ?? []);
  const setDraft = (classIds: readonly number[] | null): void =>
    setToggled(classIds === null ? null : { documentId: document.id, classIds });
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
        finding={finding}
        setFinding={setFinding}
        onPick={give.pick}
        onCommit={give.commit}
      />
    </div>
  );
}
