import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { Deployment } from '../../../src-main/domain/decision.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { notify, notifyError } from '../../ui/notify.ts';

const words = text.deployments;

export function DeleteDeployment(props: { deployment: Deployment; onClose: () => void }): ReactNode {
  const { deployment, onClose } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const remove = useMutation(
    trpc.deployments.delete.mutationOptions({
      onSuccess: () => {
        notify(words.deleted(deployment.name));
        onClose();
      },
      onError: (error) => notifyError(error),
    }),
  );
  return (
    <ConfirmDialog
      title={words.deleteTitle(deployment.name)}
      confirm={words.deleteConfirm}
      destructive
      busy={remove.isPending}
      onConfirm={() => remove.mutate({ projectId, deploymentId: deployment.id })}
      onClose={onClose}
    >
      <p>{words.deleteHint(deployment.modelName)}</p>
    </ConfirmDialog>
  );
}
