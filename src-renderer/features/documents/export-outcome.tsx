import { type ReactNode, useEffect } from 'react';
import type { ExportReport } from '../../../src-main/domain/exchange/export.ts';
import { useJob } from '../../api/project.tsx';
import { text } from '../../i18n/index.ts';
import { formatCount } from '../../ui/format.ts';
import { notify } from '../../ui/notify.ts';

const words = text.documents;
/** There is something to read. */
const shownMilliseconds = 60_000;

function Outcome(props: { report: ExportReport }): ReactNode {
  const { documents, textsFolder, equality, warnings } = props.report;
  return (
    <>
      <b>{equality?.equal === true ? words.exportEqual : words.exportDiffers}</b>{' '}
      {words.exportedCount(formatCount(documents))}
      {textsFolder === null ? null : <div>{words.exportedTexts(textsFolder)}</div>}
      {equality?.notes.map(({ reason, count }) => (
        <div key={reason}>
          {formatCount(count)}: {reason}
        </div>
      ))}
      {warnings.map((warning) => (
        <div key={warning}>{warning}</div>
      ))}
    </>
  );
}

/** Says what an export to another service wrote and what it could not, once, when it is done. */
export function useExportOutcome(jobId: number | null): void {
  const job = useJob(jobId);
  const report = job?.state === 'done' ? (job.result as ExportReport) : null;
  const told = report?.equality ? `${jobId}` : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: said once for each job, however often it is looked at
  useEffect(() => {
    if (told !== null && report !== null) notify(<Outcome report={report} />, shownMilliseconds);
  }, [told]);
}
