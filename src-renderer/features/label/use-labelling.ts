import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { ProjectDocument } from '../../../src-main/domain/document.ts';
import type { Dataset } from '../../../src-main/domain/project.ts';
import { type Outputs, useTRPC } from '../../api/client.ts';
import { codeOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import type { Queue } from './use-queue.ts';

type Shown = NonNullable<Outputs['documents']['at']>;

export interface Labelling {
  /** Saves and resolves when the label is on disk; false when it was refused or not taken. */
  readonly save: (document: Shown, labels: readonly number[] | null) => Promise<boolean>;
  /** Moves wait for the save before them, so that quick keys act in the order they were pressed. */
  readonly afterSaving: (act: () => void) => void;
  readonly setDataset: (document: Shown, dataset: Dataset | null) => void;
  readonly setUnsure: (document: Shown, unsure: boolean) => void;
  readonly setLanguage: (document: Shown, language: string | null) => void;
  readonly step: (direction: 'undo' | 'redo') => void;
  readonly given: number;
  readonly perMinute: number;
}

/** Labels given since the screen was opened, with the pace of the last ten minutes of work. */
function usePace(): { given: number; perMinute: number; count: () => void } {
  const times = useRef<number[]>([]);
  const [given, setGiven] = useState(0);
  const recent = times.current.filter((time) => Date.now() - time < 600_000);
  const span = recent.length < 2 ? 0 : ((recent.at(-1) ?? 0) - (recent[0] ?? 0)) / 60_000;
  return {
    given,
    perMinute: span === 0 ? 0 : (recent.length - 1) / span,
    count: () => {
      times.current.push(Date.now());
      setGiven((value) => value + 1);
    },
  };
}

/**
 * Every change goes to disk before the screen moves on; undo leads back to the document it changed. A key
 * pressed before the next document has come is dropped: its label would go to the one before.
 */
export function useLabelling(queue: Queue): Labelling {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const projectId = useProjectId();
  const pace = usePace();
  const saving = useRef<Promise<unknown> | null>(null);
  const show = (document: ProjectDocument | Shown): void => {
    if (queue.queryId === undefined) return;
    const key = trpc.documents.at.queryKey({ projectId, queryId: queue.queryId, index: queue.index });
    queries.setQueryData(key, document as Shown);
  };
  const onError = (error: unknown): void => notifyError(error);
  const labels = useMutation(trpc.documents.setLabels.mutationOptions({ onSuccess: show, onError }));
  const dataset = useMutation(trpc.documents.setDataset.mutationOptions({ onSuccess: show, onError }));
  const unsure = useMutation(trpc.documents.setUnsure.mutationOptions({ onSuccess: show, onError }));
  const language = useMutation(trpc.documents.setLanguage.mutationOptions({ onSuccess: show, onError }));
  const undo = useMutation(trpc.history.undo.mutationOptions());
  const redo = useMutation(trpc.history.redo.mutationOptions());

  const step = async (direction: 'undo' | 'redo'): Promise<void> => {
    const { undone, redone, nothingToUndo, nothingToRedo, leftAlone } = text.shell;
    try {
      const done = await (direction === 'undo' ? undo : redo).mutateAsync({ projectId });
      notify((direction === 'undo' ? undone : redone)(done.title) + leftAlone(done));
      if (done.documentId === null || queue.queryId === undefined) return;
      const { documentId } = done;
      const place = await queries.fetchQuery(
        trpc.documents.indexOf.queryOptions({ projectId, queryId: queue.queryId, documentId }),
      );
      await queries.invalidateQueries(trpc.documents.at.pathFilter());
      if (place !== null) queue.goTo(place);
    } catch (error) {
      if (codeOf(error) === 'not_found') notify(direction === 'undo' ? nothingToUndo : nothingToRedo);
      else notifyError(error);
    }
  };

  return {
    save: async (document, value) => {
      if (saving.current !== null || queue.arriving) return false;
      try {
        saving.current = labels.mutateAsync({
          projectId,
          documentId: document.id,
          labels: value === null ? null : [...value],
          source: 'label',
        });
        await saving.current;
        if (value !== null) pace.count();
        return true;
      } catch {
        return false;
      } finally {
        saving.current = null;
      }
    },
    afterSaving: (act) => {
      if (saving.current === null) act();
      // One turn later, when the save itself has moved on.
      else void saving.current.catch(() => undefined).then(() => setTimeout(act));
    },
    setDataset: (document, value) =>
      dataset.mutate({ projectId, documentId: document.id, dataset: value, source: 'label' }),
    setUnsure: (document, value) =>
      unsure.mutate({ projectId, documentId: document.id, unsure: value, source: 'label' }),
    setLanguage: (document, value) =>
      language.mutate({ projectId, documentId: document.id, language: value }),
    step: (direction) => void step(direction),
    given: pace.given,
    perMinute: pace.perMinute,
  };
}
