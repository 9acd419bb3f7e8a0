import { cpSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { predictOne, trainingContext, trainingData } from '../../../tests/support/engine.ts';
import { AppError } from '../../domain/errors.ts';
import { loadClassifier, trainers } from '../index.ts';
import type { TrainingData, TrainingDocument, VectorCache } from '../types.ts';

const fixtures = path.resolve(import.meta.dirname, '../../../tests/fixtures/encoders');
const wordpiece = path.join(fixtures, 'wordpiece');
const trainer = trainers.encoder!;
// Every test trains a network, some of them several; on a machine that does other work too this takes its time.
vi.setConfig({ testTimeout: 60_000 });
/** A small network, for tests that do not ask how good it is. */
const quick = { hiddenUnits: 8, epochs: 4 };

const words = [
  'refund money card payment',
  'parcel late came delivery',
  'парцель посылка пришла поздно',
  '包裹 来晚了 订单号 电话',
];
const classes = ['money', 'parcel', 'russian', 'chinese'];

/** Distinct short texts whose words tell their class. */
function texts(count: number, firstId = 1): TrainingDocument[] {
  return Array.from({ length: count }, (_, index) => {
    const k = index % classes.length;
    const vocabulary = words[k]!.split(' ');
    const chosen = [0, 1].map((step) => vocabulary[(index + step * (1 + (index % 3))) % vocabulary.length]);
    return { id: firstId + index, text: `${index} ${chosen.join(' ')}`, classes: [k] };
  });
}

const data = (changes: Partial<Parameters<typeof trainingData>[0]> = {}): TrainingData =>
  trainingData({ classes, training: texts(60), ...changes });

function memoryCache() {
  const kept = new Map<string, Float32Array>();
  const key = (encoder: string, id: number, hash: number) => `${encoder} ${id} ${hash}`;
  const written: number[] = [];
  const cache: VectorCache = {
    read: (encoder, documents) =>
      new Map(
        documents.flatMap(({ id, textHash }) => {
          const vector = kept.get(key(encoder, id, textHash));
          return vector === undefined ? [] : [[id, vector] as const];
        }),
      ),
    write: async (encoder, vectors) => {
      for (const { id, textHash, vector } of vectors) {
        kept.set(key(encoder, id, textHash), vector);
        written.push(id);
      }
    },
  };
  return { cache, written };
}

function copied(name: string): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'winnow-encoder-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync(path.join(fixtures, name), path.join(folder, name), { recursive: true });
  return path.join(folder, name);
}

test('learns from the vectors of its encoder, in several languages, and says how good it is', async () => {
  const trained = await trainer.train(
    data({ training: texts(120) }),
    trainingContext({ encoder: wordpiece }),
  );
  const { summary, heldOut } = trained;
  expect(summary).toMatchObject({ family: 'encoder', features: 16, tunedOn: 'cross-validation' });
  expect(summary.backend).toMatch(/^onnxruntime \+ tensorflow/);
  expect(summary.options).toMatchObject({ encoder: 'wordpiece', limit: 24, pooling: 'mean', documents: 120 });
  expect(summary.calibrationError).toBeLessThan(0.3);
  expect(heldOut?.ids).toHaveLength(120);
  const classifier = await loadClassifier(trained.artefact);
  expect(classifier).toMatchObject({ family: 'encoder', kind: 'single', classes });
  const later = texts(40, 1000);
  const predictions = await classifier.predict(later.map(({ text }) => text));
  const right = predictions.filter(({ predicted }, index) => predicted[0] === later[index]!.classes[0]);
  expect(right.length).toBeGreaterThan(32);
  for (const { scores } of predictions) expect(scores.reduce((sum, score) => sum + score)).toBeCloseTo(1, 5);
  expect(await predictOne(classifier, later[3]!.text)).toEqual(predictions[3]);
});

test('explains a prediction by the words whose absence changes it', async () => {
  const { artefact } = await trainer.train(data(), trainingContext({ encoder: wordpiece }));
  const classifier = await loadClassifier(artefact);
  const text = '7 parcel late';
  const found = await classifier.explain(text, 1);
  expect(found.length).toBeGreaterThan(0);
  expect(found.every(({ start, end }) => start < end && end <= text.length)).toBe(true);
  expect(['parcel', 'late']).toContain(text.slice(found[0]!.start, found[0]!.end));
  expect(found[0]!.weight).toBeGreaterThan(0);
  expect(classifier.topFeatures(1, 5)).toEqual([]);
});

test('keeps vectors, and a second training with them gives the same bits', async () => {
  const { cache, written } = memoryCache();
  const context = trainingContext({ options: quick, encoder: wordpiece, vectors: cache });
  const validation = texts(30, 500);
  const first = await trainer.train(data({ validation }), context);
  expect(first.summary.tunedOn).toBe('validation');
  expect(new Set(written).size).toBe(90);
  const second = await trainer.train(data({ validation }), context);
  expect(written).toHaveLength(90);
  expect(second.artefact).toEqual(first.artefact);
  const without = await trainer.train(
    data({ validation }),
    trainingContext({ options: quick, encoder: wordpiece }),
  );
  expect(without.artefact).toEqual(first.artefact);
  const changed = [{ id: 1, text: 'another text', classes: [0] }, ...texts(60).slice(1)];
  await trainer.train(data({ training: changed, validation }), context);
  expect(written.slice(90)).toEqual([1]);
});

test('computes the same bits on several threads', async () => {
  const entry = path.resolve(import.meta.dirname, '../threads/main.ts');
  const { cache, written } = memoryCache();
  const given = data({ training: texts(150) });
  const context = trainingContext({ options: quick, encoder: wordpiece });
  const alone = await trainer.train(given, context);
  const shared = await trainer.train(given, { ...context, vectors: cache, threads: { count: 3, entry } });
  expect(shared.artefact).toEqual(alone.artefact);
  expect(written).toEqual(texts(150).map(({ id }) => id));
});

test('a kept vector of another length is computed again', async () => {
  const { cache, written } = memoryCache();
  const broken: VectorCache = {
    ...cache,
    read: (_, documents) => new Map(documents.map(({ id }) => [id, new Float32Array(3)])),
  };
  await trainer.train(data(), trainingContext({ options: quick, encoder: wordpiece, vectors: broken }));
  expect(written).toHaveLength(60);
});

test('multi-label: thresholds, and documents of several classes', async () => {
  const training = texts(200).map((document, index) =>
    index % 5 === 0
      ? { ...document, text: `${document.text} refund card`, classes: [...new Set([0, ...document.classes])] }
      : document,
  );
  const { artefact } = await trainer.train(
    data({ kind: 'multi', training }),
    trainingContext({ options: { hiddenUnits: 32, epochs: 20 }, encoder: wordpiece }),
  );
  const classifier = await loadClassifier(artefact);
  expect(classifier.thresholds).toHaveLength(4);
  const later = texts(40, 1000);
  const predictions = await classifier.predict(later.map(({ text }) => text));
  const found = predictions.filter(({ predicted }, index) => predicted.includes(later[index]!.classes[0]!));
  expect(found.length).toBeGreaterThan(30);
});

test('a class without training documents is said and never predicted', async () => {
  const given = data({ classes: [...classes, 'empty'] });
  const { artefact, summary } = await trainer.train(
    given,
    trainingContext({ options: quick, encoder: wordpiece }),
  );
  expect(summary.notes.join(' ')).toContain('Never predicted, for want of training documents: "empty"');
  expect((await predictOne(await loadClassifier(artefact), 'parcel')).scores[4]).toBe(0);
});

test('cancelling is looked at for every document', async () => {
  const { cache, written } = memoryCache();
  let looks = 0;
  const checkCancelled = () => {
    if (++looks > 120) throw new AppError('cancelled', 'Cancelled.');
  };
  const context = trainingContext({ options: quick, encoder: wordpiece, vectors: cache, checkCancelled });
  await expect(trainer.train(data({ training: texts(400) }), context)).rejects.toMatchObject({
    code: 'cancelled',
  });
  expect(written.length).toBeGreaterThan(0);
  expect(written.length).toBeLessThan(121);
});

test('reports documents in order and never goes back', async () => {
  const seen: number[] = [];
  const messages = new Set<string>();
  const onProgress = ({ fraction, message }: { fraction: number; message?: string }) => {
    seen.push(fraction);
    if (message !== undefined) messages.add(message);
  };
  await trainer.train(data(), trainingContext({ options: quick, encoder: wordpiece, onProgress }));
  expect(seen).toEqual([...seen].sort((one, other) => one - other));
  expect(messages).toContain('Reading document 60 of 60 with the encoder "wordpiece"');
});

test('refuses what it cannot learn from, and a training without a folder', async () => {
  const codeOf = (given: TrainingData, encoder: string | null = wordpiece) =>
    trainer.train(given, trainingContext({ options: quick, encoder })).then(
      () => 'trained',
      (error: unknown) => (error as AppError).code,
    );
  expect(await codeOf(data({ training: texts(1) }))).toBe('too_few_documents');
  const alike = texts(60).filter(({ classes: [k] }) => k === 0);
  expect(await codeOf(data({ training: alike }))).toBe('too_few_classes');
  expect(await codeOf(data(), null)).toBe('unsupported_option');
  expect(await codeOf(data(), path.join(fixtures, 'nowhere'))).toBe('encoder_missing');
  expect(await codeOf(data({ training: texts(4) }))).toBe('trained');
});

test('a model refuses to work without its encoder, or with another one', async () => {
  const folder = copied('wordpiece');
  const { artefact } = await trainer.train(data(), trainingContext({ options: quick, encoder: folder }));
  await loadClassifier(artefact);
  renameSync(folder, `${folder} elsewhere`);
  await expect(loadClassifier(artefact)).rejects.toMatchObject({
    code: 'encoder_missing',
    message: expect.stringContaining(folder),
  });
  cpSync(path.join(fixtures, 'bpe'), folder, { recursive: true });
  await expect(loadClassifier(artefact)).rejects.toMatchObject({ code: 'encoder_changed' });
  rmSync(folder, { recursive: true });
  renameSync(`${folder} elsewhere`, folder);
  await loadClassifier(artefact);
  writeFileSync(path.join(folder, 'sentence_bert_config.json'), '{"max_seq_length": 20}');
  await expect(loadClassifier(artefact)).rejects.toMatchObject({ code: 'encoder_changed' });
});
