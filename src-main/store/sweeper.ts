import type { Log } from '../core/ports/system.ts';
import { AppError } from '../domain/errors.ts';
import type { Background } from './background.ts';
import { inBulkTransaction, type WriteDb } from './database.ts';

/** Removes the rows of deleted models, evaluations, analyses and encoders in the background; nobody sees them meanwhile. */
export interface Sweeper {
  start(): void;
}

const itemsAtOnce = 200;

export function createSweeper(db: WriteDb, background: Background, log: Log): Sweeper {
  const step = sweepStep(db);
  let running = false;
  return {
    start() {
      if (running || db.readonly) return;
      running = true;
      background
        .repeat(() => inBulkTransaction(db, step))
        .catch((error: unknown) => {
          // Closing interrupts it; the rest is swept after the next opening.
          if (error instanceof AppError && error.code === 'interrupted') return;
          log.error('sweeping failed', { message: error instanceof Error ? error.message : String(error) });
        })
        .finally(() => {
          running = false;
        });
    },
  };
}

/** Deletes a little; false when nothing is left. */
function sweepStep(db: WriteDb): () => boolean {
  const evaluation = db
    .prepare<[], number>(`SELECT id FROM evaluation WHERE state = 'deleted' LIMIT 1`)
    .pluck();
  const items = db.prepare(
    `DELETE FROM evaluation_item WHERE (evaluation_id, document_id) IN
       (SELECT evaluation_id, document_id FROM evaluation_item WHERE evaluation_id = ? LIMIT ${itemsAtOnce})`,
  );
  const scores = db.prepare(
    `DELETE FROM evaluation_score WHERE rowid IN
       (SELECT rowid FROM evaluation_score WHERE evaluation_id = ? LIMIT ${itemsAtOnce})`,
  );
  const removeEvaluation = db.prepare('DELETE FROM evaluation WHERE id = ?');
  const model = db.prepare<[], number>(`SELECT id FROM model WHERE state = 'deleted' LIMIT 1`).pluck();
  const part = db.prepare(
    'DELETE FROM model_part WHERE rowid IN (SELECT rowid FROM model_part WHERE model_id = ? LIMIT 1)',
  );
  const removeModel = db.prepare('DELETE FROM model WHERE id = ?');
  const sweepEncoder = encoderStep(db);
  const sweepAnalysis = analysisStep(db);
  return () => {
    const evaluationId = evaluation.get();
    if (evaluationId !== undefined) {
      const removed = items.run(evaluationId).changes + scores.run(evaluationId).changes;
      if (removed === 0) removeEvaluation.run(evaluationId);
      return true;
    }
    const modelId = model.get();
    if (modelId === undefined) return sweepEncoder() || sweepAnalysis();
    if (part.run(modelId).changes === 0) removeModel.run(modelId);
    return true;
  };
}

function analysisStep(db: WriteDb): () => boolean {
  const analysis = db.prepare<[], number>(`SELECT id FROM analysis WHERE state = 'deleted' LIMIT 1`).pluck();
  const items = db.prepare(
    `DELETE FROM analysis_item WHERE (analysis_id, position) IN
       (SELECT analysis_id, position FROM analysis_item WHERE analysis_id = ? LIMIT ${itemsAtOnce})`,
  );
  const removeAnalysis = db.prepare('DELETE FROM analysis WHERE id = ?');
  return () => {
    const analysisId = analysis.get();
    if (analysisId === undefined) return false;
    if (items.run(analysisId).changes === 0) removeAnalysis.run(analysisId);
    return true;
  };
}

function encoderStep(db: WriteDb): () => boolean {
  const encoder = db.prepare<[], number>(`SELECT id FROM encoder WHERE state = 'deleted' LIMIT 1`).pluck();
  const vectors = db.prepare(
    `DELETE FROM document_vector WHERE rowid IN
       (SELECT rowid FROM document_vector WHERE encoder_id = ? LIMIT ${itemsAtOnce})`,
  );
  const removeEncoder = db.prepare('DELETE FROM encoder WHERE id = ?');
  return () => {
    const encoderId = encoder.get();
    if (encoderId === undefined) return false;
    if (vectors.run(encoderId).changes === 0) removeEncoder.run(encoderId);
    return true;
  };
}
