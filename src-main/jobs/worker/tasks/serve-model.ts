import type { ModelAnswers, ModelQuestion, ServeModelTask } from '../../../core/ports/model-questions.ts';
import { AppError, assertNever, toErrorData } from '../../../domain/errors.ts';
import type { ClassFeatures, Classification, ModelClass, ScoredClass } from '../../../domain/model.ts';
import { loadClassifier } from '../../../engine/index.ts';
import type { Classifier } from '../../../engine/types.ts';
import { openReadOnly } from '../../../store/read-only.ts';
import type { Channel } from '../channel.ts';

interface ServedModel {
  readonly classifier: Classifier;
  readonly classes: readonly ModelClass[];
}

/** Answers until the process is ended from outside. */
export async function runServeModel(task: ServeModelTask, channel: Channel): Promise<never> {
  const model = await load(task);
  channel.onMessage((message) => {
    if (message.type !== 'request') return;
    const { requestId, question } = message.request;
    answer(model, question).then(
      (found) => channel.send({ type: 'answer', requestId, answer: found }),
      (error: unknown) => channel.send({ type: 'answer-error', requestId, error: toErrorData(error) }),
    );
  });
  channel.send({ type: 'ready' });
  return new Promise<never>(() => {});
}

async function load(task: ServeModelTask): Promise<ServedModel> {
  const project = openReadOnly(task.projectPath);
  try {
    const classifier = await loadClassifier(project.modelArtefact(task.modelId));
    return { classifier, classes: project.model(task.modelId)?.classes ?? [] };
  } finally {
    project.close();
  }
}

async function answer(
  model: ServedModel,
  question: ModelQuestion,
): Promise<ModelAnswers[ModelQuestion['kind']]> {
  switch (question.kind) {
    case 'classify':
      return classify(model, question);
    case 'top-features':
      return topFeatures(model, question);
    default:
      return assertNever(question);
  }
}

function topFeatures(
  { classifier, classes }: ServedModel,
  { classId, limit }: Extract<ModelQuestion, { kind: 'top-features' }>,
): readonly ClassFeatures[] {
  return classes
    .map((one, index) => ({ ...one, index }))
    .filter((one) => classId === null || one.classId === classId)
    .map(({ index, ...one }) => ({ ...one, features: classifier.topFeatures(index, limit) }));
}

/** Classes best first. @throws AppError `not_found` when the class to explain is none of the model's. */
async function classify(
  { classifier, classes }: ServedModel,
  { text, explain, limit }: Extract<ModelQuestion, { kind: 'classify' }>,
): Promise<Classification> {
  const [prediction] = await classifier.predict([text]);
  const { scores, predicted } = prediction!;
  const scored = classes
    .map(({ classId, name }, index): ScoredClass & { readonly index: number } => ({
      name,
      classId,
      score: scores[index]!,
      predicted: predicted.includes(index),
      threshold: classifier.thresholds?.[index] ?? null,
      index,
    }))
    .sort((left, right) => right.score - left.score || left.index - right.index);
  const explained = explain === false ? undefined : toExplain(scored, explain);
  return {
    classes: scored.map(({ index: _index, ...one }) => one),
    explained:
      explained === undefined
        ? null
        : { name: explained.name, words: await classifier.explain(text, explained.index, limit) },
    deployed: null,
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
