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

function readDeployments(db: WriteDb): Pick<DeploymentTable, 'list' | 'get' | 'findByName' | 'steps'> {
  const list = db.prepare<[], DeploymentRow>(`${select} ORDER BY name`);
  const get = db.prepare<[number], DeploymentRow>(`${select} AND id = ?`);
  const byName = db.prepare<[string], DeploymentRow>(`${select} AND name = ?`);
  const steps = db.prepare<[number], StepRow>(
    'SELECT at, model_id, model_name, rule FROM deployment_history WHERE deployment_id = ? ORDER BY id DESC',
  );
  return {
    list: () => list.all().map((row) => toDeployment(row)!),
    get: (id) => toDeployment(get.get(id)),
    findByName: (name) => toDeployment(byName.get(name)),
    steps: (id) => steps.all(id).map(toStep),
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
