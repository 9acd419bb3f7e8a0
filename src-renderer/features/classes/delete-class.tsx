import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ProjectClass } from '../../../src-main/domain/class.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import { LoadingState } from '../../ui/states/states.tsx';

const words = text.classes;

/** Says how many documents lose the label before anything happens. */
export function DeleteClass(props: { item: ProjectClass; onClose: () => void }): ReactNode {
  const { item, onClose } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const preview = useQuery({
    ...trpc.classes.deletePreview.queryOptions({ projectId, classId: item.id }),
    staleTime: 0,
    gcTime: 0,
  });
  const remove = useMutation(
    trpc.classes.delete.mutationOptions({
      onSuccess: () => {
        notify(words.deleted(item.name));
        onClose();
      },
      onError: (error) => notifyError(error),
    }),
  );
  return (
    <ConfirmDialog
      title={words.deleteTitle(item.name)}
      confirm={words.deleteConfirm}
      destructive
      busy={remove.isPending}
      disabled={preview.data === undefined}
      onConfirm={() => remove.mutate({ projectId, classId: item.id })}
      onClose={onClose}
    >
      {preview.data === undefined ? (
        <LoadingState label={text.shell.loadingScreen} />
      ) : (
        <p>
          {preview.data.documents === 0
            ? words.deleteNone
            : words.deleteCount(plural(preview.data.documents, 'document'))}
        </p>
      )}
      <p>{words.deleteUndo}</p>
    </ConfirmDialog>
  );
}
