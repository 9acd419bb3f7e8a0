import { Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { ProjectClass } from '../../../src-main/domain/class.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
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
    <Modal opened onClose={onClose} title={words.deleteTitle(item.name)}>
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
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          {words.cancel}
        </Button>
        <Button
          color="red"
          loading={remove.isPending}
          disabled={preview.data === undefined}
          onClick={() => remove.mutate({ projectId, classId: item.id })}
        >
          {words.deleteConfirm}
        </Button>
      </Group>
    </Modal>
  );
}
