import { Button, Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { useTRPC } from '../../api/client.ts';
import { messageOf } from '../../api/errors.ts';
import { useModels, useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx';
import { plural } from '../../ui/format.ts';
import { notify, notifyError } from '../../ui/notify.ts';
import { Panel } from '../../ui/panel.tsx';
import { usePathPicker } from '../../ui/path-picker/path-picker.tsx';
import classes from './history.module.css';

const words = text.history.snapshot;

/** The labels that a model was trained on can come back, here or in a copy. */
export function Snapshot(): ReactNode {
  const trpc = useTRPC();
  const projectId = useProjectId();
  const { readOnly, path } = useProjectInfo();
  const models = useModels();
  const [modelId, setModelId] = useState<number | null>(null);
  const [asked, setAsked] = useState(false);
  const preview = useQuery(
    trpc.historyLog.snapshotPreview.queryOptions(
      { projectId, modelId: modelId ?? 0 },
      { enabled: modelId !== null, retry: false },
    ),
  );
  const restore = useMutation(
    trpc.historyLog.restoreSnapshot.mutationOptions({
      onSuccess: (result, { target }) => {
        setAsked(false);
        notify(
          target.kind === 'copy' ? words.copied(result.path) : words.done(plural(result.changed, 'document')),
        );
      },
      onError: (error) => notifyError(error),
    }),
  );
  const picker = usePathPicker();
  if (models.length === 0) return null;
  const data = modelId === null ? undefined : preview.data;
  const saveCopy = async (): Promise<void> => {
    const proposed = `${path.replace(/\.winnow$/, '')} ${models.find((each) => each.id === modelId)?.name}.winnow`;
    const target = await picker.save({ title: words.copy, proposedPath: proposed });
    if (target !== null && modelId !== null) {
      restore.mutate({ projectId, modelId, target: { kind: 'copy', path: target } });
    }
  };
  return (
    <Panel className={classes.snapshot} label={words.title}>
      <div className={classes.snapshotText}>
        <b>{words.title}</b>
        <span className={classes.dim}>{words.hint}</span>
      </div>
      <Select
        size="xs"
        w={170}
        aria-label={words.model}
        placeholder={words.model}
        value={modelId === null ? null : String(modelId)}
        data={models.map((each) => ({ value: String(each.id), label: each.name }))}
        onChange={(value) => setModelId(value === null ? null : Number(value))}
      />
      {preview.error === null || modelId === null ? null : (
        <span className={classes.dim}>{messageOf(preview.error)}</span>
      )}
      {data === undefined ? null : (
        <>
          <span className={classes.dim}>
            {data.changed === 0 ? words.same : words.preview(plural(data.changed, 'document'))}{' '}
            {data.importedSince === 0 ? '' : words.importedSince(plural(data.importedSince, 'document'))}{' '}
            {data.removedSince === 0 ? '' : words.removedSince(plural(data.removedSince, 'document'))}{' '}
            {data.classes.length === 0 ? '' : words.classesBack(data.classes.join(', '))}
          </span>
          <Button
            size="compact-sm"
            variant="default"
            disabled={readOnly || data.changed === 0}
            onClick={() => setAsked(true)}
          >
            {words.here}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={restore.isPending}
            onClick={() => void saveCopy()}
          >
            {words.copy}
          </Button>
        </>
      )}
      {asked && modelId !== null ? (
        <ConfirmDialog
          title={words.confirm}
          confirm={words.here}
          busy={restore.isPending}
          onClose={() => setAsked(false)}
          onConfirm={() => restore.mutate({ projectId, modelId, target: { kind: 'here' } })}
        >
          <p>{words.confirmHint}</p>
        </ConfirmDialog>
      ) : null}
    </Panel>
  );
}
