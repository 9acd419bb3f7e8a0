import type { DocumentTable } from '../../core/ports/store.ts';
import { inSnapshot, inTransaction, type WriteDb } from '../database.ts';
import { createDocumentReader } from '../queries/document-rows.ts';

export const idsWithClassSql = `SELECT l.document_id FROM label l
  CROSS JOIN visible_document d ON d.id = l.document_id
  WHERE l.class_id = ? AND l.document_id > ? ORDER BY l.document_id LIMIT ?`;

export function createDocumentTable(db: WriteDb): DocumentTable {
  const reader = createDocumentReader(db);
  const deleteLabels = db.prepare('DELETE FROM label WHERE document_id = ?');
  const insertLabel = db.prepare('INSERT OR IGNORE INTO label (document_id, class_id) VALUES (?, ?)');
  const setLabelled = db.prepare('UPDATE document SET labelled = ?, labelled_at = ? WHERE id = ?');
  const setDataset = db.prepare('UPDATE document SET dataset = ? WHERE id = ?');
  const setUnsure = db.prepare('UPDATE document SET unsure = ? WHERE id = ?');
  const setLanguage = db.prepare('UPDATE document SET language = ? WHERE id = ?');
  const setExcluded = db.prepare('UPDATE document SET excluded = ? WHERE id = ?');
  const setVerified = db.prepare('UPDATE document SET verified = ? WHERE id = ?');
  const setCertainty = db.prepare('UPDATE document SET certainty = ? WHERE id = ?');
  const idsWithClass = db.prepare<[number, number, number], number>(idsWithClassSql).pluck();
  return {
    // One snapshot: beginning a read for every row would take longer than reading it.
    rows: (ids) => inSnapshot(db, () => ids.map(reader.row).filter((row) => row !== undefined)),
    get: reader.get,
    labels: reader.labels,
    dataset: reader.dataset,
    marks: reader.marks,
    setLabels: (id, labels, at) =>
      inTransaction(db, () => {
        deleteLabels.run(id);
        for (const classId of labels ?? []) insertLabel.run(id, classId);
        setLabelled.run(labels === null ? 0 : 1, at, id);
      }),
    setDataset: (id, dataset) => void setDataset.run(dataset, id),
    setUnsure: (id, unsure) => void setUnsure.run(unsure ? 1 : 0, id),
    setLanguage: (id, language) => void setLanguage.run(language, id),
    setExcluded: (id, excluded) => void setExcluded.run(excluded ? 1 : 0, id),
    setVerified: (id, verified) => void setVerified.run(verified ? 1 : 0, id),
    setCertainty: (id, certainty) => void setCertainty.run(certainty, id),
    idsWithClass: (classId, afterId, limit) => idsWithClass.all(classId, afterId, limit),
  };
}
