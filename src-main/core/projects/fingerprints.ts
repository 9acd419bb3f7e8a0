import type { Dataset } from '../../domain/project.ts';
import type { ProjectReader, Standing, TextVolume } from '../ports/store.ts';
import type { ChangeHub } from './change-hub.ts';

/** Fingerprint of the labelled documents of some datasets (null: those without a place), with or without the texts that have no labels. */
export type Fingerprints = (datasets: readonly (Dataset | null)[], unlabelled?: boolean) => Promise<string>;
export type Volume = () => Promise<TextVolume>;

/** Computed on the reader thread, and again only after documents or class names changed. */
export function createFingerprints(reader: ProjectReader, changes: ChangeHub): Fingerprints {
  const remembered = createMemory<string>(changes);
  return (datasets, unlabelled = false) =>
    remembered(`${datasets.join()} ${unlabelled}`, async () => {
      const { fingerprint } = await reader.fingerprint(datasets, unlabelled);
      return fingerprint;
    });
}

export function createVolume(reader: ProjectReader, changes: ChangeHub): Volume {
  const remembered = createMemory<TextVolume>(changes);
  return () => remembered('', () => reader.textVolume());
}

/** How all documents stand, for results that were computed over them. */
export function createStanding(reader: ProjectReader, changes: ChangeHub): () => Promise<Standing> {
  const remembered = createMemory<Standing>(changes);
  return () => remembered('', () => reader.standing());
}

/** Answers by their key until documents or class names change. */
function createMemory<Answer>(
  changes: ChangeHub,
): (key: string, find: () => Promise<Answer>) => Promise<Answer> {
  const known = new Map<string, Promise<Answer>>();
  changes.onTopic((topic) => {
    if (topic === 'documents' || topic === 'classes') {
      known.clear();
    }
  });
  return (key, find) => {
    let answer = known.get(key);
    if (answer === undefined) {
      answer = find();
      known.set(key, answer);
      answer.catch(() => known.delete(key));
    }
    return answer;
  };
}
