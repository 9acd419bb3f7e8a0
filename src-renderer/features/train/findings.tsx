import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { type ScreenName, useGo } from '../../ui/places.ts';
import classes from './train.module.css';
import type { Plan } from './use-train-form.ts';

const words = text.train;
type Warning = Plan['warnings'][number];
type Rule = Warning['rule'];

const remedyScreens: Readonly<Record<Rule, ScreenName>> = {
  'few-labels': 'label',
  imbalance: 'label',
  'no-test-documents': 'documents',
  'class-unused': 'classes',
  'no-evaluation': 'label',
};
const shownAtFirst = 3;

/** Warnings of one rule: its name, its number, each case, and the way to the remedy. */
function RuleWarnings(props: { rule: Rule; warnings: readonly Warning[] }): ReactNode {
  const go = useGo();
  const [all, setAll] = useState(false);
  const { name, number, remedy } = words.rules[props.rule];
  const shown = all ? props.warnings : props.warnings.slice(0, shownAtFirst);
  const left = props.warnings.length - shown.length;
  return (
    <section className={classes.warning} aria-label={name}>
      <div className={classes.warningHead}>
        <b>
          <span aria-hidden="true">! </span>
          {name}
        </b>
        <span className={classes.hint}>{number}</span>
        <span className={classes.space} />
        <Button size="compact-xs" variant="subtle" onClick={() => go(remedyScreens[props.rule])}>
          {remedy}
        </Button>
        {props.rule === 'no-evaluation' ? (
          <Button size="compact-xs" variant="subtle" onClick={() => go('documents')}>
            {words.chooseTest}
          </Button>
        ) : null}
      </div>
      <ul>
        {shown.map((warning) => (
          <li key={`${warning.classId}`}>{warning.message}</li>
        ))}
      </ul>
      {left > 0 ? (
        <button type="button" className={classes.more} onClick={() => setAll(true)}>
          {words.more(formatCount(left))}
        </button>
      ) : null}
    </section>
  );
}

function Blocker(props: { message: string; readOnly: boolean }): ReactNode {
  const go = useGo();
  return (
    <section className={classes.blocker} role="alert">
      <b>
        <span aria-hidden="true">✕ </span>
        {words.blocked}
      </b>
      <p>{props.message}</p>
      {props.readOnly ? (
        <Button size="compact-sm" variant="default" onClick={() => go('settings')}>
          {text.shell.screens.settings}
        </Button>
      ) : (
        <Button size="compact-sm" onClick={() => go('label')}>
          {words.label}
        </Button>
      )}
    </section>
  );
}

/** What stands in the way, and what to know beforehand; the gravest first. */
export function Findings(props: {
  warnings: readonly Warning[];
  blocker: string | null;
  readOnly: boolean;
}): ReactNode {
  const rules = [...new Set(props.warnings.map((warning) => warning.rule))];
  if (props.blocker === null && rules.length === 0) return null;
  return (
    <div className={classes.findings}>
      {props.blocker === null ? null : <Blocker message={props.blocker} readOnly={props.readOnly} />}
      {rules.map((rule) => (
        <RuleWarnings
          key={rule}
          rule={rule}
          warnings={props.warnings.filter((warning) => warning.rule === rule)}
        />
      ))}
    </div>
  );
}
