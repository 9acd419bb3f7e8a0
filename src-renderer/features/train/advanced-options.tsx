import { Button, Collapse, NumberInput, Select, Switch } from '@mantine/core';
import { IconChevronRight } from '@tabler/icons-react';
import { type ReactNode, useId, useState } from 'react';
import type { OptionDefinition, OptionValue, OptionValues } from '../../../src-main/domain/families.ts';
import { text } from '../../i18n/index.ts';
import classes from './advanced-options.module.css';
import { changedOptions, fieldProblem } from './train-form.ts';

const words = text.train.advanced;

function OptionField(props: {
  definition: OptionDefinition;
  value: OptionValue;
  onChange: (value: OptionValue) => void;
}): ReactNode {
  const { definition, value, onChange } = props;
  const common = { label: definition.name, description: definition.hint };
  switch (definition.kind) {
    case 'number':
      return (
        <NumberInput
          {...common}
          value={typeof value === 'boolean' ? '' : value}
          min={definition.minimum}
          max={definition.maximum}
          clampBehavior="none"
          allowDecimal={!definition.whole}
          step={definition.whole ? 1 : 0.1}
          error={fieldProblem(definition, value)}
          onChange={onChange}
        />
      );
    case 'choice':
      return (
        <Select
          {...common}
          allowDeselect={false}
          value={String(value)}
          data={definition.choices.map((choice) => ({ value: choice.value, label: choice.name }))}
          onChange={(chosen) => chosen !== null && onChange(chosen)}
        />
      );
    default:
      return (
        <Switch
          {...common}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
  }
}

/** A family's own options, folded away; the head tells when some differ from what is usual. */
export function AdvancedOptions(props: {
  definitions: readonly OptionDefinition[];
  values: OptionValues;
  /** Whether, and how many of, the fields below the options differ from the usual or are wrong. */
  more: number;
  wrong: boolean;
  onChange: (values: OptionValues) => void;
  onReset: () => void;
  children?: ReactNode;
}): ReactNode {
  const { definitions, values, onChange } = props;
  const [open, setOpen] = useState(false);
  const id = useId();
  const changed = changedOptions(definitions, values) + props.more;
  const problem = definitions.some((each) => fieldProblem(each, values[each.id] ?? each.default) !== null);
  const shown = open || problem || props.wrong;
  return (
    <div className={classes.advanced}>
      <div className={classes.head}>
        <button
          type="button"
          className={classes.toggle}
          aria-expanded={shown}
          aria-controls={id}
          onClick={() => setOpen(!shown)}
        >
          <IconChevronRight size={16} aria-hidden="true" data-open={shown || undefined} />
          {words.title}
          {changed === 0 ? null : <span className={classes.changed}>{words.changed(changed)}</span>}
        </button>
        {changed === 0 ? null : (
          <Button size="compact-xs" variant="subtle" onClick={props.onReset}>
            {words.reset}
          </Button>
        )}
      </div>
      <Collapse id={id} expanded={shown}>
        <div className={classes.fields}>
          {definitions.map((definition) => (
            <OptionField
              key={definition.id}
              definition={definition}
              value={values[definition.id] ?? definition.default}
              onChange={(value) => onChange({ ...values, [definition.id]: value })}
            />
          ))}
          {props.children}
        </div>
      </Collapse>
    </div>
  );
}
