import { z } from 'zod';
import {
  changeSource,
  dataset,
  documentFilter,
  documentSort,
  inProject,
  labels,
  language,
  rowId,
  selection,
} from './schemas.ts';
import { procedure, router } from './trpc.ts';

const oneDocument = inProject.extend({ documentId: rowId });
const inQuery = inProject.extend({ queryId: z.string().max(64) });

export const documentsRouter = router({
  query: procedure
    .input(inProject.extend({ filter: documentFilter, sort: documentSort }))
    .query(({ ctx, input }) => ctx.core.project(input.projectId).documents.query(input.filter, input.sort)),
  page: procedure
    .input(inQuery.extend({ from: z.int().min(0), count: z.int().min(1).max(500) }))
    .query(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.page(input.queryId, input.from, input.count),
    ),
  /** The document at a place of the query, or null past its end: one call for the label screen's next. */
  at: procedure.input(inQuery.extend({ index: z.int().min(0) })).query(({ ctx, input }) => {
    const { documents } = ctx.core.project(input.projectId);
    const id = documents.idAt(input.queryId, input.index);
    return id === null ? null : documents.get(id);
  }),
  indexOf: procedure
    .input(inQuery.extend({ documentId: rowId }))
    .query(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.indexOf(input.queryId, input.documentId),
    ),
  get: procedure
    .input(oneDocument)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).documents.get(input.documentId)),
  setLabels: procedure
    .input(oneDocument.extend({ labels, source: changeSource }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.setLabels(input.documentId, input.labels, input.source),
    ),
  setDataset: procedure
    .input(oneDocument.extend({ dataset: dataset.nullable(), source: changeSource }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.setDataset(input.documentId, input.dataset, input.source),
    ),
  setUnsure: procedure
    .input(oneDocument.extend({ unsure: z.boolean(), source: changeSource }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.setUnsure(input.documentId, input.unsure, input.source),
    ),
  setExcluded: procedure
    .input(oneDocument.extend({ excluded: z.boolean(), source: changeSource }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.setExcluded(input.documentId, input.excluded, input.source),
    ),
  setVerified: procedure
    .input(oneDocument.extend({ verified: z.boolean(), source: changeSource }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.setVerified(input.documentId, input.verified, input.source),
    ),
  setLanguage: procedure
    .input(oneDocument.extend({ language: language.nullable() }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.setLanguage(input.documentId, input.language),
    ),
  bulkLabel: procedure
    .input(
      inProject.extend({
        selection,
        action: z.union([
          z.object({ type: z.enum(['set', 'add', 'remove']), classId: rowId }),
          z.object({ type: z.literal('clear') }),
        ]),
      }),
    )
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.bulkLabel(input.selection, input.action),
    ),
  bulkDataset: procedure
    .input(inProject.extend({ selection, dataset: dataset.nullable() }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.bulkDataset(input.selection, input.dataset),
    ),
  bulkExcluded: procedure
    .input(inProject.extend({ selection, excluded: z.boolean() }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.bulkExcluded(input.selection, input.excluded),
    ),
  /** Of documents whose suggestion has classes, is not unsure and has at least this score. */
  acceptSuggestions: procedure
    .input(inProject.extend({ selection, atLeast: z.number().min(0).max(1).exactOptional() }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.acceptSuggestions(input.selection, input.atLeast),
    ),
  removeSuggestions: procedure
    .input(inProject.extend({ selection }))
    .mutation(({ ctx, input }) =>
      ctx.core.project(input.projectId).documents.removeSuggestions(input.selection),
    ),
  /** How many would be accepted from which score on. */
  suggestionScores: procedure
    .input(inProject.extend({ selection }))
    .query(({ ctx, input }) => ctx.core.project(input.projectId).documents.suggestionScores(input.selection)),
  searchProgress: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).documents.searchProgress()),
});

export const historyRouter = router({
  state: procedure
    .input(inProject)
    .query(({ ctx, input }) => ctx.core.project(input.projectId).history.state()),
  undo: procedure
    .input(inProject)
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).history.undo()),
  redo: procedure
    .input(inProject)
    .mutation(({ ctx, input }) => ctx.core.project(input.projectId).history.redo()),
});
