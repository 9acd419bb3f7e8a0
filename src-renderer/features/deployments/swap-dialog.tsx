import { Button, Group, Modal, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Deployment } from '../../../src-main/domain/decision.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { notify } from '../../ui/notify.ts';
import classes from './deployments.module.css';

const words = text.deployments.swapDialog;

/** Exchanges models and rules of two deployments. */
export function SwapDialog(props: {
  deployment: Deployment;
  others: readonly Deployment[];
  onClose: () => void;
}): ReactNode {
  const { deployment, others } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [other, setOther] = useState(others[0]?.id ?? 0);
  const swap = useMutation(
    trpc.deployments.swap.mutationOptions({
      onSuccess: ([first, second]) => {
        notify(words.saved(first?.name ?? '', second?.name ?? ''));
        props.onClose();
      },
    }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    swap.mutate({ projectId, first: deployment.id, second: other });
  };
  return (
    <Modal opened onClose={props.onClose} title={words.title(deployment.name)}>
      <form onSubmit={submit}>
        <Select
          data-autofocus
          label={words.with}
          allowDeselect={false}
          value={String(other)}
          data={others.map(({ id, name, modelName }) => ({
            value: String(id),
            label: `${name} (${modelName})`,
          }))}
          error={swap.error === null ? null : messageOf(swap.error)}
          onChange={(value) => setOther(Number(value))}
        />
        <p className={classes.hint}>{words.hint}</p>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={props.onClose}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={swap.isPending}>
            {words.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
