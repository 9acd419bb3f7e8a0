import { SegmentedControl, Select, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useModels, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { Panel } from '../../ui/panel.tsx';
import { AdvancedOptions } from './advanced-options.tsx';
import { EncoderChoice } from './encoder-choice.tsx';
import { type Family, FamilyChoice } from './family-choice.tsx';
import classes from './train.module.css';
import type { Plan, TrainFormState } from './use-train-form.ts';

const words = text.train;

/** A new model's name, or the model to train again. */
function NameChoice(props: { state: TrainFormState }): ReactNode {
  const { form, change, retrain, problems } = props.state;
  const models = useModels();
  return (
    <>
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
          onChange={(mode) => (mode === 'new' ? change({ mode: 'new' }) : retrain(form.retrainId))}
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
          onChange={(value) => value !== null && retrain(Number(value))}
        />
      )}
    </>
  );
}

/** What to expect of several languages; nothing in a project of one. */
function MultilingualNote(props: { encoder: boolean }): ReactNode {
  const { multilingual } = useProjectInfo();
  if (!multilingual) return null;
  return (
    <p className={classes.note}>{props.encoder ? words.multilingual.encoder : words.multilingual.without}</p>
  );
}

/** The model's name, the kind of learner, and what of it can be set. */
export function ModelChoice(props: {
  state: TrainFormState;
  families: readonly Family[];
  plan: Plan;
}): ReactNode {
  const { families, plan, state } = props;
  const { form, change, family, problems } = state;
  const encoder = (
    <EncoderChoice
      value={form.encoder}
      required={family?.needsEncoder === true}
      problem={problems.encoder}
      state={state.encoderState}
      onChange={(path) => change({ encoder: path })}
    />
  );
  return (
    <Panel className={classes.panel} label={words.model}>
      <h2>{words.model}</h2>
      <NameChoice state={state} />
      <FamilyChoice
        families={families}
        estimates={plan.estimates}
        value={form.family}
        onChange={state.chooseFamily}
      >
        {family?.needsEncoder === true ? encoder : null}
      </FamilyChoice>
      <MultilingualNote encoder={state.encoder !== null} />
      {family === undefined ? null : (
        <AdvancedOptions
          key={family.id}
          definitions={family.options}
          values={form.options[family.id] ?? {}}
          more={family.id === 'auto' && state.encoder !== null ? 1 : 0}
          wrong={family.id === 'auto' && problems.encoder !== null}
          onChange={(values) => change({ options: { ...form.options, [family.id]: values } })}
          onReset={() =>
            change({
              options: { ...form.options, [family.id]: {} },
              ...(family.id === 'auto' ? { encoder: '' } : {}),
            })
          }
        >
          {family.id === 'auto' ? encoder : null}
        </AdvancedOptions>
      )}
    </Panel>
  );
}
