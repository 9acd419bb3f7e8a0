import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { datasetNames, datasets } from '../../../src-main/domain/project.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { formatCount } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import type { TrainForm } from './train-form.ts';

const words = text.train;

/** The one way to move documents that have a dataset; training itself never does. */
export function RedrawDialog(props: { form: TrainForm; labelled: number; onClose: () => void }): ReactNode {
  const { percentages, seed } = props.form;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const redraw = useMutation(
    trpc.training.split.mutationOptions({
      onSuccess: ({ train, validation, test }) => {
        notify(words.redrawn(formatCount(train), formatCount(validation), formatCount(test)));
        props.onClose();
      },
      onError: (error) => notifyError(error),
    }),
  );
  return (
    <ConfirmDialog
      title={words.redrawTitle}
      confirm={words.redrawConfirm}
      busy={redraw.isPending}
      onConfirm={() => redraw.mutate({ projectId, percentages, seed, all: true })}
      onClose={props.onClose}
    >
      <p>{words.redrawHint(formatCount(props.labelled))}</p>
      <p>
        {datasets.map((dataset) => `${datasetNames[dataset]} ${percentages[dataset]} %`).join(' · ')}
        {'. '}
        {words.redrawUndo}
      </p>
    </ConfirmDialog>
  );
}
