import path from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { trainingContext } from '../../../tests/support/engine.ts';
import { codeOf, topicData, topicDocuments } from '../../../tests/support/learner.ts';
import { decodeArtefact, encodeArtefact } from '../artefact.ts';
import { autoContent } from '../auto/model.ts';
import { loadClassifier, trainers } from '../index.ts';
import { runAtOnce } from '../work.ts';
import { portableModel } from './portable.ts';

vi.setConfig({ testTimeout: 120_000 });

const fixtures = path.resolve(import.meta.dirname, '../../../tests/fixtures/encoders');
const texts = topicDocuments('single', 20, 9).map(({ text }) => text);
const noPause = async (): Promise<void> => {};
/** A small network. */
const options = { hiddenUnits: 8, epochs: 3 };

const scoresOf = async (artefact: Uint8Array, encoder: string | null = null): Promise<unknown> =>
  (await (await loadClassifier(artefact, noPause, encoder)).predict(texts)).map(({ scores }) => [...scores]);

describe('a model that leaves', () => {
  it.each(['single', 'multi'] as const)('keeps its bytes, and tells its thresholds: %s', async (kind) => {
    for (const family of ['linear', 'tensorflow'] as const) {
      const data = topicData(kind, { training: 60 });
      const { artefact } = await trainers[family]!.train(
        data,
        trainingContext(family === 'tensorflow' ? { options } : {}),
      );
      const { thresholds } = await loadClassifier(artefact);
      const own = thresholds === undefined ? null : [...thresholds];
      const left = runAtOnce(portableModel(artefact));
      expect(left).toEqual({ artefact, thresholds: own, encoder: null });
      const alone = { kind, classes: data.classes, members: [artefact], combination: undefined };
      const auto = runAtOnce(encodeArtefact(autoContent(alone)));
      expect(runAtOnce(portableModel(auto))).toEqual({ artefact: auto, thresholds: own, encoder: null });
    }
  });

  it('does not tell where its sentence encoder lay, and works with the same encoder elsewhere', async () => {
    const encoder = path.join(fixtures, 'wordpiece');
    const data = topicData('single', { training: 40 });
    const { artefact } = await trainers.encoder!.train(data, trainingContext({ encoder, options }));
    const single = {
      kind: 'single',
      classes: data.classes,
      members: [artefact],
      combination: undefined,
    } as const;
    for (const bytes of [artefact, runAtOnce(encodeArtefact(autoContent(single)))]) {
      expect(Buffer.from(bytes).includes(encoder)).toBe(true);
      const left = runAtOnce(portableModel(bytes));
      expect(left.encoder).toMatchObject({ name: expect.any(String), fingerprint: expect.any(String) });
      expect(Buffer.from(left.artefact).includes(encoder)).toBe(false);
      expect(await scoresOf(left.artefact, encoder)).toEqual(await scoresOf(bytes));
      expect(await codeOf(loadClassifier(left.artefact, noPause, path.join(fixtures, 'bpe')))).toBe(
        'encoder_changed',
      );
      expect(await codeOf(loadClassifier(left.artefact, noPause, path.join(fixtures, 'none')))).toBe(
        'encoder_missing',
      );
    }
  });

  it('is refused when it is damaged, without memory for what it claims to hold', () => {
    const honest = runAtOnce(encodeArtefact({ facts: {}, arrays: { numbers: new Float64Array(4) } }));
    const text = Buffer.from(honest).toString('latin1').replace('"f64",4]', '"f64",4e9]').slice(0, -8);
    expect(() => runAtOnce(decodeArtefact(Buffer.from(text, 'latin1')))).toThrow(/cannot be used/);
  });
});
