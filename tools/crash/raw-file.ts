import Database from 'better-sqlite3';

/** Questions whose answer is 0 in a project that was opened after a crash and closed again. */
const leftovers: readonly (readonly [question: string, sql: string])[] = [
  ['imports that are not over', `SELECT count(*) FROM import WHERE state IN ('running', 'removing')`],
  [
    'documents of no finished import',
    `SELECT count(*) FROM document WHERE import_id NOT IN (SELECT id FROM import WHERE state = 'done')`,
  ],
  [
    'documents without a text',
    'SELECT count(*) FROM document WHERE id NOT IN (SELECT document_id FROM document_text)',
  ],
  ['models that are half there', `SELECT count(*) FROM model WHERE state = 'building'`],
  ['evaluations that are half there', `SELECT count(*) FROM evaluation WHERE state = 'building'`],
  ['jobs that run', `SELECT count(*) FROM job WHERE state IN ('running', 'cancelling')`],
  ['bulk changes that are half done', 'SELECT count(*) FROM operation WHERE finished = 0'],
  [
    'changes that do not start where the one before ended',
    `SELECT count(*) FROM (
       SELECT before, lag(after) OVER (PARTITION BY document_id, field ORDER BY operation_id) AS previous
       FROM change)
     WHERE previous <> before`,
  ],
  [
    'datasets that differ from their history',
    `SELECT count(*) FROM (
       SELECT document_id, after, max(operation_id) FROM change WHERE field = 'dataset' GROUP BY document_id) last
     JOIN document d ON d.id = last.document_id WHERE coalesce(json_quote(d.dataset), 'null') <> last.after`,
  ],
  [
    'labels that differ from their history',
    `SELECT count(*) FROM (
       SELECT document_id, after, max(operation_id) FROM change WHERE field = 'labels' GROUP BY document_id) last
     JOIN document d ON d.id = last.document_id
     WHERE CASE d.labelled WHEN 0 THEN 'null' ELSE
       (SELECT json_group_array(class_id) FROM (
          SELECT class_id FROM label WHERE document_id = d.id ORDER BY class_id)) END <> last.after`,
  ],
  [
    'labels of documents that are called unlabelled',
    'SELECT count(*) FROM label JOIN document d ON d.id = document_id WHERE d.labelled = 0',
  ],
];

/** Looks into a closed project with nothing of the product in between; returns what is wrong. */
export function checkFile(file: string): readonly string[] {
  const db = new Database(file, { readonly: true, fileMustExist: true });
  try {
    const pages = db.prepare<[], string>('PRAGMA integrity_check').pluck().all();
    const references = db.prepare('PRAGMA foreign_key_check').all();
    return [
      ...pages.filter((line) => line !== 'ok').map((line) => `integrity_check: ${line}`),
      ...(references.length === 0 ? [] : [`foreign_key_check: ${references.length} rows refer to nothing.`]),
      ...leftovers.flatMap(([question, sql]) => {
        const count = db.prepare<[], number>(sql).pluck().get();
        return count === 0 ? [] : [`There are ${count} ${question}.`];
      }),
    ];
  } finally {
    db.close();
  }
}
