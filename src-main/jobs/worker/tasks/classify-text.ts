import type { ClassifyTextTask } from '../../../core/ports/model-file-tasks.ts';
import { decide } from '../../../domain/decision.ts';
import type { TextClassification } from '../../../domain/model-file.ts';
import { loadClassifier } from '../../../engine/index.ts';
import { loadedFrom, openModelFile } from '../open-model-file.ts';
import type { TaskContext } from '../task-context.ts';

export async function runClassifyText(
  { file, encoder, text }: ClassifyTextTask,
  context: TaskContext,
): Promise<TextClassification> {
  const model = await openModelFile(file, encoder);
  const load = () => loadClassifier(model.artefact, context.pause, encoder);
  const classifier = await loadedFrom(model, load, (loaded) => loaded);
  const [prediction] = await classifier.predict([text], context.pause);
  const { scores } = prediction!;
  const { name, deployment } = model.manifest;
  const { kind, classes, thresholds = [] } = classifier;
  const decision = deployment === null ? null : decide(scores, kind, thresholds, deployment.rule);
  return {
    model: name,
    deployment: deployment?.name ?? null,
    labels: (decision ?? prediction!).predicted.map((index) => classes[index]!),
    unsure: decision?.unsure ?? null,
    scores: Array.from(scores, (score, index) => ({ name: classes[index]!, score })).sort(
      (a, b) => b.score - a.score,
    ),
  };
}
