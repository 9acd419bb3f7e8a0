import { applicationRouter } from './application.ts';
import { classesRouter } from './classes.ts';
import { comparisonsRouter } from './comparisons.ts';
import { deploymentsRouter } from './deployments.ts';
import { documentsRouter, historyRouter } from './documents.ts';
import { guidanceRouter } from './guidance.ts';
import { healthRouter } from './health.ts';
import { historyLogRouter } from './history-log.ts';
import { exportsRouter, importsRouter, jobsRouter } from './jobs.ts';
import { classificationRouter, evaluationsRouter, modelsRouter, trainingRouter } from './models.ts';
import { projectsRouter } from './projects.ts';
import { reportsRouter } from './reports.ts';
import { restRouter } from './rest-settings.ts';
import { schemaRouter } from './schema.ts';
import { testSetRouter } from './test-set.ts';
import { router } from './trpc.ts';

/** The one contract between a window and its host: every screen's every act is a procedure here. */
export const appRouter = router({
  application: applicationRouter,
  projects: projectsRouter,
  classes: classesRouter,
  schema: schemaRouter,
  documents: documentsRouter,
  history: historyRouter,
  historyLog: historyLogRouter,
  jobs: jobsRouter,
  imports: importsRouter,
  exports: exportsRouter,
  reports: reportsRouter,
  training: trainingRouter,
  models: modelsRouter,
  evaluations: evaluationsRouter,
  comparisons: comparisonsRouter,
  guidance: guidanceRouter,
  health: healthRouter,
  testSet: testSetRouter,
  classification: classificationRouter,
  deployments: deploymentsRouter,
  rest: restRouter,
});

export type AppRouter = typeof appRouter;
