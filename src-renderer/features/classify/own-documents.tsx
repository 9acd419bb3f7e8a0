import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { plural } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './classify.module.css';
import { alreadySentence, useUnlabelled } from './use-unlabelled.ts';

const words = text.suggestions;

/** Instead of files: the documents of the project that wait for a label. */
export function OwnDocuments(props: { starting: boolean; onStart: () => void }): ReactNode {
  const unlabelled = useUnlabelled();
  const { readOnly } = useProjectInfo();
  if (unlabelled === undefined || readOnly) return null;
  const none = unlabelled.documents === 0;
  return (
    <Panel className={classes.own} label={words.start}>
      <div>
        <h2>{none ? words.ownNone : words.own(plural(unlabelled.documents, 'unlabelled document'))}</h2>
        <p className={classes.hint}>
          {none ? words.ownNoneHint : `${words.ownHint} ${words.testNone} ${alreadySentence(unlabelled)}`}
        </p>
      </div>
      {none ? null : (
        <Button variant="default" loading={props.starting} onClick={props.onStart}>
          {words.start}
        </Button>
      )}
    </Panel>
  );
}
