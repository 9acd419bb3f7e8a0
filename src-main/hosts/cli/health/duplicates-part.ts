import type { Project } from '../../../core/core.ts';
import type { DuplicateGroupRow, Stored } from '../../../core/improvement.ts';
import type { Duplicates } from '../../../domain/health/types.ts';
import { type Cell, formatShare, formatTable } from '../report.ts';
import type { Session } from '../session.ts';
import { firstRows, type HealthPart } from './health-part.ts';

/** Ids of a group in a table for people. */
const shownIds = 4;

export const duplicatesPart: HealthPart = {
  name: 'duplicates',
  async run(session, project, { threshold, limit }) {
    const { analysisId, result } = await currentDuplicates(session, project, threshold);
    const rows = await firstRows(
      limit,
      (from, count) => project.health.duplicateGroups(analysisId, 'all', from, count).rows,
    );
    return {
      json: {
        duplicates: {
          documents: result.documents,
          threshold: result.threshold,
          groups: result.groups,
          exactGroups: result.exactGroups,
          duplicates: result.duplicates,
        },
        leaks: {
          groups: result.leaks,
          testDocuments: result.leakedTestDocuments,
          testShare: result.leakedTestShare,
        },
        contradictions: { groups: result.contradictions },
        duplicateGroups: rows.map((row) => groupJson(project, row)),
      },
      text: [...lines(result), ...(rows.length === 0 ? [] : ['', table(project, rows)])].join('\n'),
    };
  },
};

/** The stored result when it is over the documents as they are and of this threshold, else a new one. */
async function currentDuplicates(
  session: Session,
  project: Project,
  threshold: number,
): Promise<Stored<Duplicates>> {
  const stored = await project.health.duplicates();
  if (stored?.current === true && stored.result.threshold === threshold) return stored;
  await session.finish(project, project.health.findDuplicates(threshold).jobId);
  return (await project.health.duplicates())!;
}

function groupJson(project: Project, row: DuplicateGroupRow) {
  const { size, exact, leak, contradiction, resolved, documents } = row;
  const names = new Map(project.classes.list().map(({ id, name }) => [id, name]));
  return {
    size,
    exact,
    leak,
    contradiction,
    resolved,
    documents: documents.map(({ documentId, labels, ...document }) => ({
      id: project.documents.get(documentId).externalId,
      labels: labels?.map((classId) => names.get(classId)) ?? null,
      ...document,
    })),
  };
}

function lines(result: Duplicates): readonly string[] {
  const found = `${counted(result.groups, 'group')} of duplicates, ${result.exactGroups} exact`;
  return [
    `Compared ${counted(result.documents, 'document')} at a similarity of ${result.threshold}: ${found}; ${counted(result.duplicates, 'document')} more than needed.`,
    `Leaks: ${counted(result.leaks, 'group')} in several datasets; ${counted(result.leakedTestDocuments, 'test document')} (${formatShare(result.leakedTestShare)}) with a twin in training or validation.`,
    `Contradictions: ${counted(result.contradictions, 'group')} labelled differently.`,
  ];
}

function table(project: Project, rows: readonly DuplicateGroupRow[]): string {
  const cells = rows.map((row): readonly Cell[] => {
    const problems = [row.leak ? 'leak' : '', row.contradiction ? 'contradiction' : ''].filter(Boolean);
    const ids = row.documents
      .slice(0, shownIds)
      .map(({ documentId }) => project.documents.get(documentId).externalId);
    return [
      row.size,
      row.exact ? 'yes' : 'no',
      problems.join(', ') || '–',
      row.resolved ? 'yes' : 'no',
      `${ids.join(' ')}${row.size > shownIds ? ' …' : ''}`,
    ];
  });
  return formatTable(['documents', 'exact', 'problem', 'resolved', 'ids'], cells);
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
}
