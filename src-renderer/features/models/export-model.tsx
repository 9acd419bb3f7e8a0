import { Button, Group, Modal, Radio, Select, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { Model } from '../../../src-main/domain/model.ts';
import {
  type ModelExportFormat,
  modelExportFormats,
  modelFileEnding,
} from '../../../src-main/domain/model-file.ts';
import { useTRPC } from '../../api/client.ts';
import { useProjectId, useProjectInfo } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { notifyError } from '../../ui/notify.ts';
import { usePathPicker } from '../../ui/path-picker/path-picker.tsx';

const words = text.modelExport;

/** Beside the project. */
function proposedPath(projectPath: string, modelName: string, format: ModelExportFormat): string {
  const safe = modelName.replace(/[^\p{L}\p{N} ._-]+/gu, ' ').trim() || 'model';
  const ending = format === 'model' ? modelFileEnding : '.onnx';
  return projectPath.replace(/[^\\/]*$/, () => `${safe}${ending}`);
}

/** `auto` may have kept a linear model alone; if not, the job says so. */
const asOnnx: ReadonlySet<string> = new Set(['linear', 'auto']);

/** Writes a model to a file that leaves the project; the job says when it is there. */
export function ExportModel(props: { model: Model; onClose: () => void }): ReactNode {
  const { model, onClose } = props;
  const trpc = useTRPC();
  const projectId = useProjectId();
  const project = useProjectInfo();
  const picker = usePathPicker();
  const [format, setFormat] = useState<ModelExportFormat>('model');
  const [deploymentId, setDeploymentId] = useState<string | null>(null);
  const deployments = useQuery(trpc.deployments.list.queryOptions({ projectId })).data ?? [];
  const own = deployments.filter(({ modelId }) => modelId === model.id);
  const start = useMutation(
    trpc.models.export.mutationOptions({ onSuccess: onClose, onError: (error) => notifyError(error) }),
  );
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    const path = await picker.save({
      title: words.saveTitle,
      proposedPath: proposedPath(project.path, model.name, format),
    });
    if (path === null) return;
    const rule = format === 'model' && deploymentId !== null ? { deploymentId: Number(deploymentId) } : {};
    start.mutate({ projectId, modelId: model.id, format, path, ...rule });
  };
  return (
    <Modal opened onClose={onClose} title={words.title(model.name)} size="lg">
      <form onSubmit={(event) => void submit(event)}>
        <Radio.Group
          label={words.format}
          value={format}
          onChange={(value) => setFormat(value as ModelExportFormat)}
        >
          <Stack gap="sm" mt="xs">
            {modelExportFormats.map((each) => (
              <Radio
                key={each}
                value={each}
                label={words.formats[each].name}
                description={words.formats[each].hint}
                disabled={each === 'onnx' && !asOnnx.has(model.family)}
                {...(each === 'model' ? { 'data-autofocus': true } : {})}
              />
            ))}
          </Stack>
        </Radio.Group>
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
        <Group justify="flex-end" mt="md">
          <Button variant="default" onClick={onClose}>
            {text.shell.cancel}
          </Button>
          <Button type="submit" loading={start.isPending}>
            {words.choose}
          </Button>
        </Group>
      </form>
    </Modal>
  );
}
