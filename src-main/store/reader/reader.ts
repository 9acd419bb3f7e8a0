import type { ProjectReader } from '../../core/ports/store.ts';
import type { HashIndexData } from '../hash-index.ts';
import type { ReaderQueries, ReaderQueryName } from './protocol.ts';
import { ReaderThread } from './thread.ts';

export interface StoreReader extends ProjectReader {
  saveCopy(path: string): Promise<void>;
  backUp(now: Date): Promise<string>;
  hashes(): Promise<HashIndexData>;
  /** A thread that carries the log into the file; closed with the reader. */
  checkpointThread(): ReaderThread;
}

/** Documents turned into objects between two yields. */
const documentsAtOnce = 20_000;

export function createReader(options: { readonly entry: string; readonly path: string }): StoreReader {
  const main = new ReaderThread(options);
  const others = new Set<ReaderThread>();
  let closed = false;

  /** Work of seconds or minutes gets a thread of its own, so that searches do not wait behind it. */
  const alone = async <Name extends ReaderQueryName>(
    name: Name,
    parameters: Parameters<ReaderQueries[Name]>,
    signal?: AbortSignal,
  ): Promise<ReturnType<ReaderQueries[Name]>> => {
    const thread = closed ? main : new ReaderThread(options);
    others.add(thread);
    try {
      return await thread.query(name, parameters, signal);
    } finally {
      await thread.close();
      others.delete(thread);
    }
  };
  return {
    ids: (filter, sort, signal) => main.query('ids', [filter, sort], signal),
    // Opening a large project shows a document while its documents are still being counted.
    counts: () => alone('counts', []),
    fingerprint: (datasets, unlabelled = false) => main.query('fingerprint', [datasets, unlabelled]),
    textVolume: () => main.query('volume', []),
    standing: () => main.query('standing', []),
    async unplaced(all) {
      const { ids, offsets, classes } = await main.query('labelled', [all]);
      const documents: { readonly id: number; readonly classes: readonly number[] }[] = [];
      for (let index = 0; index < ids.length; index++) {
        documents.push({
          id: ids[index]!,
          classes: Array.from(classes.subarray(offsets[index], offsets[index + 1])),
        });
        if (index % documentsAtOnce === documentsAtOnce - 1) await yieldOnce();
      }
      return documents;
    },
    nearGroups: (signal) => alone('nearGroups', [], signal),
    draw: (request) => alone('draw', [request]),
    unfitForSingle: () => alone('unfit', []),
    importCounts: (importId) => alone('importCounts', [importId]),
    shownSuggestions: (signal) => alone('suggestions', [], signal),
    hashes: () => main.query('hashes', []),
    checkpointThread() {
      const thread = new ReaderThread(options);
      others.add(thread);
      return thread;
    },
    check: () => alone('check', []),
    saveCopy: (path) => alone('copy', [path]),
    backUp: (now) => alone('backUp', [now]),
    async close() {
      closed = true;
      await Promise.all([main, ...others].map((thread) => thread.close()));
    },
  };
}

function yieldOnce(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
