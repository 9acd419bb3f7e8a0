import { Autocomplete, Button, Group, Modal } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { DecisionRule } from '../../../src-main/domain/decision.ts';
import type { Model } from '../../../src-main/domain/model.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { notify } from '../../ui/notify.ts';
import classes from './scores.module.css';

const words = text.scores.save;

function SaveDialog(props: { model: Model; rule: DecisionRule; onClose: () => void }): ReactNode {
  const { model, rule } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const deployments = useQuery(trpc.deployments.list.queryOptions({ projectId })).data ?? [];
  const [name, setName] = useState('');
  const save = useMutation(
    trpc.deployments.save.mutationOptions({
      onSuccess: (deployment) => {
        notify(words.saved(deployment.name));
        props.onClose();
      },
    }),
  );
  const existing = deployments.find((each) => each.name === name.trim());
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate({
      projectId,
      name: name.trim(),
      modelId: model.id,
      rule: { thresholds: [...rule.thresholds], accept: [...rule.accept], band: rule.band },
    });
  };
  return (
    <Modal opened onClose={props.onClose} title={words.title}>
      <form onSubmit={submit}>
        <p className={classes.hint}>{words.hint}</p>
        <Autocomplete
          data-autofocus
          label={words.name}
          value={name}
          maxLength={100}
          data={deployments.map((each) => each.name)}
          error={save.error === null ? null : messageOf(save.error)}
          onChange={(value) => {
            setName(value);
            save.reset();
          }}
        />
        {existing === undefined ? null : (
          <p className={classes.hint}>{words.replaces(existing.name, existing.modelName)}</p>
        )}
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={props.onClose}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ''}>
            {words.save}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}

/** Keeps the thresholds and the unsure band with a deployment. */
export function SaveRule(props: { model: Model; rule: DecisionRule }): ReactNode {
  const { readOnly } = useProjectInfo();
  const [opened, setOpened] = useState(false);
  return (
    <div>
      <Button variant="default" disabled={readOnly} onClick={() => setOpened(true)}>
        {words.button}
      </Button>
      {opened ? <SaveDialog {...props} onClose={() => setOpened(false)} /> : null}
    </div>
  );
}
