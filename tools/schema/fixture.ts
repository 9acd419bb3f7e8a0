/**
 * Writes tests/fixtures/schema-N.winnow, a project of the present schema version with a little of everything.
 * Run once for each version that ships; afterwards the file is never written again.
 */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { ProjectStore } from '../../src-main/core/ports/store.ts';
import type { ModelReceipt } from '../../src-main/domain/model.ts';
import { textHash } from '../../src-main/domain/text-hash.ts';
import { schemaVersion } from '../../src-main/store/migrations/index.ts';
import { createStoreOpener } from '../../src-main/store/open.ts';

const at = '2026-01-02T03:04:05.000Z';
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const target = path(`../../tests/fixtures/schema-${schemaVersion}.winnow`);

async function importDocuments(store: ProjectStore): Promise<void> {
  const importId = await store.imports.start({ sources: ['tickets.csv'], startedAt: at });
  const texts: readonly [string, readonly string[] | null, 'train' | 'test' | null][] = [
    ['The parcel came late.', ['delivery'], 'train'],
    ['I want my money back.', ['refund'], 'train'],
    ['東京への配送が遅い', ['delivery'], 'test'],
    ['Late, and I want a refund.', ['refund', 'delivery'], 'test'],
    ['Hello?', [], null],
    ['Nobody has read this.', null, null],
  ];
  const records = texts.map(([text, labels, dataset], index) => ({
    source: 'tickets.csv',
    line: index + 2,
    externalId: index === 0 ? 'T-1' : null,
    text,
    labels,
    dataset,
    language: index === 2 ? 'ja' : null,
    fields: index === 1 ? { from: 'eva' } : null,
    textHash: textHash(text),
  }));
  store.imports.addChunk(importId, records, 'keep');
  store.imports.finish(importId, { imported: records.length });
}

function labelByHand(store: ProjectStore): void {
  store.transaction(() => {
    const operation = store.operations.insert({
      kind: 'label',
      title: 'Label',
      annotator: 'Eva',
      source: 'label',
      at,
      details: null,
      reverts: null,
      finished: true,
    });
    store.operations.addChange(operation, { documentId: 6, field: 'labels', before: 'null', after: '[2]' });
    store.documents.setLabels(6, [2], at);
    store.documents.setUnsure(6, true);
    store.documents.setCertainty(6, 0.5);
  });
}

function addModel(store: ProjectStore): void {
  const classes = store.classes.list().map(({ id, name }) => ({ classId: id, name }));
  const receipt: ModelReceipt = {
    seed: 1,
    family: 'linear',
    backend: 'typescript',
    options: { c: 1 },
    dataFingerprint: '00000000-00000000',
    documents: { train: 2, validation: 0, test: 2 },
    classCounts: [],
    features: 10,
    tunedOn: 'none',
    notes: [],
    seconds: { train: 0.1 },
    peakMemoryBytes: 1,
    versions: { winnow: '0.1.0' },
  };
  const model = store.models.begin({
    name: 'first',
    kind: 'multi',
    family: 'linear',
    createdAt: at,
    seconds: 1,
    classes,
    receipt,
    historyPoint: 0,
  });
  store.models.addPart(
    model,
    0,
    Uint8Array.from({ length: 100 }, (_, index) => index),
  );
  store.models.publish(model, null);
  const evaluation = store.evaluations.begin({
    modelId: model,
    dataset: 'test',
    fingerprint: '00000000-00000000',
    createdAt: at,
    classes,
  });
  store.evaluations.addItems(evaluation, [
    { documentId: 3, actual: [0], predicted: [0], scores: Float32Array.of(0.75, 0.25) },
    { documentId: 4, actual: [0, 1], predicted: [1], scores: Float32Array.of(0.25, 0.5) },
  ]);
  store.evaluations.publish(evaluation, { metrics: { accuracy: 0.5 }, analysis: null, seconds: 1 });
  const rule = { thresholds: [0.5, null], accept: [], band: 0.1 };
  store.deployments.insert({ name: 'live', modelId: model, rule, at });
}

function addAnalysis(store: ProjectStore): void {
  const analysis = store.analyses.begin({
    kind: 'duplicates',
    key: '',
    createdAt: at,
    fingerprint: '00000000-00000000',
  });
  store.analyses.addItems(analysis, [{ position: 0, documentIds: [1, 4], data: { exact: false } }]);
  store.analyses.publish(analysis, { result: { groups: 1 }, seconds: 1 });
  store.testSet.setPolicy('sealed');
  store.testSet.add({ version: 1, fingerprint: '00000000-00000000', documents: 2, seenAt: at });
  store.documents.setVerified(1, true);
  store.documents.setExcluded(5, true);
}

/** Of a document that was labelled since, which hides it. */
function addSuggestion(store: ProjectStore): void {
  store.documents.setLabels(6, null, null);
  const sourceId = store.suggestions.source({ modelId: 1, modelName: 'first', request: '[1,null]', at });
  const answers = {
    documentIds: Int32Array.of(6),
    scores: Float32Array.of(0.75),
    unsure: Uint8Array.of(0),
    offsets: Int32Array.of(0, 2),
    classIds: Int32Array.of(2, 1),
  };
  store.suggestions.put(sourceId, answers, 0, 1000);
  store.documents.setLabels(6, [2], at);
}

function addVectors(store: ProjectStore): void {
  store.vectors.keepEncoder('0123456789abcdef', at);
  const vector = Float32Array.of(0.5, -0.25);
  store.vectors.add('0123456789abcdef', [{ id: 1, textHash: textHash('The parcel came late.'), vector }]);
}

if (existsSync(target)) {
  console.error(`${target} is there already. A shipped fixture is never changed.`);
  process.exitCode = 1;
} else {
  const log = { info() {}, warn: console.warn, error: console.error };
  const opener = createStoreOpener({ readerEntry: path('../../src-main/store/reader/main.ts'), log });
  const store = await opener.create(target, {
    name: 'Tickets',
    kind: 'multi',
    language: 'en',
    multilingual: true,
    description: 'One of everything.',
  });
  await importDocuments(store);
  labelByHand(store);
  addModel(store);
  addVectors(store);
  addAnalysis(store);
  addSuggestion(store);
  store.jobs.insert({ kind: 'train', title: 'Train first', startedAt: at });
  while (store.search.fillChunk());
  await store.close();
  console.log(`Wrote ${target}.`);
}
