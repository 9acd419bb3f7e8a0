import type { ModelRequest, ServeModelTask } from '../../../core/ports/worker.ts';
import { AppError, toErrorData } from '../../../domain/errors.ts';
import type { Classification, ModelClass, ScoredClass } from '../../../domain/model.ts';
import { loadClassifier } from '../../../engine/index.ts';
import type { Classifier } from '../../../engine/types.ts';
import { openReadOnly } from '../../../store/read-only.ts';
import type { Channel } from '../channel.ts';

const explainedWords = 40;

/** Answers until the process is ended from outside. */
export async function runServeModel(task: ServeModelTask, channel: Channel): Promise<never> {
  const { classifier, classes } = await load(task);
  channel.onMessage((message) => {
    if (message.type !== 'request') return;
    const { requestId } = message.request;
    answer(classifier, classes, message.request).then(
      (found) => channel.send({ type: 'answer', requestId, answer: found }),
      (error: unknown) => channel.send({ type: 'answer-error', requestId, error: toErrorData(error) }),
    );
  });
  channel.send({ type: 'ready' });
  return new Promise<never>(() => {});
}

async function load(task: ServeModelTask): Promise<{
  readonly classifier: Classifier;
  readonly classes: readonly ModelClass[];
}> {
  const project = openReadOnly(task.projectPath);
  try {
    const classifier = await loadClassifier(project.modelArtefact(task.modelId));
    return { classifier, classes: project.model(task.modelId)?.classes ?? [] };
  } finally {
    project.close();
  }
}

/** Classes best first. @throws AppError `not_found` when the class to explain is none of the model's. */
async function answer(
  classifier: Classifier,
  classes: readonly ModelClass[],
  { text, explain }: ModelRequest,
): Promise<Classification> {
  const [prediction] = await classifier.predict([text]);
  const { scores, predicted } = prediction!;
  const scored = classes
    .map(({ classId, name }, index): ScoredClass & { readonly index: number } => ({
      name,
      classId,
      score: scores[index]!,
      predicted: predicted.includes(index),
      index,
    }))
    .sort((left, right) => right.score - left.score || left.index - right.index);
  const explained = explain === false ? undefined : toExplain(scored, explain);
  return {
    classes: scored.map(({ index: _index, ...one }) => one),
    explained:
      explained === undefined
        ? null
        : { name: explained.name, words: await classifier.explain(text, explained.index, explainedWords) },
  };
}

function toExplain<T extends { readonly name: string }>(
  scored: readonly T[],
  name: string | null,
): T | undefined {
  if (name === null) return scored[0];
  const found = scored.find((one) => one.name === name);
  if (found === undefined) throw new AppError('not_found', `The model does not know the class "${name}".`);
  return found;
}
