import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { notify, notifyError } from '../../ui/notify.ts';

const words = text.models;

export function DeleteModel(props: { model: Model; onClose: () => void }): ReactNode {
  const { model, onClose } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const remove = useMutation(
    trpc.models.delete.mutationOptions({
      onSuccess: () => {
        notify(words.deleted(model.name));
        onClose();
      },
      onError: (error) => notifyError(error),
    }),
  );
  return (
    <ConfirmDialog
      title={words.deleteTitle(model.name)}
      confirm={words.deleteConfirm}
      destructive
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ projectId, modelId: model.id })}
      onClose={onClose}
    >
      <p>{words.deleteHint}</p>
    </ConfirmDialog>
  );
}
