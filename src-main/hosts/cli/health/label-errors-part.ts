import type { Project } from '../../../core/core.ts';
import type { LabelIssueRow, Stored } from '../../../core/improvement.ts';
import { AppError } from '../../../domain/errors.ts';
import { disputedShare, type LabelErrors } from '../../../domain/health/types.ts';
import { defaultSeed } from '../../../domain/splits.ts';
import { type Cell, formatCount, formatInterval, formatShare, formatTable } from '../report.ts';
import type { Session } from '../session.ts';
import { firstRows, type HealthPart } from './health-part.ts';

export const labelErrorsPart: HealthPart = {
  name: 'label-errors',
  async run(session, project, { limit }) {
    const found = await currentLabelErrors(session, project);
    if (found instanceof AppError) {
      return { json: { labelErrors: null }, text: `Label errors were not looked for. ${found.message}` };
    }
    const { analysisId, result } = found;
    const rows = await firstRows(
      limit,
      async (from, count) => (await project.health.labelIssues(analysisId, from, count, false)).rows,
    );
    const names = new Map(project.classes.list().map(({ id, name }) => [id, name]));
    const nameOf = (classId: number): string => names.get(classId) ?? '(deleted)';
    const { classes, ...figures } = result;
    return {
      json: {
        labelErrors: {
          ...figures,
          classes: classes.map(({ classId, ...counts }) => ({ class: nameOf(classId), ...counts })),
          queue: rows.map((row) => issueJson(project, row, nameOf)),
        },
      },
      text: [line(result), ...(rows.length === 0 ? [] : ['', table(project, rows, nameOf)])].join('\n'),
    };
  },
};

/** The stored result when it is over the documents as they are, else a new one; or why there cannot be any. */
async function currentLabelErrors(
  session: Session,
  project: Project,
): Promise<Stored<LabelErrors> | AppError> {
  const stored = await project.health.labelErrors();
  if (stored?.current === true) return stored;
  try {
    await session.finish(project, project.health.findLabelErrors(defaultSeed).jobId);
  } catch (error) {
    const tooFew =
      error instanceof AppError && (error.code === 'too_few_documents' || error.code === 'too_few_classes');
    if (tooFew) return error;
    throw error;
  }
  return (await project.health.labelErrors())!;
}

function issueJson(project: Project, row: LabelIssueRow, nameOf: (classId: number) => string) {
  const { documentId, labels, classId, proposal, given, proposed, dataset, resolved } = row;
  return {
    id: project.documents.get(documentId).externalId,
    dataset,
    labels: labels.map(nameOf),
    proposal,
    class: nameOf(classId),
    ...{ given, proposed, resolved },
  };
}

function line({ documents, issues, estimated, share, interval }: LabelErrors): string {
  const wrong = `about ${formatCount(Math.round(estimated), 'label')} (${formatShare(share)}, ${formatInterval(interval)})`;
  const verdict =
    share < disputedShare
      ? 'are probably wrong'
      : 'are disputed by the models, which is more than wrong labels alone explain';
  return `Label errors: of ${formatCount(documents, 'document')}, ${wrong} ${verdict}; ${formatCount(issues, 'label')} to look at.`;
}

function table(
  project: Project,
  rows: readonly LabelIssueRow[],
  nameOf: (classId: number) => string,
): string {
  const cells = rows.map((row): readonly Cell[] => [
    project.documents.get(row.documentId).externalId,
    row.labels.map(nameOf).join(', ') || '–',
    `${row.proposal} ${nameOf(row.classId)}`,
    formatShare(row.given),
    formatShare(row.proposed),
    row.resolved ?? '–',
  ]);
  return formatTable(['id', 'label', 'proposal', 'given', 'proposed', 'resolved'], cells);
}
