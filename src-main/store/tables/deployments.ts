import type { DeploymentStep, DeploymentTable } from '../../core/ports/analysis-tables.ts';
import type { DecisionRule, Deployment } from '../../domain/decision.ts';
import { AppError } from '../../domain/errors.ts';
import { inTransaction, type WriteDb } from '../database.ts';

interface DeploymentRow {
  readonly id: number;
  readonly name: string;
  readonly model_id: number;
  readonly model_name: string;
  readonly rule: string;
  readonly created_at: string;
  readonly updated_at: string;
}

interface StepRow {
  readonly deployment_id: number;
  readonly name: string;
  readonly is_first: number;
  readonly at: string;
  readonly model_id: number | null;
  readonly model_name: string | null;
  readonly rule: string | null;
}

/** A model that is gone keeps the name that it had when the deployment was pointed at it. */
const select = `SELECT id, name, model_id, rule, created_at, updated_at,
    coalesce((SELECT model.name FROM model WHERE model.id = deployment.model_id AND state = 'published'), model_name) AS model_name
  FROM deployment WHERE deleted_at IS NULL`;

export function createDeploymentTable(db: WriteDb): DeploymentTable {
  return { ...readDeployments(db), ...writeDeployments(db) };
}

function readDeployments(
  db: WriteDb,
): Pick<DeploymentTable, 'list' | 'get' | 'findByName' | 'steps' | 'stepCount'> {
  const list = db.prepare<[], DeploymentRow>(`${select} ORDER BY name`);
  const get = db.prepare<[number], DeploymentRow>(`${select} AND id = ?`);
  const byName = db.prepare<[string], DeploymentRow>(`${select} AND name = ?`);
  const steps = db.prepare<[number, number], StepRow>(
    `SELECT deployment_id, name, at, step.model_id, step.model_name, step.rule, NOT EXISTS (
         SELECT 1 FROM deployment_history AS earlier
         WHERE earlier.deployment_id = step.deployment_id AND earlier.id < step.id) AS is_first
       FROM deployment_history AS step JOIN deployment ON deployment.id = deployment_id
       ORDER BY step.id DESC LIMIT ? OFFSET ?`,
  );
  const stepCount = db.prepare<[], number>('SELECT count(*) FROM deployment_history').pluck();
  return {
    list: () => list.all().map((row) => toDeployment(row)!),
    get: (id) => toDeployment(get.get(id)),
    findByName: (name) => toDeployment(byName.get(name)),
    steps: (from, count) => steps.all(count, from).map(toStep),
    stepCount: () => stepCount.get() ?? 0,
  };
}

function writeDeployments(db: WriteDb): Pick<DeploymentTable, 'insert' | 'update' | 'delete'> {
  const modelName = db
    .prepare<[number], string>(`SELECT name FROM model WHERE id = ? AND state = 'published'`)
    .pluck();
  const insert = db.prepare(
    `INSERT INTO deployment (name, model_id, model_name, rule, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?)`,
  );
  const update = db.prepare(
    `UPDATE deployment SET model_id = ?, model_name = ?, rule = ?, updated_at = ?
     WHERE id = ? AND deleted_at IS NULL`,
  );
  const markDeleted = db.prepare('UPDATE deployment SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL');
  const addStep = db.prepare(
    'INSERT INTO deployment_history (deployment_id, at, model_id, model_name, rule) VALUES (?, ?, ?, ?, ?)',
  );
  const requireName = (modelId: number): string => {
    const name = modelName.get(modelId);
    if (name === undefined) throw new AppError('model_not_found', `There is no model ${modelId} any more.`);
    return name;
  };
  return {
    insert: ({ name, modelId, rule, at }) =>
      inTransaction(db, () => {
        const model = requireName(modelId);
        const text = JSON.stringify(rule);
        const id = unique(name, () => insert.run(name, modelId, model, text, at, at).lastInsertRowid);
        addStep.run(id, at, modelId, model, text);
        return Number(id);
      }),
    update: (id, { modelId, rule, at }) =>
      inTransaction(db, () => {
        const model = requireName(modelId);
        const text = JSON.stringify(rule);
        if (update.run(modelId, model, text, at, id).changes === 0) throw notFound(id);
        addStep.run(id, at, modelId, model, text);
      }),
    delete: (id, at) =>
      inTransaction(db, () => {
        if (markDeleted.run(at, id).changes === 0) throw notFound(id);
        addStep.run(id, at, null, null, null);
      }),
  };
}

function unique<T>(name: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if ((error as { readonly code?: unknown }).code !== 'SQLITE_CONSTRAINT_UNIQUE') throw error;
    throw new AppError('already_exists', `There is already a deployment "${name}". Choose another name.`);
  }
}

function notFound(id: number): AppError {
  return new AppError('not_found', `There is no deployment ${id} any more.`);
}

function toStep(row: StepRow): DeploymentStep {
  return {
    deploymentId: row.deployment_id,
    name: row.name,
    first: row.is_first === 1,
    at: row.at,
    modelId: row.model_id,
    modelName: row.model_name,
    rule: row.rule === null ? null : (JSON.parse(row.rule) as DecisionRule),
  };
}

function toDeployment(row: DeploymentRow | undefined): Deployment | undefined {
  return (
    row && {
      id: row.id,
      name: row.name,
      modelId: row.model_id,
      modelName: row.model_name,
      rule: JSON.parse(row.rule) as DecisionRule,
      createdAt: row.created_at,
      updatedAt: row.updated_at,
    }
  );
}
