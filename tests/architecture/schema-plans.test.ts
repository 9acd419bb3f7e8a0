import { afterAll, expect, test } from 'vitest';
import { openMemory } from '../../src-main/store/database.ts';
import { migrate } from '../../src-main/store/migrations/index.ts';
import { documentsSql, labelsSql } from '../../src-main/store/queries/counts.ts';
import {
  byExternalIdSql,
  idsSql,
  labelledAtSql,
  searchSql,
} from '../../src-main/store/queries/document-ids.ts';
import { documentRowSql } from '../../src-main/store/queries/document-rows.ts';
import { filterSql } from '../../src-main/store/queries/filter-sql.ts';
import { candidatesSql } from '../../src-main/store/queries/suggestions.ts';
import { analysisItemsSql, latestAnalysisSql } from '../../src-main/store/tables/analyses.ts';
import { classRemovalsSql, lostClassSql } from '../../src-main/store/tables/classes.ts';
import { idsWithClassSql } from '../../src-main/store/tables/documents.ts';
import { sameTextSql } from '../../src-main/store/tables/duplicates.ts';
import { comparedSql, itemIdsSql, judgementsSql } from '../../src-main/store/tables/evaluation-reader.ts';
import { relabelledSql, valuesAtSql } from '../../src-main/store/tables/history-point.ts';
import { labelledSinceSql } from '../../src-main/store/tables/import-keeping.ts';
import { removableSql } from '../../src-main/store/tables/import-removal.ts';
import { givenLabelsSql, listSql, ofDocumentSql } from '../../src-main/store/tables/operation-log.ts';
import {
  changedSinceSql,
  changesSql,
  latestRedoableSql,
  latestUndoableSql,
} from '../../src-main/store/tables/operations.ts';
import { nextToIndexSql } from '../../src-main/store/tables/search-index.ts';
import { vectorSql } from '../../src-main/store/tables/vectors.ts';

const db = openMemory();
migrate(db);
afterAll(() => {
  db.close();
});

/** The steps of SQLite's plan. Unbound parameters count as null, which does not change a plan. */
function plan(sql: string): readonly string[] {
  return db
    .prepare<[], { readonly detail: string }>(`EXPLAIN QUERY PLAN ${sql.replaceAll(/@\w+|\?/g, 'NULL')}`)
    .all()
    .map(({ detail }) => detail);
}

/** Imports that hide their documents: few rows of a small index, read once for each query. */
const hidden = /LIST SUBQUERY|import_hidden/;

const everything = filterSql({});
const ofClass = filterSql({ classIds: [1] });
const ofSuggestedClass = filterSql({ suggestedClassIds: [1] });

test('values at a point shortly ago come from the few changes since, which are sorted', () => {
  expect(plan(valuesAtSql.few)).toEqual([
    'SEARCH change USING PRIMARY KEY (operation_id>?)',
    'USE TEMP B-TREE FOR GROUP BY',
  ]);
});

test('all changes of a document are found by it; only they are sorted', () => {
  expect(plan(ofDocumentSql)).toEqual([
    'SEARCH c USING INDEX change_document (document_id=?)',
    'SEARCH o USING INTEGER PRIMARY KEY (rowid=?)',
    expect.stringMatching(/^USE TEMP B-TREE FOR (LAST TERM OF )?ORDER BY$/),
  ]);
});

test.each<[string, string, readonly RegExp[]]>([
  ['all ids', idsSql(everything), [/^SCAN document$/]],
  [
    'ids of a class',
    idsSql(ofClass),
    [
      /^SEARCH document USING INTEGER PRIMARY KEY \(rowid=\?\)$/,
      /label USING COVERING INDEX label_class \(class_id=\?\)/,
    ],
  ],
  [
    'ids by external id',
    byExternalIdSql(everything),
    [/^SCAN document USING COVERING INDEX document_external$/],
  ],
  [
    'ids by date',
    labelledAtSql(everything, 'DESC'),
    [/^(SCAN|SEARCH) document USING COVERING INDEX document_labelled_at/],
  ],
  [
    'newest matches of a search',
    searchSql(everything),
    [/^SCAN s VIRTUAL TABLE INDEX/, /^SEARCH document USING INTEGER PRIMARY KEY/],
  ],
  ['documents for counts', documentsSql, [/^SCAN document$/]],
  ['labels for counts', labelsSql, [/^SCAN label$|USING COVERING INDEX/]],
  [
    'a row of a page',
    documentRowSql,
    [
      /^SEARCH document USING INTEGER PRIMARY KEY/,
      /^SEARCH t USING INTEGER PRIMARY KEY/,
      /^SEARCH label USING PRIMARY KEY \(document_id=\?\)$/,
      /^SEARCH s USING INTEGER PRIMARY KEY/,
      /^SEARCH o USING INTEGER PRIMARY KEY/,
      /^SEARCH c USING PRIMARY KEY \(document_id=\?\)$/,
    ],
  ],
  [
    'ids of a suggested class',
    idsSql(ofSuggestedClass),
    [
      /^SEARCH document USING INTEGER PRIMARY KEY \(rowid=\?\)$/,
      /suggestion_class USING COVERING INDEX suggestion_class_class \(class_id=\?\)/,
    ],
  ],
  [
    'documents to ask a model about',
    candidatesSql,
    [/^SCAN document$/, /^SEARCH s USING INTEGER PRIMARY KEY \(rowid=\?\) LEFT-JOIN$/],
  ],
  [
    'documents with a class',
    idsWithClassSql,
    [
      /^SEARCH l USING COVERING INDEX label_class \(class_id=\? AND document_id>\?\)$/,
      /^SEARCH document USING INTEGER/,
    ],
  ],
  ['the newest operation to undo', latestUndoableSql, [/USING (COVERING )?INDEX operation_undoable/]],
  [
    'the operation to redo',
    latestRedoableSql,
    [/operation USING INDEX operation_undone/, /^SEARCH later USING INTEGER PRIMARY KEY \(rowid>\?\)$/],
  ],
  [
    'a later change of a document',
    changedSinceSql,
    [
      /^SEARCH c USING (COVERING )?INDEX change_document \(document_id=\? AND field=\? AND operation_id>\?\)$/,
      /^SEARCH o USING INTEGER PRIMARY KEY/,
    ],
  ],
  [
    'changes of an operation',
    changesSql,
    [/^SEARCH change USING PRIMARY KEY \(operation_id=\? AND \(document_id,field\)>/],
  ],
  [
    'a document with the same hash',
    sameTextSql,
    [/^SEARCH d USING INTEGER PRIMARY KEY/, /^SEARCH t USING INTEGER PRIMARY KEY/],
  ],
  ['items of a review', itemIdsSql, [/^SEARCH evaluation_item USING COVERING INDEX evaluation_item_order/]],
  [
    'judgements in the order of documents',
    judgementsSql,
    [/^SEARCH evaluation_item USING PRIMARY KEY \(evaluation_id=\? AND document_id>\?\)$/],
  ],
  [
    'items of a comparison',
    comparedSql,
    [
      /^SEARCH b USING COVERING INDEX evaluation_item_order \(evaluation_id=\? AND correct>\? AND correct<\?\)$/,
      /^SEARCH a USING PRIMARY KEY \(evaluation_id=\? AND document_id=\?\)$/,
    ],
  ],
  [
    'the latest result',
    latestAnalysisSql,
    [/^SEARCH analysis USING INDEX analysis_kind \(kind=\? AND key=\?\)$/],
  ],
  [
    'items of a result',
    analysisItemsSql,
    [/^SEARCH analysis_item USING PRIMARY KEY \(analysis_id=\? AND position>\?\)$/],
  ],
  ['operations of a page', listSql, [/^SCAN operation$/]],
  [
    'labels that a person gave',
    givenLabelsSql,
    [/^SCAN o$/, /^SEARCH change USING PRIMARY KEY \(operation_id=\?\)$/],
  ],
  [
    'values at a point long ago',
    valuesAtSql.many,
    [/^SEARCH change USING INDEX change_document \(\(document_id,field\)>\(\?,\?\)\)$/],
  ],
  [
    'relabelled documents after much has changed',
    relabelledSql.many,
    [
      /^SCAN document$/,
      /^SEARCH c USING INDEX change_document \(document_id=\? AND field=\? AND operation_id=\?\)$/,
      /^SEARCH change USING COVERING INDEX change_document \(document_id=\? AND field=\? AND operation_id>\?\)$/,
    ],
  ],
  [
    'relabelled documents',
    relabelledSql.few,
    [
      /^SEARCH c USING PRIMARY KEY \(operation_id>\?\)$/,
      /^SEARCH earlier USING COVERING INDEX change_document \(document_id=\? AND field=\? AND operation_id>\? AND operation_id<\?\)$/,
      /^SEARCH document USING INTEGER PRIMARY KEY/,
    ],
  ],
  ['removals of classes', classRemovalsSql, [/^SCAN operation USING INDEX operation_class_removal$/]],
  ['documents that lost a class', lostClassSql, [/^SEARCH change USING PRIMARY KEY \(operation_id=\?\)$/]],
  [
    'the vector of a document',
    vectorSql,
    [/^SEARCH v USING INDEX sqlite_autoindex_document_vector_1 \(document_id=\? AND encoder_id=\?\)$/],
  ],
  [
    'labelled documents of an import',
    labelledSinceSql,
    [
      /^SEARCH d USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)$/,
      /^SEARCH c USING COVERING INDEX change_document \(document_id=\? AND field=\?\)$/,
      /^SEARCH o USING INTEGER PRIMARY KEY/,
    ],
  ],
  [
    'documents of an import',
    removableSql,
    [/^SEARCH document USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)$/],
  ],
  [
    'documents to index',
    nextToIndexSql,
    [/^SEARCH document USING INTEGER PRIMARY KEY \(rowid>\? AND rowid<\?\)$/, /^SEARCH t USING INTEGER/],
  ],
])('%s are read along the right index, without sorting', (_, sql, expected) => {
  const steps = plan(sql);
  for (const step of expected) expect(steps).toContainEqual(expect.stringMatching(step));
  expect(steps.filter((step) => /TEMP B-TREE FOR (ORDER|GROUP|LAST)/.test(step))).toEqual([]);
  const scans = steps.filter((step) => /^SCAN (document|document_text|label|change|evaluation)/.test(step));
  expect(
    scans.filter((step) => !expected.some((pattern) => pattern.test(step)) && !hidden.test(step)),
  ).toEqual([]);
});
