import { Autocomplete, Button, Group, Modal, Select } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Deployment } from '../../../src-main/domain/decision.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatShare } from '../../ui/format.ts';
import { notify } from '../../ui/notify.ts';
import classes from './deployments.module.css';

const words = text.deployments.dialog;

function described({ name, evaluation }: Model): string {
  const figures =
    evaluation.state === 'done'
      ? words.figures(formatShare(evaluation.accuracy), formatShare(evaluation.macroF1))
      : words.notEvaluated;
  return `${name} (${figures})`;
}

/** A name for a model; with `pointing`, another model for a name. */
export function DeployDialog(props: {
  models: readonly Model[];
  deployments: readonly Deployment[];
  pointing: Deployment | null;
  /** Proposed; the newest without it. */
  modelId: number | null;
  onClose: () => void;
}): ReactNode {
  const { models, deployments, pointing } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const proposed = models.find(({ id }) => id === (props.modelId ?? pointing?.modelId)) ?? models[0];
  const [name, setName] = useState(pointing?.name ?? '');
  const [modelId, setModelId] = useState(proposed?.id ?? 0);
  const save = useMutation(
    trpc.deployments.save.mutationOptions({
      onSuccess: (saved) => {
        notify(words.saved(saved.name, saved.modelName));
        props.onClose();
      },
    }),
  );
  const existing = pointing === null ? deployments.find((each) => each.name === name.trim()) : undefined;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({ projectId, name: name.trim(), modelId });
  };
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={pointing === null ? words.deploy : words.point(pointing.name)}
    >
      <form onSubmit={submit}>
        {pointing === null ? (
          <Autocomplete
            data-autofocus
            label={words.name}
            description={words.nameHint}
            value={name}
            maxLength={100}
            data={deployments.map((each) => each.name)}
            onChange={(value) => {
              setName(value);
              save.reset();
            }}
          />
        ) : null}
        <Select
          mt="sm"
          label={words.model}
          allowDeselect={false}
          searchable={models.length > 10}
          value={String(modelId)}
          data={models.map((model) => ({ value: String(model.id), label: described(model) }))}
          error={save.error === null ? null : messageOf(save.error)}
          onChange={(value) => {
            setModelId(Number(value));
            save.reset();
          }}
        />
        <p className={classes.hint}>
          {existing === undefined ? words.rule : words.replaces(existing.name, existing.modelName)}
        </p>
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={props.onClose}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {pointing === null ? words.save : words.savePoint}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
