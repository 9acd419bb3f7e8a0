import { Button, SegmentedControl, Stack } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { type TestSetPolicy, testSetPolicies } from '../../../src-main/domain/test-set.ts';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { useTestSet } from '../../api/test-set.ts';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import classes from './settings.module.css';

const words = text.surgery;

/** One class a document or several; what the change would do is said before it is made. */
function Convert(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { kind, readOnly } = useProjectInfo();
  const [asked, setAsked] = useState<ProjectKind | null>(null);
  const next: ProjectKind = kind === 'single' ? 'multi' : 'single';
  const convert = useMutation(
    trpc.schema.convert.mutationOptions({
      onSuccess: ({ changed }) => {
        setAsked(null);
        notify(words.convert.done(plural(changed, 'document')));
      },
      onError: (error) => notifyError(error),
    }),
  );
  // While it is done, the project is of the new kind already.
  const enabled = asked !== null && !convert.isPending;
  const preview = useQuery({
    ...trpc.schema.convertPreview.queryOptions({ projectId, kind: asked ?? next }, { enabled }),
    staleTime: 0,
  });
  const { data } = preview;
  return (
    <div>
      <div className={classes.label}>{words.convert.title}</div>
      <div className={classes.row}>
        <span>{words.convert.kinds[kind]}</span>
        <Button size="compact-sm" variant="default" disabled={readOnly} onClick={() => setAsked(next)}>
          {words.convert.to[next]}
        </Button>
      </div>
      {asked === null ? null : (
        <ConfirmDialog
          title={words.convert.to[asked]}
          confirm={words.convert.confirm}
          busy={convert.isPending}
          disabled={data === undefined}
          onClose={() => setAsked(null)}
          onConfirm={() => convert.mutate({ projectId, kind: asked })}
        >
          {preview.error === null ? null : <p>{messageOf(preview.error)}</p>}
          {data === undefined ? null : (
            <>
              <p>
                {asked === 'multi'
                  ? words.convert.nothingLost(plural(data.labelled, 'document'))
                  : words.convert.losing(plural(data.several, 'document'), plural(data.none, 'document'))}
              </p>
              {data.models === 0 ? null : <p>{words.convert.models(plural(data.models, 'model'))}</p>}
              <p>{words.convert.undo}</p>
            </>
          )}
        </ConfirmDialog>
      )}
    </div>
  );
}

function TestSetChoice(): ReactNode {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const projectId = useProjectId();
  const { readOnly } = useProjectInfo();
  const state = useTestSet();
  const change = useMutation(
    trpc.testSet.setPolicy.mutationOptions({
      onSuccess: (next) => {
        queries.setQueryData(trpc.testSet.state.queryKey({ projectId }), next);
        void queries.invalidateQueries(trpc.evaluations.pathFilter());
      },
      onError: (error) => notifyError(error),
    }),
  );
  if (state === undefined) return null;
  return (
    <div>
      <div className={classes.label} id="settings-test-set">
        {words.testSet.title}
      </div>
      <SegmentedControl
        aria-labelledby="settings-test-set"
        disabled={readOnly || change.isPending}
        value={state.policy}
        data={testSetPolicies.map((value) => ({
          value: value as string,
          label: words.testSet.policies[value],
        }))}
        onChange={(policy) => change.mutate({ projectId, policy: policy as TestSetPolicy })}
      />
      <p className={classes.hint}>{words.testSet.hints[state.policy]}</p>
    </div>
  );
}

/** What the project asks for, and how strictly its test set is kept. */
export function SchemaSettings(): ReactNode {
  return (
    <Panel className={classes.panel} label={words.settings}>
      <h2>{words.settings}</h2>
      <Stack gap="md">
        <Convert />
        <TestSetChoice />
      </Stack>
    </Panel>
  );
}
