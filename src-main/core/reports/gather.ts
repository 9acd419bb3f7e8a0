import type { ReportFacts } from '../../domain/report/build.ts';
import type { Dated, ReportEvaluation, ReportHealth, ReportProject } from '../../domain/report/types.ts';
import type { GuidanceService, Health, Stored, TestSet } from '../improvement.ts';
import type { EvaluationRecord, ModelRecord } from '../ports/model-tables.ts';
import { now, type ProjectContext } from '../projects/project-context.ts';

/** The use cases that a report is gathered from. */
export interface ReportSources {
  readonly guidance: GuidanceService;
  readonly health: Health;
  readonly testSet: TestSet;
}

/** All that a report holds besides the evaluation's own figures. */
export async function gatherFacts(
  context: ProjectContext,
  sources: ReportSources,
  model: ModelRecord,
  evaluation: EvaluationRecord,
): Promise<ReportFacts> {
  const { name, family, createdAt, seconds, bytes, classes, receipt } = model;
  const guidance = await sources.guidance.forModel(model.id, evaluation.dataset);
  return {
    createdAt: now(context),
    project: await projectFacts(context),
    model: { name, family, trainedAt: createdAt, seconds, bytes, classes, receipt },
    evaluation: await evaluationFacts(context, sources.testSet, evaluation),
    guidance: guidance.map(({ remedies: _remedies, ...advice }) => advice),
    health: await healthFacts(sources.health),
  };
}

async function projectFacts(context: ProjectContext): Promise<ReportProject> {
  const { uid: _uid, ...project } = context.store.project.get();
  const { documents, labelled } = await context.counts.settled();
  return { ...project, documents, labelled };
}

async function evaluationFacts(
  context: ProjectContext,
  testSet: TestSet,
  evaluation: EvaluationRecord,
): Promise<ReportFacts['evaluation']> {
  const { dataset, createdAt, seconds, fingerprint } = evaluation;
  const present = await context.fingerprint([dataset]);
  return {
    dataset,
    evaluatedAt: createdAt,
    seconds,
    fingerprint,
    current: present === fingerprint,
    testSet: dataset === 'test' ? await testSetFacts(testSet, evaluation) : null,
  };
}

async function testSetFacts(
  testSet: TestSet,
  { modelId, fingerprint }: EvaluationRecord,
): Promise<NonNullable<ReportEvaluation['testSet']>> {
  const { policy, versions } = await testSet.state();
  const judged = versions.find((version) => version.fingerprint === fingerprint);
  return {
    policy,
    version: judged?.version ?? null,
    versionSince: judged?.seenAt ?? null,
    relabelled: testSet.relabelledSince(modelId),
  };
}

async function healthFacts(health: Health): Promise<ReportHealth> {
  return {
    duplicates: dated(await health.duplicates()),
    labelErrors: dated(await health.labelErrors()),
    learningCurve: dated(await health.learningCurve()),
  };
}

function dated<Result>(stored: Stored<Result> | null): Dated<Result> | null {
  if (stored === null) return null;
  const { createdAt, current, result } = stored;
  return { createdAt, current, result };
}
