import { useQuery } from '@tanstack/react-query';
import type { ProjectClass } from '../../../src-main/domain/class.ts';
import type { Suggestion } from '../../../src-main/domain/suggestion.ts';
import { type Outputs, useTRPC, useTRPCClient } from '../../api/client.ts';
import { useClasses, useModels, useProjectId, useProjectInfo } from '../../api/project.tsx';

/** What a model says of the document on show, now or when it was asked for all. */
export interface ShownSuggestion {
  readonly modelName: string;
  /** Empty: none of the classes. */
  readonly classIds: readonly number[];
  readonly names: readonly string[];
  readonly score: number;
  /** The rule of a deployment wants a person to decide. */
  readonly unsure: boolean;
}

/**
 * The suggestion kept with an unlabelled document, else what the newest model would say of it; `hidden` for test
 * documents, whose labels must not be swayed by the model that they will judge.
 */
export function useSuggestion(
  document: Outputs['documents']['at'] | undefined,
): ShownSuggestion | 'hidden' | null {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const projectId = useProjectId();
  const { kind } = useProjectInfo();
  const list = useClasses();
  const model = useModels()[0];
  const unlabelled = document !== undefined && document !== null && document.labels === null;
  const kept = unlabelled ? document.suggestion : null;
  const wanted = unlabelled && kept === null && model !== undefined;
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
  if (kept !== null) return keptSuggestion(kept, list);
  if (hidden) return 'hidden';
  if (!wanted || data === undefined) return null;
  // The model may know classes that are gone by now, and be of the kind that the project was.
  const known = data.classes.filter(
    ({ predicted, classId }) => predicted && list.some(({ id }) => id === classId),
  );
  const predicted = kind === 'single' ? known.slice(0, 1) : known;
  if (predicted.length === 0) return null;
  return {
    modelName: model.name,
    classIds: predicted.map((each) => each.classId),
    names: predicted.map((each) => each.name),
    score: Math.max(...predicted.map((each) => each.score)),
    unsure: false,
  };
}

function keptSuggestion(kept: Suggestion, list: readonly ProjectClass[]): ShownSuggestion {
  const { modelName, score, unsure } = kept;
  const found = kept.classIds
    .map((id) => list.find((each) => each.id === id))
    .filter((each) => each !== undefined);
  return {
    modelName,
    classIds: found.map(({ id }) => id),
    names: found.map(({ name }) => name),
    score,
    unsure,
  };
}
