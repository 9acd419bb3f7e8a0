import { useQuery } from '@tanstack/react-query';
import { type Outputs, useTRPC, useTRPCClient } from '../../api/client.ts';
import { useModels, useProjectId } from '../../api/project.tsx';

export interface Suggestion {
  readonly modelName: string;
  readonly classIds: readonly number[];
  readonly names: readonly string[];
  readonly score: number;
}

/**
 * What the newest model would say of an unlabelled document; `hidden` for test documents, whose labels must
 * not be swayed by the model that they will judge.
 */
export function useSuggestion(
  document: Outputs['documents']['at'] | undefined,
): Suggestion | 'hidden' | null {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const projectId = useProjectId();
  const model = useModels()[0];
  const wanted =
    document !== undefined && document !== null && document.labels === null && model !== undefined;
  const hidden = wanted && document.dataset === 'test';
  const { data } = useQuery({
    queryKey: [...trpc.classification.classify.mutationKey(), model?.id, document?.id],
    queryFn: () =>
      client.classification.classify.mutate({
        projectId,
        modelId: model?.id ?? 0,
        text: document?.text ?? '',
        explain: false,
      }),
    enabled: wanted && !hidden && document.text.trim() !== '',
  });
  if (hidden) return 'hidden';
  if (!wanted || data === undefined) return null;
  const predicted = data.classes.filter((each) => each.predicted);
  if (predicted.length === 0) return null;
  return {
    modelName: model.name,
    classIds: predicted.map((each) => each.classId),
    names: predicted.map((each) => each.name),
    score: Math.max(...predicted.map((each) => each.score)),
  };
}
