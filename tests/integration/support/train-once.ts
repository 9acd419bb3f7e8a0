/**
 * Started in a process of its own: trains a family on the texts of four subjects and writes what came out as one line
 * of JSON. Arguments: family, kind, number of threads.
 */
import { createHash } from 'node:crypto';
import path from 'node:path';
import type { ProjectKind } from '../../../src-main/domain/project.ts';
import { loadClassifier, trainers } from '../../../src-main/engine/index.ts';
import { trainingContext } from '../../support/engine.ts';
import { topicData, topicDocuments } from '../../support/learner.ts';

const [family, kind, threads] = process.argv.slice(2) as [string, ProjectKind, string];
const root = path.resolve(import.meta.dirname, '../../..');
const entry = path.join(root, 'src-main', 'engine', 'threads', 'main.ts');

// Without validation documents in one kind, with them in the other: both ways of choosing options. Enough for linear to
// use its threads; the others need longer for each document.
const training = family === 'linear' ? 1200 : 240;
const sizes = { training, validation: kind === 'single' ? 0 : 80, unlabelled: 120 };
const { artefact, summary } = await trainers[family]!.train(
  topicData(kind, sizes),
  trainingContext({
    seed: 11,
    threads: { count: Number(threads), entry },
    breathe: () => new Promise((resolve) => setImmediate(resolve)),
  }),
);
const classifier = await loadClassifier(artefact);
const predictions = await classifier.predict(topicDocuments(kind, 100, 2).map(({ text }) => text));
const { seconds: _seconds, ...said } = summary;
const hash = createHash('sha256');
for (const { scores, predicted } of predictions) hash.update(scores).update(Int32Array.from(predicted));
const outcome = {
  bytes: artefact.length,
  artefact: createHash('sha256').update(artefact).digest('hex'),
  predictions: hash.digest('hex'),
  summary: said,
};
process.stdout.write(`${JSON.stringify(outcome)}\n`, () => process.exit(0));
