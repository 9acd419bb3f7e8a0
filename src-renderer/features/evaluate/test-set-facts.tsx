import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTRPC } from '../../api/client.ts';
import { useProjectId } from '../../api/project.tsx';
import { useTestSet } from '../../api/test-set.ts';
import { text } from '../../i18n/index.ts';
import { formatDateTime, plural } from '../../ui/format.ts';
import classes from './evaluate.module.css';

const words = text.evaluate.testSet;

/** Which version of the test set, since when, and whether it is sealed. */
export function TestSetFacts(props: { fingerprint: string }): ReactNode {
  const state = useTestSet();
  if (state === undefined) return null;
  const version = state.versions.find((each) => each.fingerprint === props.fingerprint);
  return (
    <>
      {version === undefined ? null : (
        <>
          {' '}
          <span className={classes.together} title={words.since(formatDateTime(version.seenAt))}>
            · {words.version(version.version)}
          </span>
        </>
      )}
      {state.policy === 'sealed' ? (
        <>
          {' '}
          <span className={classes.together} title={words.sealedHint}>
            · {words.sealed}
          </span>
        </>
      ) : null}
    </>
  );
}

/** Labels that were changed with the results in view make figures look better than they are. */
export function RelabelledNote(props: { modelId: number }): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { data } = useQuery(trpc.testSet.relabelledSince.queryOptions({ projectId, modelId: props.modelId }));
  if (data === undefined || data.documents === 0 || data.since === null) return null;
  return (
    <div className={classes.note}>
      <span>{words.relabelled(plural(data.documents, 'test document'), formatDateTime(data.since))}</span>
    </div>
  );
}
