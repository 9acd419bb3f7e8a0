import { Radio } from '@mantine/core';
import type { ReactNode } from 'react';
import { useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import classes from './classify.module.css';
import { type Target, TargetChoice } from './target-choice.tsx';
import { unlabelledSentence, useUnlabelled } from './use-unlabelled.ts';

const words = text.suggestions;

export const destinations = ['file', 'project'] as const;
export type Destination = (typeof destinations)[number];

/** Into a file of results, or into the project, where nothing else is to be chosen. */
export function DestinationChoice(props: {
  destination: Destination;
  target: Target;
  onDestination: (destination: Destination) => void;
  onTarget: (target: Target) => void;
}): ReactNode {
  const unlabelled = useUnlabelled();
  const { readOnly } = useProjectInfo();
  if (readOnly) return <TargetChoice target={props.target} onChange={props.onTarget} />;
  return (
    <div className={classes.target}>
      <Radio.Group
        label={words.destination}
        value={props.destination}
        onChange={(value) => props.onDestination(value === 'project' ? 'project' : 'file')}
      >
        <div className={classes.destinations}>
          {destinations.map((value) => (
            <Radio key={value} value={value} label={words.destinations[value]} />
          ))}
        </div>
      </Radio.Group>
      {props.destination === 'file' ? (
        <TargetChoice target={props.target} onChange={props.onTarget} />
      ) : (
        <p className={classes.hint}>
          {words.filesHint} {unlabelledSentence(unlabelled)} {words.testNone}
        </p>
      )}
    </div>
  );
}
