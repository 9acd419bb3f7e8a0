import { describe, expect, it } from 'vitest';
import { AppError } from '../domain/errors.ts';
import { decodeArtefact, encodeArtefact } from './artefact.ts';
import { loadClassifier } from './index.ts';
import { runAtOnce } from './work.ts';

const content = {
  facts: { family: 'x', classes: ['ä', '日本'] },
  arrays: {
    a: Uint8Array.of(1, 2, 3),
    b: Float64Array.of(Math.PI, Number.NaN, -Infinity),
    c: Uint16Array.of(),
    d: Float32Array.of(1.5),
    e: Uint32Array.of(4_000_000_000),
  },
};

async function codeOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    return error instanceof AppError ? error.code : String(error);
  }
  return 'no error';
}

describe('artefact', () => {
  it('comes back as it was, from any place in a larger buffer', () => {
    const bytes = runAtOnce(encodeArtefact(content));
    expect(runAtOnce(decodeArtefact(bytes))).toEqual(content);
    const larger = new Uint8Array(bytes.length + 3);
    larger.set(bytes, 3);
    expect(runAtOnce(decodeArtefact(larger.subarray(3)))).toEqual(content);
  });

  it('notices every changed byte behind the prefix, and every cut', async () => {
    const bytes = runAtOnce(encodeArtefact(content));
    for (let index = 0; index < bytes.length; index++) {
      if (index >= 4 && index < 8) continue;
      const changed = bytes.slice();
      changed[index]! ^= 0x10;
      expect(await codeOf(() => runAtOnce(decodeArtefact(changed)))).toBe('project_damaged');
    }
    for (let length = 0; length < bytes.length; length++) {
      expect(await codeOf(() => runAtOnce(decodeArtefact(bytes.slice(0, length))))).toBe('project_damaged');
    }
  });

  it('refuses what a later version wrote, and unknown families', async () => {
    const bytes = runAtOnce(encodeArtefact(content));
    expect(await codeOf(() => loadClassifier(bytes))).toBe('project_damaged');
    bytes[4] = 200;
    expect(await codeOf(() => runAtOnce(decodeArtefact(bytes)))).toBe('project_newer');
  });

  it('refuses a linear model whose parts are missing', async () => {
    const facts = {
      family: 'linear',
      kind: 'single',
      classes: ['a', 'b'],
      blocks: ['words'],
      documentCount: 2,
    };
    expect(await codeOf(() => loadClassifier(runAtOnce(encodeArtefact({ facts, arrays: {} }))))).toBe(
      'project_damaged',
    );
    expect(
      await codeOf(() =>
        loadClassifier(runAtOnce(encodeArtefact({ facts: { family: 'linear' }, arrays: {} }))),
      ),
    ).toBe('project_damaged');
  });
});
