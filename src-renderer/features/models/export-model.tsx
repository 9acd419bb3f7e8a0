import { Select } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import {
  type ModelExportFormat,
  modelExportFormats,
  modelFileEnding,
} from '../../../src-main/domain/model-file.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { ExportDialog } from '../../ui/files/export-dialog.tsx';
import { besideFile, safeFileName } from '../../ui/files/file-names.ts';
import { notifyError } from '../../ui/notify.ts';

const words = text.modelExport;
const endings: Readonly<Record<ModelExportFormat, string>> = { model: modelFileEnding, onnx: '.onnx' };

/** `auto` may have kept a linear model alone; if not, the job says so. */
const asOnnx: ReadonlySet<string> = new Set(['linear', 'auto']);

/** Writes a model to a file that leaves the project; the job says when it is there. */
export function ExportModel(props: { model: Model; onClose: () => void }): ReactNode {
  const { model, onClose } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const project = useProjectInfo();
  const [format, setFormat] = useState<ModelExportFormat>('model');
  const [deploymentId, setDeploymentId] = useState<string | null>(null);
  const deployments = useQuery(trpc.deployments.list.queryOptions({ projectId })).data ?? [];
  const own = deployments.filter(({ modelId }) => modelId === model.id);
  const start = useMutation(
    trpc.models.export.mutationOptions({ onSuccess: onClose, onError: (error) => notifyError(error) }),
  );
  const save = (path: string): void => {
    const rule = format === 'model' && deploymentId !== null ? { deploymentId: Number(deploymentId) } : {};
    start.mutate({ projectId, modelId: model.id, format, path, ...rule });
  };
  const formats = modelExportFormats.map((value) => ({
    value,
    ...words.formats[value],
    disabled: value === 'onnx' && !asOnnx.has(model.family),
  }));
  const proposedPath = besideFile(project.path, `${safeFileName(model.name, 'model')}${endings[format]}`);
  return (
    <ExportDialog
      title={words.title(model.name)}
      formats={formats}
      format={format}
      onFormat={setFormat}
      save={{ title: words.saveTitle, proposedPath }}
      busy={start.isPending}
      onSave={save}
      onClose={onClose}
    >
      {format === 'model' && own.length > 0 ? (
        <Select
          mt="md"
          label={words.deployment}
          description={words.deploymentHint}
          placeholder={words.noDeployment}
          clearable
          value={deploymentId}
          data={own.map(({ id, name }) => ({ value: String(id), label: name }))}
          onChange={setDeploymentId}
        />
      ) : null}
    </ExportDialog>
  );
}
