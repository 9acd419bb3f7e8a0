import { useQuery } from '@tanstack/react-query';
import { type Outputs, useTRPC, useTRPCClient } from '../../api/client.ts';
import { useClasses, useModels, useProjectId, useProjectInfo } from '../../api/project.tsx';

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
  const { kind } = useProjectInfo();
  const alive = new Set(useClasses().map(({ id }) => id));
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
  // The model may know classes that are gone by now, and be of the kind that the project was.
  const known = data.classes.filter((each) => each.predicted && alive.has(each.classId));
  const predicted = kind === 'single' ? known.slice(0, 1) : known;
  if (predicted.length === 0) return null;
  return {
    modelName: model.name,
    classIds: predicted.map((each) => each.classId),
    names: predicted.map((each) => each.name),
    score: Math.max(...predicted.map((each) => each.score)),
  };
}
