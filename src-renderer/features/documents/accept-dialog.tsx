import { Button, Group, Modal, Slider } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { DocumentSelection } from '../../../src-main/domain/document.ts';
import { acceptedFrom, type SuggestionScores } from '../../../src-main/domain/suggestion-scores.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { ChangeProgress } from '../../ui/jobs/change-progress.tsx';
import { notifyError } from '../../ui/notify.ts';
import { LoadingState } from '../../ui/states/states.tsx';
import classes from './documents.module.css';

const words = text.suggestions;
const usualLeast = 0.9;
const scoreMarks = [0, 0.25, 0.5, 0.75, 1].map((value) => ({ value, label: value.toFixed(2) }));

/** Bars of five hundredths, so that the shape shows; those that are accepted have the accent. */
function Histogram(props: { scores: SuggestionScores; atLeast: number }): ReactNode {
  const width = 5;
  const { hundredths } = props.scores;
  const bars = Array.from({ length: 100 / width }, (_, bar) => ({
    from: (bar * width) / 100,
    // A score of exactly 1 belongs to the last bar.
    count: hundredths
      .slice(bar * width, bar === 100 / width - 1 ? undefined : (bar + 1) * width)
      .reduce((sum, count) => sum + count, 0),
  }));
  const highest = Math.max(1, ...bars.map(({ count }) => count));
  return (
    <div className={classes.histogram} aria-hidden="true">
      {bars.map(({ from, count }) => (
        <i
          key={from}
          data-accepted={from >= props.atLeast - 1e-9 || undefined}
          style={{ height: `${(100 * count) / highest}%` }}
          data-empty={count === 0 || undefined}
        />
      ))}
    </div>
  );
}

function leftOf(scores: SuggestionScores, accepted: number): readonly string[] {
  const { documents, acceptable, unsure, none } = scores;
  const parts = [
    { count: acceptable - accepted, say: words.left.below },
    { count: unsure, say: words.left.unsure },
    { count: none, say: words.left.none },
    { count: documents - acceptable - unsure - none, say: words.left.without },
  ];
  return parts.filter(({ count }) => count > 0).map(({ count, say }) => say(formatCount(count)));
}

/** How many would be labelled from which score on, before it is done. */
export function AcceptDialog(props: {
  selection: DocumentSelection;
  documents: number;
  selected: boolean;
  onAccepted: (changed: number) => void;
  onClose: () => void;
}): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { selection, documents, onClose } = props;
  const [atLeast, setAtLeast] = useState(usualLeast);
  const scores = useQuery(
    trpc.documents.suggestionScores.queryOptions({ projectId, selection }, { staleTime: 0, gcTime: 0 }),
  );
  const accept = useMutation(
    trpc.documents.acceptSuggestions.mutationOptions({
      onSuccess: ({ changed }) => {
        onClose();
        props.onAccepted(changed);
      },
      onError: (error) => notifyError(error),
    }),
  );
  const accepted = scores.data === undefined ? 0 : acceptedFrom(scores.data, atLeast);
  const take = (): void => {
    if (accepted > 0 && !accept.isPending) accept.mutate({ projectId, selection, atLeast });
  };
  const scope = props.selected ? words.acceptScope.selected : words.acceptScope.found;
  return (
    <Modal opened onClose={onClose} title={words.acceptTitle} size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          take();
        }}
        // A slider is no field of the form: Enter on it would do nothing.
        onKeyDown={(event) => {
          if (event.key === 'Enter' && event.target instanceof HTMLElement && event.target.role === 'slider')
            take();
        }}
      >
        <p className={classes.dialogText}>{scope(plural(documents, 'document'))}</p>
        {scores.error !== null ? (
          <p role="alert">{messageOf(scores.error)}</p>
        ) : scores.data === undefined ? (
          <LoadingState label={text.documents.loading} />
        ) : (
          <Choice scores={scores.data} atLeast={atLeast} accepted={accepted} onLeast={setAtLeast} />
        )}
        <ChangeProgress busy={accept.isPending}>
          <Group justify="flex-end" mt="md">
            <Button variant="default" onClick={onClose}>
              {text.shell.cancel}
            </Button>
            <Button type="submit" disabled={accepted === 0} loading={accept.isPending}>
              {accepted === 0 ? words.acceptNone : words.acceptMany(formatCount(accepted))}
            </Button>
          </Group>
        </ChangeProgress>
      </form>
    </Modal>
  );
}

function Choice(props: {
  scores: SuggestionScores;
  atLeast: number;
  accepted: number;
  onLeast: (atLeast: number) => void;
}): ReactNode {
  const { scores, atLeast, accepted } = props;
  const slider = useRef<HTMLDivElement>(null);
  // The dialog opened before there was a slider to rest on.
  useEffect(() => slider.current?.querySelector<HTMLElement>('[role="slider"]')?.focus(), []);
  return (
    <>
      <div className={classes.leastHead}>
        <span>{words.leastScore}</span>
        <b className="w-figures">{atLeast.toFixed(2)}</b>
      </div>
      <Histogram scores={scores} atLeast={atLeast} />
      <Slider
        ref={slider}
        className={classes.leastSlider ?? ''}
        min={0}
        max={1}
        step={0.01}
        // What is taken lies above the score.
        inverted
        marks={scoreMarks}
        value={atLeast}
        label={null}
        thumbLabel={words.leastScore}
        // Sums of hundredths are not hundredths.
        onChange={(value) => props.onLeast(Math.round(value * 100) / 100)}
      />
      <div className={classes.outcome} role="status">
        <p>
          <b>{formatCount(accepted)}</b> {words.wouldLabel}
        </p>
        <p className={classes.dim}>
          <b>{formatCount(scores.documents - accepted)}</b> {words.wouldLeave}
          {leftOf(scores, accepted).map((part) => (
            <span key={part}>{part}</span>
          ))}
        </p>
      </div>
    </>
  );
}
