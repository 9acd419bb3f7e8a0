import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { useCommands } from '../../ui/commands/commands.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { Keys } from '../../ui/kbd.tsx';
import { notifyError } from '../../ui/notify.ts';
import { Screen } from '../../ui/panel.tsx';
import type { Family } from './family-choice.tsx';
import { Findings } from './findings.tsx';
import { ModelChoice } from './model-choice.tsx';
import { PlanPanel } from './plan-panel.tsx';
import { SplitChoice } from './split-choice.tsx';
import classes from './train.module.css';
import { type Plan, type TrainFormState, useTrainForm } from './use-train-form.ts';

const words = text.train;

function ConfirmRetrain(props: { name: string; onConfirm: () => void; onClose: () => void }): ReactNode {
  return (
    <ConfirmDialog
      title={words.confirmTitle(props.name)}
      confirm={words.confirmStart}
      destructive
      onConfirm={props.onConfirm}
      onClose={props.onClose}
    >
      <p>{words.confirmHint}</p>
    </ConfirmDialog>
  );
}

/** Starts the training; a retraining asks first. The running job then shows itself. */
function useStart(state: TrainFormState) {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const [confirming, setConfirming] = useState(false);
  const mutation = useMutation(
    trpc.training.start.mutationOptions({ onError: (error) => notifyError(error) }),
  );
  const { form, modelName } = state;
  const begin = (): void => {
    setConfirming(false);
    mutation.mutate({
      projectId,
      modelName,
      family: form.family,
      options: form.options[form.family] ?? {},
      encoder: state.encoder,
      seed: form.seed,
      split: form.split,
      percentages: form.percentages,
      overwrite: form.mode === 'retrain',
    });
  };
  return {
    pending: mutation.isPending,
    confirming,
    start: () => (form.mode === 'retrain' ? setConfirming(true) : begin()),
    begin,
    stopAsking: () => setConfirming(false),
  };
}

/** Everything that a training will use and do, before it begins. */
export function TrainSetup(props: { plan: Plan; families: readonly Family[]; labelled: number }): ReactNode {
  const { plan } = props;
  const { readOnly } = useProjectInfo();
  const state = useTrainForm(plan, props.families);
  const starting = useStart(state);
  const blocker = readOnly ? words.readOnly : plan.blocker;
  const ready = blocker === null && state.valid && !starting.pending;
  useCommands([
    {
      id: 'train.start',
      title: words.commands.start,
      group: words.group,
      chord: 'mod+enter',
      hint: words.commands.startHint,
      inTextFields: true,
      enabled: ready,
      run: starting.start,
    },
  ]);
  return (
    <Screen
      title={words.title}
      subtitle={words.subtitle}
      actions={
        <Button
          disabled={!ready}
          loading={starting.pending}
          rightSection={<Keys chord="mod+enter" />}
          onClick={starting.start}
        >
          {state.form.mode === 'retrain' ? words.retrain : words.start}
        </Button>
      }
    >
      <div className={classes.setup}>
        <div className={classes.choices}>
          <ModelChoice state={state} families={props.families} plan={plan} />
        </div>
        <div className={classes.facts}>
          <Findings warnings={plan.warnings} blocker={blocker} readOnly={readOnly} />
          <SplitChoice state={state} plan={plan} labelled={props.labelled} />
          <PlanPanel plan={plan} state={state} />
        </div>
      </div>
      {starting.confirming ? (
        <ConfirmRetrain name={state.modelName} onConfirm={starting.begin} onClose={starting.stopAsking} />
      ) : null}
    </Screen>
  );
}
