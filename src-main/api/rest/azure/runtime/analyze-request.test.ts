import { describe, expect, it } from 'vitest';
import type { RestLimits } from '../../context.ts';
import { type AnalyzeRequest, checkDocuments } from './analyze-request.ts';

const limits = (azureLimits: RestLimits['azureLimits']): RestLimits => ({
  azureLimits,
  bodyBytes: 1,
  requestsPerMinute: 1,
});

function requestOf(texts: readonly string[]): AnalyzeRequest {
  const documents = texts.map((text, index) => ({ id: String(index), text }));
  return { analysisInput: { documents }, tasks: [] };
}

const family = '👨‍👩‍👧‍👦';

describe('the limits of a request', () => {
  it.each([
    ['25 documents', Array.from({ length: 25 }, () => 'x')],
    ['125,000 characters', ['x'.repeat(100_000), 'x'.repeat(25_000)]],
    ['125,000 characters of several code points each', [family.repeat(125_000)]],
  ])('take %s', (_name, texts) => {
    expect(() => checkDocuments(requestOf(texts), limits('as-azure'))).not.toThrow();
  });

  it.each([
    ['26 documents', Array.from({ length: 26 }, () => 'x'), /26 documents/],
    ['125,001 characters', ['x'.repeat(100_000), 'x'.repeat(25_001)], /more than 125000/],
    ['125,001 long characters', [`${family.repeat(125_000)}x`], /more than 125000/],
  ])('refuse %s, unless they are relaxed', (_name, texts, message) => {
    const request = requestOf(texts);
    const innererror = { code: 'InvalidDocumentBatch', message: expect.stringMatching(message) };
    expect(() => checkDocuments(request, limits('as-azure'))).toThrow(
      expect.objectContaining({ status: 400, body: expect.objectContaining({ innererror }) }),
    );
    expect(() => checkDocuments(request, limits('relaxed'))).not.toThrow();
  });

  it('refuse a request without documents and one with an id twice, relaxed or not', () => {
    const twice = requestOf(['x', 'y']);
    const documents = twice.analysisInput.documents.map((document) => ({ ...document, id: 'same' }));
    for (const azureLimits of ['as-azure', 'relaxed'] as const) {
      expect(() => checkDocuments(requestOf([]), limits(azureLimits))).toThrow(/Invalid argument/);
      expect(() => checkDocuments({ ...twice, analysisInput: { documents } }, limits(azureLimits))).toThrow(
        /Invalid argument/,
      );
    }
  });
});
