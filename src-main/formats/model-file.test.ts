import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { AppError } from '../domain/errors.ts';
import type { ModelReceipt } from '../domain/model.ts';
import { decodeModelFile, encodeModelFile, type ManifestFields, readModelFile } from './model-file.ts';

const fields: ManifestFields = {
  ...{ name: 'Erstes Modell', kind: 'multi', family: 'linear', classes: ['a', 'b'], thresholds: [0.5, 0.25] },
  ...{ language: 'de', createdAt: '2026-01-01T00:00:00.000Z', receipt: { seed: 1 } as ModelReceipt },
  ...{
    deployment: { name: 'live', rule: { thresholds: [null, 0.4], accept: [], band: 0.1 } },
    encoder: null,
  },
};
const artefact = Uint8Array.from({ length: 300 }, (_, index) => (index * 7) % 256);
const whole = Buffer.concat(encodeModelFile(fields, artefact));
const manifestAt = 52;

function codeOf(bytes: Buffer): string {
  try {
    decodeModelFile(bytes);
    return 'no error';
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
}

function changed(at: number, bits = 1): Buffer {
  const bytes = Buffer.from(whole);
  bytes[at]! ^= bits;
  return bytes;
}

/** A file put together by hand: its check sums are right, what they vouch for is not. */
function forged(changes: Readonly<Record<string, unknown>>): Buffer {
  const manifest = JSON.stringify({ ...decodeModelFile(whole).manifest, ...changes });
  return forgedText(manifest);
}

function forgedText(manifest: string): Buffer {
  const json = Buffer.from(manifest);
  const prefix = Buffer.from(whole.subarray(0, manifestAt));
  prefix.writeUInt32LE(json.length, 16);
  createHash('sha256').update(json).digest().copy(prefix, 20);
  return Buffer.concat([prefix, json, artefact]);
}

describe('a model file', () => {
  it('gives back what was written, byte for byte', () => {
    const { manifest, artefact: read } = decodeModelFile(whole);
    expect(Buffer.from(read).equals(artefact)).toBe(true);
    expect(manifest).toMatchObject({ format: 'winnow-model', version: 1, ...fields });
    expect(Buffer.concat(encodeModelFile(fields, artefact)).equals(whole)).toBe(true);
  });

  it('is refused when it is cut short, at whatever byte', () => {
    const codes = new Set(Array.from({ length: whole.length }, (_, end) => codeOf(whole.subarray(0, end))));
    expect([...codes]).toEqual(['model_file_invalid']);
  });

  it('is refused when any byte is another, or more follow', () => {
    const versionBytes = [12, 13, 14, 15];
    const codes = new Set(
      Array.from(whole.keys())
        .filter((at) => !versionBytes.includes(at))
        .map((at) => codeOf(changed(at))),
    );
    expect([...codes]).toEqual(['model_file_invalid']);
    expect(codeOf(Buffer.concat([whole, Buffer.of(0)]))).toBe('model_file_invalid');
  });

  it('is refused with advice when a newer version wrote it', () => {
    expect(codeOf(changed(12, 2))).toBe('model_file_newer');
    expect(codeOf(changed(15, 128))).toBe('model_file_newer');
  });

  it.each<Readonly<Record<string, unknown>>>([
    { format: 'other' },
    { kind: 'several' },
    { classes: [] },
    { classes: [1, 2] },
    { classes: 'ab' },
    { thresholds: [0.5] },
    { thresholds: null },
    { kind: 'single' },
    { name: null },
    { artefact: null },
    { artefact: { bytes: -1, sha256: '' } },
    { artefact: { bytes: 1e15, sha256: '' } },
    { encoder: {} },
    { deployment: {} },
    { deployment: { name: 'x', rule: { thresholds: [0.5], accept: [], band: 0 } } },
    { deployment: { name: 'x', rule: null } },
  ])('put together by hand is refused: %j', (changes) => {
    expect(codeOf(forged(changes))).toBe('model_file_invalid');
  });

  it.each(['', 'null', '[]', '"x"', '{', '1'])('whose manifest is %j is refused', (manifest) => {
    expect(codeOf(forgedText(manifest))).toBe('model_file_invalid');
  });

  it('is told from what is none, and from what is not there', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'winnow-model-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = path.join(folder, 'm.winnow-model');
    for (const content of ['', 'SQLite format 3\0', 'PK\u0003\u0004', '{"format":"winnow-model"}']) {
      writeFileSync(file, content);
      await expect(readModelFile(file)).rejects.toMatchObject({ code: 'model_file_invalid' });
    }
    await expect(readModelFile(folder)).rejects.toMatchObject({ code: 'file_unreadable' });
    await expect(readModelFile(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'file_not_found' });
    writeFileSync(file, whole);
    expect((await readModelFile(file)).manifest.name).toBe('Erstes Modell');
  });
});
