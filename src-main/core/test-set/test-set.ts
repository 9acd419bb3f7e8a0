import type { TestSetPolicy, TestSetState } from '../../domain/test-set.ts';
import { insertOperation } from '../history/operations.ts';
import type { TestSet } from '../improvement.ts';
import { requireModel } from '../models/models.ts';
import { assertWritable, now, type ProjectContext } from '../projects/project-context.ts';
import type { PolicyDetails } from './policy.ts';

export function createTestSet(context: ProjectContext): TestSet {
  const { testSet } = context.store;
  const state = async (): Promise<TestSetState> => {
    const set = await context.store.reader.fingerprint(['test']);
    noteTestSet(context, set);
    const versions = testSet.versions();
    const isEmpty = set.documents === 0;
    return {
      policy: testSet.policy(),
      fingerprint: isEmpty ? null : set.fingerprint,
      documents: set.documents,
      version: versions[0]?.version ?? 0,
      changedAt: versions[0]?.seenAt ?? null,
      versions,
    };
  };
  return {
    state,
    setPolicy(policy) {
      assertWritable(context);
      changePolicy(context, policy);
      return state();
    },
    relabelledSince(modelId) {
      const { resultsSeenAt: since } = requireModel(context, modelId);
      const documents = since === null ? 0 : context.store.operations.relabelledInTest(since);
      return { documents, since };
    },
  };
}

/** Writes down a test set that is another one than when it was last looked at; an empty one is none. */
export function noteTestSet(
  context: ProjectContext,
  set: { readonly fingerprint: string; readonly documents: number },
): void {
  const { readOnly, testSet } = context.store;
  const newest = testSet.versions()[0];
  if (readOnly || set.documents === 0 || newest?.fingerprint === set.fingerprint) return;
  testSet.add({ ...set, version: (newest?.version ?? 0) + 1, seenAt: now(context) });
  context.changes.emit('evaluations');
}

function changePolicy(context: ProjectContext, after: TestSetPolicy): void {
  const before = context.store.testSet.policy();
  if (before === after) return;
  context.store.transaction(() => {
    context.store.testSet.setPolicy(after);
    insertOperation(context, {
      kind: 'test-set-policy',
      title: after === 'sealed' ? 'Seal the test set' : 'Open the test set',
      source: 'evaluate',
      details: { before, after } satisfies PolicyDetails,
    });
  });
  context.changes.emit('evaluations', 'history');
}
