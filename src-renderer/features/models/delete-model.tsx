import { Button, Group, Modal } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
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
    <Modal opened onClose={onClose} title={words.deleteTitle(model.name)}>
      <p>{words.deleteHint}</p>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {words.cancel}
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          onClick={() => remove.mutate({ projectId, modelId: model.id })}
        >
          {words.deleteConfirm}
        </Button>
      </Group>
    </Modal>
  );
}
