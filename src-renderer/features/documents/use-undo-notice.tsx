import { Anchor } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { notify, notifyError } from '../../ui/notify.ts';

/** Long enough to look at the list first. */
const noticeMilliseconds = 10_000;

/** Says what an act has just done, with a way to take back that act, and no later one: then the message goes. */
export function useUndoNotice(): (sentence: string) => void {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const projectId = useProjectId();
  const undo = useMutation(trpc.history.undo.mutationOptions({ onError: (error) => notifyError(error) }));
  const newest = async (): Promise<number | undefined> => {
    const state = await queries.fetchQuery(trpc.history.state.queryOptions({ projectId }, { staleTime: 0 }));
    return state.undo?.operationId;
  };
  const takeBack = async (operationId: number | undefined): Promise<void> => {
    if ((await newest()) !== operationId) {
      notify(text.documents.undoLater);
      return;
    }
    const step = await undo.mutateAsync({ projectId });
    notify(text.shell.undone(step.title) + text.shell.leftAlone(step));
  };
  const shown = useRef<{ readonly id: string; readonly operationId: number | undefined } | null>(null);
  const state = useQuery(trpc.history.state.queryOptions({ projectId })).data;
  useEffect(() => {
    if (shown.current === null || state === undefined) return;
    if (state.undo?.operationId === shown.current.operationId) return;
    notifications.hide(shown.current.id);
    shown.current = null;
  }, [state]);
  const tell = async (sentence: string): Promise<void> => {
    const operationId = await newest();
    const id = notify(
      <>
        {sentence}{' '}
        <Anchor
          component="button"
          type="button"
          size="sm"
          onClick={() => {
            notifications.hide(id);
            takeBack(operationId).catch((error: unknown) => notifyError(error));
          }}
        >
          {text.shell.undo}
        </Anchor>{' '}
        {text.documents.takesBack}
      </>,
      noticeMilliseconds,
    );
    shown.current = { id, operationId };
  };
  return (sentence) => void tell(sentence).catch((error: unknown) => notifyError(error));
}
