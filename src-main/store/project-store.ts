import type { ProjectStore } from '../core/ports/store.ts';
import type { Log } from '../core/ports/system.ts';
import { createBackground } from './background.ts';
import { createCheckpointer } from './checkpointer.ts';
import { inTransaction, type WriteDb } from './database.ts';
import { type GuardContext, guard } from './guard.ts';
import type { ProjectLock } from './lock.ts';
import { createReader } from './reader/reader.ts';
import { createSweeper } from './sweeper.ts';
import { createAnalysisTable } from './tables/analyses.ts';
import { createClassTable } from './tables/classes.ts';
import { createDeploymentTable } from './tables/deployments.ts';
import { createDocumentTable } from './tables/documents.ts';
import { createEvaluationTable } from './tables/evaluations.ts';
import { createImportTable } from './tables/imports.ts';
import { createJobTable } from './tables/jobs.ts';
import { createModelTable } from './tables/models.ts';
import { createOperationTable } from './tables/operations.ts';
import { createProjectTable } from './tables/project.ts';
import { createSearchIndex } from './tables/search-index.ts';
import { createSuggestionTable } from './tables/suggestions.ts';
import { createTestSetTable } from './tables/test-set.ts';
import { createVectorTable } from './tables/vectors.ts';

export interface OpenProject {
  readonly path: string;
  readonly readOnly: boolean;
  readonly db: WriteDb;
  readonly lock: ProjectLock | null;
  readonly readerEntry: string;
  readonly log: Log;
  readonly now: () => Date;
}

/** An open, checked and migrated project file with all its tables. */
export function createProjectStore(open: OpenProject): ProjectStore {
  const { db, path, log } = open;
  const context: GuardContext = { path, log };
  const background = createBackground();
  const sweeper = createSweeper(db, background, log);
  const project = createProjectTable(db);
  const reader = createReader({ entry: open.readerEntry, path });
  const transactions = guard('store', { run: <T>(work: () => T) => inTransaction(db, work) }, context);
  let closing: Promise<void> | undefined;
  const checkpointer = open.readOnly
    ? null
    : createCheckpointer({ db, path, thread: reader.checkpointThread(), log });
  const close = async (): Promise<void> => {
    checkpointer?.stop();
    await background.stop();
    await reader.close();
    try {
      if (!open.readOnly) await becomeOneFile(db, log);
    } finally {
      db.close();
      open.lock?.release();
    }
  };
  sweeper.start();
  return {
    path,
    readOnly: open.readOnly,
    project: guard('project', project, context),
    classes: guard('classes', createClassTable(db, open.now), context),
    documents: guard('documents', createDocumentTable(db), context),
    operations: guard('operations', createOperationTable(db), context),
    imports: guard(
      'imports',
      createImportTable({ db, kind: () => project.get().kind, background, reader }),
      context,
    ),
    models: guard('models', createModelTable(db, sweeper), context),
    evaluations: guard('evaluations', createEvaluationTable(db, sweeper), context),
    analyses: guard('analyses', createAnalysisTable(db, sweeper), context),
    testSet: guard('testSet', createTestSetTable(db), context),
    deployments: guard('deployments', createDeploymentTable(db), context),
    vectors: guard('vectors', createVectorTable(db, sweeper), context),
    suggestions: guard('suggestions', createSuggestionTable(db), context),
    jobs: guard('jobs', createJobTable(db), context),
    search: guard('search', createSearchIndex(db), context),
    reader,
    transaction: transactions.run,
    backUp: () => reader.backUp(open.now()),
    saveCopy: (target) => reader.saveCopy(target),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

const millisecondsBetweenAttempts = 50;
const attempts = 60;

/**
 * Writes the log into the file and gives it up, so that the closed project is one file. A worker process that is
 * still reading prevents that for a moment.
 */
async function becomeOneFile(db: WriteDb, log: Log): Promise<void> {
  db.pragma('busy_timeout = 0');
  for (let attempt = 1; ; attempt++) {
    try {
      db.pragma('wal_checkpoint(TRUNCATE)');
      db.pragma('journal_mode = DELETE');
      return;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== 'SQLITE_BUSY') throw error;
      if (attempt === attempts) {
        // The next opening takes the log in; until then the project is more than one file.
        log.warn('the project is still being read while it is closed');
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, millisecondsBetweenAttempts));
    }
  }
}
