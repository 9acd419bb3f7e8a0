import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, describe, expect, it } from 'vitest';
import type { ProjectKind } from '../../src-main/domain/project.ts';
import { encodeArtefact } from '../../src-main/engine/artefact.ts';
import { autoContent } from '../../src-main/engine/auto/model.ts';
import { exportOnnx } from '../../src-main/engine/export/export-onnx.ts';
import { loadClassifier, trainers } from '../../src-main/engine/index.ts';
import type { ClassifierPrediction, TrainingDocument } from '../../src-main/engine/types.ts';
import { runAtOnce } from '../../src-main/engine/work.ts';
import { trainingContext, trainingData } from '../support/engine.ts';
import { codeOf, topicData } from '../support/learner.ts';
import { mixedScriptTexts, publishedSet, sampleSet, type TextSet } from './support/text-sets.ts';

interface Row {
  readonly indices: readonly number[];
  readonly values: ArrayLike<number>;
}

interface FeaturiserModule {
  createFeaturiser(vocabulary: unknown): {
    featurise(text: string): Row;
    batch(texts: readonly string[]): {
      readonly indices: BigInt64Array;
      readonly values: Float32Array;
      readonly dims: readonly number[];
    };
  };
  decide(scores: Float32Array, vocabulary: unknown): readonly number[];
}

const resources = path.resolve(import.meta.dirname, '../../resources/onnx');
const featuriser = (await import(path.join(resources, 'featurise.mjs'))) as FeaturiserModule;
const folder = mkdtempSync(path.join(tmpdir(), 'winnow-onnx-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const python = ['python3', 'python'].find(
  (name) => spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 8))']).status === 0,
);

/** Texts at a time: rows of a batch are as long as its longest text. */
const batchSize = 16;
const noPause = async (): Promise<void> => {};

interface Exported {
  readonly session: InferenceSession;
  readonly vocabulary: unknown;
  readonly vocabularyPath: string;
}

async function exported(artefact: Uint8Array, name: string): Promise<Exported> {
  const { model, vocabulary } = await exportOnnx(artefact, noPause);
  const vocabularyPath = path.join(folder, `${name}.json`);
  const json = [...vocabulary].join('');
  writeFileSync(vocabularyPath, json);
  const session = await InferenceSession.create(Buffer.concat(model), { logSeverityLevel: 3 });
  return { session, vocabulary: JSON.parse(json), vocabularyPath };
}

async function scoresOf(
  { session, vocabulary }: Exported,
  texts: readonly string[],
): Promise<readonly Float32Array[]> {
  const { batch } = featuriser.createFeaturiser(vocabulary);
  const rows: Float32Array[] = [];
  for (let start = 0; start < texts.length; start += batchSize) {
    const { indices, values, dims } = batch(texts.slice(start, start + batchSize));
    const feeds = {
      indices: new Tensor('int64', indices, dims),
      values: new Tensor('float32', values, dims),
    };
    const { scores } = await session.run(feeds);
    const [count, classes] = scores!.dims as [number, number];
    const data = scores!.data as Float32Array;
    for (let row = 0; row < count; row++) rows.push(data.slice(row * classes, (row + 1) * classes));
  }
  return rows;
}

function largestDifference(
  rows: readonly Float32Array[],
  predictions: readonly ClassifierPrediction[],
): number {
  return Math.max(
    ...predictions.flatMap(({ scores }, text) =>
      Array.from(scores, (score, k) => Math.abs(score - rows[text]![k]!)),
    ),
  );
}

/** How far the exported model is from the program's own, and what both featurisers made of the texts. */
async function compare(set: TextSet, kind: ProjectKind, name: string, texts: readonly string[]) {
  const data = trainingData({ kind, classes: set.classes, training: set.training });
  const { artefact } = await trainers.linear!.train(data, trainingContext());
  const predictions = await (await loadClassifier(artefact)).predict(texts);
  const found = await exported(artefact, name);
  const rows = await scoresOf(found, texts);
  const difference = largestDifference(rows, predictions);
  process.stdout.write(`${name}: largest difference of a score ${difference.toExponential(1)}\n`);
  return { predictions, rows, found, difference };
}

const closeEnough = 1e-5;

function expectAlike(
  { predictions, rows, found, difference }: Awaited<ReturnType<typeof compare>>,
  texts: readonly string[],
): void {
  expect(rows).toHaveLength(texts.length);
  expect(difference).toBeLessThan(closeEnough);
  const given = rows.map((scores) => featuriser.decide(scores, found.vocabulary));
  const other = predictions.filter(({ predicted }, text) => String(predicted) !== String(given[text]));
  // A score that lies on its threshold may fall on either side.
  expect(other.length).toBeLessThanOrEqual(texts.length / 500);
  if (python !== undefined) expectSameInPython(found, texts);
}

function expectSameInPython({ vocabulary, vocabularyPath }: Exported, texts: readonly string[]): void {
  const script = path.join(resources, 'featurise.py');
  const options = { input: JSON.stringify(texts), encoding: 'utf8', maxBuffer: 1 << 29 } as const;
  const { stdout, stderr, status } = spawnSync(python!, ['-X', 'utf8', script, vocabularyPath], options);
  expect(status, stderr).toBe(0);
  const theirs = JSON.parse(stdout) as readonly Row[];
  const own = featuriser.createFeaturiser(vocabulary);
  const ours = texts.map(own.featurise);
  expect(texts.filter((_, place) => String(theirs[place]!.indices) !== String(ours[place]!.indices))).toEqual(
    [],
  );
  const far = ours.flatMap(({ values }, place) =>
    // Logarithms may differ in the last of 53 bits, hence a weight in the last of 24.
    Array.from(values).filter(
      (value, at) => !(Math.abs(theirs[place]!.values[at]! - value) <= value * 2 ** -22),
    ),
  );
  expect(far).toEqual([]);
}

const withPython = python === undefined ? ' (without Python: none was found)' : ' and in Python';

describe(`ONNX and the featurisers in JavaScript${withPython}`, () => {
  it.each(['single', 'multi'] as const)('score the sample tickets as the program does: %s', async (kind) => {
    const set = sampleSet(kind);
    const texts = set.training.map(({ text }) => text);
    expectAlike(await compare(set, kind, `sample-${kind}`, texts), texts);
  });

  it.each(['single', 'multi'] as const)('read all scripts and odd texts alike: %s', async (kind) => {
    const texts = mixedScriptTexts(400);
    const training = texts.slice(0, 200).map((text, place): TrainingDocument => {
      const classes =
        kind === 'single' ? [place % 3] : [place % 3, 3].filter((k) => k < 3 || place % 2 === 0);
      return { id: place + 1, text, classes };
    });
    // The last class has no documents: its score is 0 everywhere.
    const set = { classes: ['a', 'b', 'c', 'd', 'e'], training };
    const result = await compare(set, kind, `mixed-${kind}`, texts);
    expectAlike(result, texts);
    expect(result.rows.every((scores) => scores[4]! < closeEnough)).toBe(true);
  });

  it.skipIf(publishedSet('banking77') === null).each([
    ['banking77', 'single'],
    ['semeval_ec', 'multi'],
  ] as const)('score %s as the program does (skipped where the set is absent)', async (name, kind) => {
    const set = publishedSet(name)!;
    const training = set.training.slice(0, 4000);
    const texts = set.training.slice(-300).map(({ text }) => text);
    expectAlike(await compare({ ...set, training }, kind, name, texts), texts);
  });

  it('take `auto` when it kept a linear model alone, and refuse every other model', async () => {
    const data = topicData('single', { training: 30 });
    const { artefact } = await trainers.linear!.train(data, trainingContext());
    const alone = {
      kind: 'single',
      classes: data.classes,
      members: [artefact],
      combination: undefined,
    } as const;
    const { model } = await exportOnnx(runAtOnce(encodeArtefact(autoContent(alone))), noPause);
    expect(Buffer.concat(model).equals(Buffer.concat((await exportOnnx(artefact, noPause)).model))).toBe(
      true,
    );
    for (const family of ['tensorflow', 'encoder']) {
      const other = runAtOnce(encodeArtefact({ facts: { family }, arrays: {} }));
      expect(await codeOf(exportOnnx(other, noPause))).toBe('model_not_exportable');
    }
    expect(await codeOf(exportOnnx(artefact.subarray(0, 200), noPause))).toBe('project_damaged');
  });

  it('name the classes in the file itself', async () => {
    const { artefact } = await trainers.linear!.train(
      topicData('single', { training: 30 }),
      trainingContext(),
    );
    const { model } = await exportOnnx(artefact, noPause);
    const bytes = Buffer.concat(model);
    expect(bytes.includes('["printing","access","network","billing"]')).toBe(true);
  });
});
