import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { HashedRecord, ProjectStore, StoreOpener } from '../../src-main/core/ports/store.ts';
import type { Log } from '../../src-main/core/ports/system.ts';
import type { DuplicatePolicy } from '../../src-main/domain/import.ts';
import type { ModelReceipt } from '../../src-main/domain/model.ts';
import { textHash } from '../../src-main/domain/text-hash.ts';
import { createStoreOpener } from '../../src-main/store/open.ts';
import { projectFields } from './project-fields.ts';

export const readerEntry = fileURLToPath(new URL('../../src-main/store/reader/main.ts', import.meta.url));

export const quiet: Log = { info() {}, warn() {}, error() {} };

/** A folder that is deleted when the test has ended. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'winnow-store-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export function storeOpener(log: Log = quiet): StoreOpener {
  return createStoreOpener({ readerEntry, log });
}

/** A new project that is closed when the test has ended. */
export async function newStore(fields: Partial<typeof projectFields> = {}): Promise<ProjectStore> {
  const file = path.join(temporaryFolder(), 'project.winnow');
  const store = await storeOpener().create(file, { ...projectFields, ...fields });
  onTestFinished(() => store.close());
  return store;
}

export function record(text: string, fields: Partial<HashedRecord> = {}): HashedRecord {
  return {
    source: 'file.csv',
    line: 1,
    externalId: null,
    text,
    labels: null,
    dataset: null,
    language: null,
    fields: null,
    textHash: textHash(text),
    ...fields,
  };
}

/** Imports records as one finished import, and returns its id and counts. */
export async function importRecords(
  store: ProjectStore,
  records: readonly HashedRecord[],
  policy: DuplicatePolicy = 'keep',
) {
  const id = await store.imports.start({ sources: ['file.csv'], startedAt: '2026-01-02T03:04:05.000Z' });
  const counts = store.imports.addChunk(id, records, policy);
  store.imports.finish(id, { done: true });
  return { id, counts };
}

/** A published model without parts. */
export function addModel(store: ProjectStore, name: string): number {
  const id = store.models.begin({
    name,
    kind: 'single',
    family: 'linear',
    createdAt: '2026-01-01',
    seconds: 1,
    classes: [],
    receipt: {} as ModelReceipt,
    historyPoint: null,
  });
  store.models.publish(id, null);
  return id;
}

/** Indexes everything for search. */
export function fillSearch(store: ProjectStore): void {
  while (store.search.fillChunk());
}
