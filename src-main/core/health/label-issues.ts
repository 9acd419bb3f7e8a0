import { AppError } from '../../domain/errors.ts';
import type { LabelIssue } from '../../domain/health/types.ts';
import { breathe } from '../breathe.ts';
import { checkPage } from '../documents/documents.ts';
import type { Health, LabelIssueRow } from '../improvement.ts';
import type { AnalysisItem } from '../ports/analysis-tables.ts';
import type { ProjectContext } from '../projects/project-context.ts';
import { isOpen } from '../test-set/policy.ts';

/** Issues looked at between two breaths. */
const issuesPerStep = 500;

type Resolution = LabelIssueRow['resolved'];

/**
 * Pages of the queue, with what has become of each document since. Where some rows are left out, the places of the
 * others are remembered until documents change.
 */
export function createLabelIssues(context: ProjectContext): Health['labelIssues'] {
  const known = new Map<string, Promise<readonly number[]>>();
  context.changes.onTopic((topic) => {
    if (topic === 'documents' || topic === 'evaluations') known.clear();
  });
  return async (analysisId, from, count, openOnly) => {
    checkPage(from, count);
    const { analyses } = context.store;
    if (analyses.get(analysisId)?.kind !== 'label-errors') {
      throw new AppError(
        'not_found',
        'This list of label errors was replaced by a newer one. Open it again.',
      );
    }
    const isTestOpen = isOpen(context, 'test');
    if (!openOnly && isTestOpen) {
      const items = analyses.items(analysisId, from, count);
      return { total: analyses.itemCount(analysisId), rows: rowsOf(context, items) };
    }
    const key = `${analysisId} ${openOnly} ${isTestOpen}`;
    let places = known.get(key);
    if (places === undefined) {
      places = placesOf(context, analysisId, openOnly);
      known.set(key, places);
      places.catch(() => known.delete(key));
    }
    const shown = await places;
    const items = shown.slice(from, from + count).flatMap((place) => analyses.items(analysisId, place, 1));
    return { total: shown.length, rows: rowsOf(context, items) };
  };
}

/** Places of the issues that may be shown; with `openOnly` those that nothing has been done about. */
async function placesOf(
  context: ProjectContext,
  analysisId: number,
  openOnly: boolean,
): Promise<readonly number[]> {
  const places: number[] = [];
  const isTestOpen = isOpen(context, 'test');
  for (let from = 0; ; from += issuesPerStep) {
    const items = context.store.analyses.items(analysisId, from, issuesPerStep);
    for (const item of items) {
      const withheld = !isTestOpen && context.store.documents.dataset(item.documentIds[0]!) === 'test';
      if (!withheld && (!openOnly || resolutionOf(context, issueOf(item)) === null)) {
        places.push(item.position);
      }
    }
    if (items.length < issuesPerStep) return places;
    await breathe();
  }
}

function rowsOf(context: ProjectContext, items: readonly AnalysisItem[]): readonly LabelIssueRow[] {
  const issues = items.map(issueOf);
  const rows = context.store.documents.rows(issues.map(({ documentId }) => documentId));
  const byId = new Map(rows.map((row) => [row.id, row]));
  return issues.map((issue, index) => ({
    ...issue,
    position: items[index]!.position,
    snippet: byId.get(issue.documentId)?.snippet ?? '',
    dataset: byId.get(issue.documentId)?.dataset ?? null,
    resolved: resolutionOf(context, issue),
  }));
}

function issueOf({ documentIds, data }: AnalysisItem): LabelIssue {
  return { documentId: documentIds[0]!, ...(data as Omit<LabelIssue, 'documentId'>) };
}

/** A document that is gone counts as set aside. */
function resolutionOf({ store: { documents } }: ProjectContext, issue: LabelIssue): Resolution {
  const marks = documents.marks(issue.documentId);
  if (marks === undefined || marks.excluded) return 'excluded';
  const labels = documents.labels(issue.documentId) ?? null;
  if (labels === null || isFixed(issue, labels)) return 'fixed';
  if (marks.verified) return 'kept';
  return marks.unsure ? 'unsure' : null;
}

/** Multi-label: a document may have several classes in doubt; only a change of this one settles this one. */
function isFixed({ proposal, classId, labels: before }: LabelIssue, labels: readonly number[]): boolean {
  if (proposal !== 'replace') return labels.includes(classId) !== before.includes(classId);
  return labels.length !== before.length || labels.some((label) => !before.includes(label));
}
