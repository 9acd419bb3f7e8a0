import type { ProjectCounts } from '../../domain/class.ts';
import { datasets } from '../../domain/project.ts';
import { createClasses } from '../classes/classes.ts';
import { createClassification } from '../classification/classification.ts';
import { createModelServers } from '../classification/model-servers.ts';
import { createComparisons } from '../comparison/comparisons.ts';
import type { Project, ProjectInfo } from '../core.ts';
import { createDeployments } from '../deployments/deployments.ts';
import { createDocuments } from '../documents/documents.ts';
import { createQueries } from '../documents/queries.ts';
import { createSearchFiller } from '../documents/search-filler.ts';
import { createEvaluations } from '../evaluation/evaluations.ts';
import { createExports } from '../exports/exports.ts';
import { createGuidance } from '../guidance/guidance-service.ts';
import { createHealth } from '../health/health.ts';
import { createBulkWork } from '../history/bulk-work.ts';
import { createHistory } from '../history/history.ts';
import { createHistoryLog } from '../history/history-log.ts';
import { createImports } from '../imports/imports.ts';
import { createJobRegistry } from '../jobs/job-registry.ts';
import { createModelExports } from '../model-files/export-model.ts';
import { createModels } from '../models/models.ts';
import type { Files } from '../ports/files.ts';
import type { ProjectStore, StoreOpener } from '../ports/store.ts';
import type { Clock, Log, WorkerLauncher } from '../ports/system.ts';
import { createReports } from '../reports/reports.ts';
import { createSurgery } from '../schema/surgery.ts';
import { createTestSet } from '../test-set/test-set.ts';
import { createTraining } from '../training/training.ts';
import { createChangeHub } from './change-hub.ts';
import { type CloneTarget, cloner, startClone } from './clone.ts';
import { createCountsCache } from './counts-cache.ts';
import { createFingerprints, createVolume } from './fingerprints.ts';
import { createInCopy } from './in-copy.ts';
import { assertWritable, type ProjectContext } from './project-context.ts';
import { checkedProjectFields, projectPath } from './project-fields.ts';
import { findLeftovers } from './recovery.ts';

export interface ProjectPorts {
  readonly stores: StoreOpener;
  readonly files: Files;
  readonly launcher: WorkerLauncher;
  readonly clock: Clock;
  readonly log: Log;
  readonly annotator: () => string;
  /** Called when the project has ended its work, before its file is closed. */
  readonly onClosing: () => void;
  readonly onClosed: () => void;
}

export interface OpenProject {
  readonly project: Project;
  /** The last known counts, or null before the first. */
  readonly peekCounts: () => ProjectCounts | null;
  readonly closing: AbortSignal;
  readonly clone: (target: CloneTarget) => Promise<CloneTarget>;
}

/** The use cases over an open store. Counting, cleaning up and indexing start in the background. */
export function openProject(id: string, store: ProjectStore, ports: ProjectPorts): OpenProject {
  const closing = new AbortController();
  const context = createContext(id, store, ports, closing.signal);
  const leftovers = findLeftovers(context);
  const queries = createQueries(store.reader);
  const search = createSearchFiller(context);
  const servers = createModelServers(context);
  void leftovers.cleanUp().then(() => {
    context.counts.invalidate();
    search.wake();
  });

  const info = (): ProjectInfo => projectInfo(id, store, leftovers.interrupted);
  const testSet = createTestSet(context);
  const guidance = createGuidance(context, testSet);
  const health = createHealth(context);
  let closed: Promise<void> | null = null;
  const close = async () => {
    closing.abort();
    await context.jobs.close();
    await context.bulk.idle();
    await Promise.all([search.stop(), servers.close()]);
    ports.onClosing();
    await store.close().finally(ports.onClosed);
  };
  const project: Project = {
    id,
    info,
    update(changes) {
      assertWritable(context);
      store.project.update(checkedProjectFields(changes));
      context.changes.emit('project');
      return info();
    },
    counts: context.counts.get,
    fingerprint: () => context.fingerprint(datasets),
    saveCopy: (path) => store.saveCopy(projectPath(path)),
    clone: (target) => startClone(context, ports, target),
    close() {
      closed ??= close();
      return closed;
    },
    onChange: context.changes.onChange,
    classes: createClasses(context),
    schema: createSurgery(context),
    documents: createDocuments(context, queries),
    history: createHistory(context),
    historyLog: createHistoryLog(
      context,
      createInCopy(store, ports, (copy, signal) => createContext(id, copy, ports, signal)),
    ),
    jobs: context.jobs,
    imports: createImports(context, search),
    exports: createExports(context, queries),
    training: createTraining(context, servers.forget),
    models: { ...createModels(context, servers), ...createModelExports(context) },
    evaluations: createEvaluations(context),
    comparisons: createComparisons(context),
    guidance,
    health,
    testSet,
    reports: createReports(context, { guidance, health, testSet }),
    classification: createClassification(context, servers, search),
    deployments: createDeployments(context),
  };
  return { project, peekCounts: context.counts.peek, closing: closing.signal, clone: cloner(context, ports) };
}

function projectInfo(id: string, store: ProjectStore, interrupted: readonly string[]): ProjectInfo {
  const { uid: _uid, ...record } = store.project.get();
  return { id, path: store.path, readOnly: store.readOnly, interrupted, ...record };
}

function createContext(
  id: string,
  store: ProjectStore,
  ports: ProjectPorts,
  closing: AbortSignal,
): ProjectContext {
  const { launcher, clock, log, annotator } = ports;
  const changes = createChangeHub();
  const counts = createCountsCache({
    count: () => store.reader.counts(),
    onSettled: () => {
      changes.emit('counts');
    },
    onError: (error) => {
      // The reader ends when the project closes; a count that was waiting then is no loss.
      if (!closing.aborted) {
        log.error('Counting documents failed.', { reason: String(error) });
      }
    },
  });
  const onJobsChanged = () => {
    changes.emit('jobs');
  };
  const jobs = createJobRegistry({ store, clock, log, closing, onJobsChanged });
  const fingerprint = createFingerprints(store.reader, changes);
  const volume = createVolume(store.reader, changes);
  return {
    id,
    store,
    get kind() {
      return store.project.get().kind;
    },
    launcher,
    clock,
    log,
    annotator,
    changes,
    counts,
    fingerprint,
    volume,
    jobs,
    bulk: createBulkWork(jobs, closing),
    closing,
  };
}
