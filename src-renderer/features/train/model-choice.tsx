import { SegmentedControl, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Outputs } from '../../api/client.ts';
import { useModels } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './train.module.css';
import type { TrainFormState } from './use-train-form.ts';

const words = text.train;
export type Family = Outputs['training']['families'][number];

/** A new model's name or the one to train again, and the kind of learner. */
export function ModelChoice(props: { state: TrainFormState; families: readonly Family[] }): ReactNode {
  const { form, change, problems } = props.state;
  const models = useModels();
  const family = props.families.find((each) => each.id === form.family);
  return (
    <Panel className={classes.panel} label={words.model}>
      <h2>{words.model}</h2>
      {models.length === 0 ? null : (
        <SegmentedControl
          fullWidth
          size="sm"
          aria-label={words.modeLabel}
          value={form.mode}
          data={[
            { value: 'new', label: words.modes.new },
            { value: 'retrain', label: words.modes.retrain },
          ]}
          onChange={(mode) => change({ mode: mode as 'new' | 'retrain' })}
        />
      )}
      {form.mode === 'new' ? (
        <TextInput
          label={words.name}
          value={form.name}
          maxLength={100}
          error={problems.name}
          onChange={(event) => change({ name: event.currentTarget.value })}
        />
      ) : (
        <Select
          label={words.which}
          description={words.overwriteHint}
          allowDeselect={false}
          searchable={models.length > 8}
          value={String(form.retrainId)}
          data={models.map((model) => ({ value: String(model.id), label: model.name }))}
          onChange={(value) => value !== null && change({ retrainId: Number(value) })}
        />
      )}
      <Select
        label={words.family}
        description={family?.description}
        allowDeselect={false}
        value={form.family}
        data={props.families.map((each) => ({ value: each.id, label: each.name }))}
        onChange={(value) => value !== null && change({ family: value })}
      />
    </Panel>
  );
}
