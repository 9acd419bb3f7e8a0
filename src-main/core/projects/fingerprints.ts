import type { Dataset } from '../../domain/project.ts';
import type { ProjectReader } from '../ports/store.ts';
import type { ChangeHub } from './change-hub.ts';

/** Fingerprint of the labelled documents of some datasets. */
export type Fingerprints = (datasets: readonly Dataset[]) => Promise<string>;

/** Computed on the reader thread, and again only after documents or class names changed. */
export function createFingerprints(reader: ProjectReader, changes: ChangeHub): Fingerprints {
  const known = new Map<string, Promise<string>>();
  changes.onTopic((topic) => {
    if (topic === 'documents' || topic === 'classes') {
      known.clear();
    }
  });
  return (datasets) => {
    const key = datasets.join();
    let fingerprint = known.get(key);
    if (fingerprint === undefined) {
      fingerprint = reader.fingerprint(datasets).then((answer) => answer.fingerprint);
      known.set(key, fingerprint);
      fingerprint.catch(() => known.delete(key));
    }
    return fingerprint;
  };
}
