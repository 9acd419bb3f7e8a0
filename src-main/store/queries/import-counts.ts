import type { ExchangeCounts } from '../../domain/exchange/equality.ts';
import type { Dataset } from '../../domain/project.ts';
import type { ReadDb } from '../database.ts';

interface Range {
  readonly importId: number;
  readonly first: number;
  readonly last: number;
}

/** The ids of one import lie in a range; see `createImportRemoval`. */
const rangeSql = `SELECT id AS importId, coalesce(first_document_id, 1) AS first, coalesce(last_document_id, 0) AS last
  FROM import WHERE id = ?`;

export const importCountsSql = {
  datasets: `SELECT dataset, count(*) AS documents, sum(labelled) AS labelled FROM document
    WHERE id BETWEEN @first AND @last AND import_id = @importId GROUP BY dataset`,
  classes: `SELECT c.name, coalesce(n.documents, 0) AS documents FROM class c LEFT JOIN (
      SELECT l.class_id, count(*) AS documents FROM label l JOIN document d ON d.id = l.document_id
      WHERE l.document_id BETWEEN @first AND @last AND d.import_id = @importId GROUP BY l.class_id
    ) n ON n.class_id = c.id
    WHERE c.deleted_at IS NULL ORDER BY c.position, c.id`,
};

/** What the documents of one import add up to, whether they can be seen yet or not. */
export function importCounts(db: ReadDb, importId: number): ExchangeCounts {
  const range = db.prepare<[number], Range>(rangeSql).get(importId) ?? { importId, first: 1, last: 0 };
  const byDataset = db
    .prepare<[Range], { dataset: Dataset | null; documents: number; labelled: number }>(
      importCountsSql.datasets,
    )
    .all(range);
  const classes = db
    .prepare<[Range], { name: string; documents: number }>(importCountsSql.classes)
    .all(range);
  const datasets = { train: 0, validation: 0, test: 0, none: 0 };
  let documents = 0;
  let labelled = 0;
  for (const row of byDataset) {
    datasets[row.dataset ?? 'none'] += row.documents;
    documents += row.documents;
    labelled += row.labelled;
  }
  const labels = classes.reduce((sum, row) => sum + row.documents, 0);
  return { documents, labelled, labels, datasets, classes };
}
